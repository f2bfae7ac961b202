"""Who reaches what others trust the network with needs a second factor to sign in."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from partners.models import StaffRole, User

# Pages about the own account, on which a second factor is set up, and signing out.
OPEN = ("account_", "mfa_", "usersessions_")


class SecondFactorMiddleware:
    """Leads coordinators and administrators without one to set it up (SECOND_FACTOR_REQUIRED)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        is_open = request.resolver_match.view_name.startswith(OPEN)
        if not settings.SECOND_FACTOR_REQUIRED or is_open or not lacks_second_factor(request.user):
            return None
        messages.warning(request, _("Your role needs a second step to sign in. Set one up first."))
        return redirect("mfa_index")


def lacks_second_factor(user) -> bool:
    """Whether `user` coordinates or administers, and signs in with a password alone. One query."""
    if not user.is_authenticated:
        return False
    coordinates = StaffRole.objects.active().filter(
        user=OuterRef("pk"), role=StaffRole.Role.COORDINATOR
    )
    own = Authenticator.objects.filter(user=OuterRef("pk"))
    trusted = Q(is_superuser=True) | Q(is_staff=True) | Exists(coordinates)
    return (
        User.objects.filter(trusted, pk=user.pk)
        .exclude(Exists(own.exclude(type=Authenticator.Type.RECOVERY_CODES)))
        .exists()
    )
