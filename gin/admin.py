from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from gin import moderation
from moves.scoped_admin import ScopedAdmin
from partners.models import Cluster


class AdminSite(admin.AdminSite):
    """Moderation with the scopes and moves of the portal.

    For administrators, and for coordinators who were let in: these see their own cluster.
    """

    site_title = _("GIN administration")
    site_header = _("Global Innovation Network: administration")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not (user.is_active and user.is_staff):
            return False
        return user.is_superuser or Cluster.objects.coordinated_by(user).exists()

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """What libraries bring knows nothing of our scopes, and shows secrets: it stays out."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list:
        # Django's 'view on site' would lead anybody here to any object of the portal.
        known = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [
            path("moderation/", self._view(moderation.queue), name="moderation"),
            path(
                "moderation/<kind:kind>/<int:pk>/",
                self._view(moderation.item),
                name="moderation_item",
            ),
            *known,
        ]

    def _view(self, view):
        def shown(request: HttpRequest, **parameters) -> HttpResponse:
            return view(request, self.each_context(request), **parameters)

        return self.admin_view(shown)

    def admin_view(self, view, cacheable: bool = False):
        """Django's own lists and forms break on two things an address can say."""

        def guarded(request: HttpRequest, *args, **parameters) -> HttpResponse:
            values = (value for values in request.GET.lists() for value in values[1])
            if request.GET.get("_to_field") == "" or any("\0" in value for value in values):
                raise BadRequest
            return view(request, *args, **parameters)

        return super().admin_view(guarded, cacheable)

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """By the portal's own door: with its limits, its codes and the second step."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        following = request.GET.get("next", "")
        return redirect_to_login(following) if following else redirect("account_login")

    def password_change(self, request: HttpRequest, extra_context=None):
        return redirect("account_change_password")
