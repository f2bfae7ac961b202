"""One's own account: name, memberships, what is stored, and the way out."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partners import erasure
from partners.forms.account import PersonForm
from partners.models import Membership, StaffRole, User


def settings(request: HttpRequest) -> HttpResponse:
    # A copy: what is typed wrongly must not show in the masthead.
    person = User.objects.get(pk=request.user.pk)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("partners:settings")
    context = {
        "form": form,
        "memberships": Membership.objects.of(request.user).select_related("organisation__cluster"),
        "roles": StaffRole.objects.of(request.user)
        .select_related("cluster")
        .prefetch_related("cluster__texts"),
    }
    return render(request, "partners/settings.html", context, status=422 if form.errors else 200)


@reauthentication_required
def data(request: HttpRequest) -> HttpResponse:
    """All that is stored of the person, to take along."""
    response = JsonResponse(
        erasure.export(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


@reauthentication_required
def erase(request: HttpRequest) -> HttpResponse:
    error = None
    if request.method == "POST":
        try:
            erasure.erase(request.user)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            logout(request)
            messages.success(request, _("Your account is erased."))
            return redirect("gin:home")
    return render(request, "partners/erase.html", {"error": error}, status=422 if error else 200)
