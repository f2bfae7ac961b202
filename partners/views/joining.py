"""From an account to an organisation: find it or name it, ask, and wait."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from partners import directory, joining
from partners.forms.joining import FindForm, RegisterForm, RequestForm
from partners.limits import Limit
from partners.models import Invitation, Membership, Organisation
from partners.names import DIFFERENT

FOUND = 10  # organisations named like what was typed
REQUESTS = Limit("join", times=10, seconds=3600)


def join(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET or None)
    found = None
    if form.is_valid():
        claimable = Organisation.objects.claimable().filter(cluster=form.cleaned_data["cluster"])
        found = directory.named_like(form.cleaned_data["name"], claimable)[:FOUND]
    invitations = Invitation.objects.open_at(timezone.now()).addressed_to(request.user)
    context = {
        "form": form,
        "found": found,
        "invitations": invitations.select_related("cluster", "organisation", "invited_by"),
        "requests": Membership.objects.of(request.user).waiting().select_related("organisation"),
    }
    return render(request, "partners/join.html", context, status=422 if form.errors else 200)


def claim(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(
        Organisation.objects.claimable().select_related("cluster"), slug=slug
    )
    form = RequestForm(request.POST or None)
    if form.is_valid() and _is_within_limit(request, form):
        joining.claim(organisation, user=request.user, **form.cleaned_data)
        return redirect("partners:pending")
    context = {"organisation": organisation, "form": form}
    return render(request, "partners/claim.html", context, status=422 if form.errors else 200)


def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None, initial=_named(request))
    if form.is_valid() and _is_within_limit(request, form):
        organisation = form.save(commit=False)
        asked = {name: form.cleaned_data[name] for name in ("position", "message")}
        joining.register(organisation, user=request.user, **asked)
        return redirect("partners:pending")
    if form.verdict.outcome == DIFFERENT:
        del form.fields["is_other"]
    context = {"form": form}
    return render(request, "partners/register.html", context, status=422 if form.errors else 200)


def pending(request: HttpRequest) -> HttpResponse:
    memberships = Membership.objects.of(request.user).select_related("organisation__cluster")
    requests = memberships.exclude(state=Membership.State.ACTIVE).order_by("-requested_at")
    if not requests:
        is_member = memberships.exists() or request.user.staff_roles.active().exists()
        return redirect("gin:desk" if is_member else "partners:join")
    return render(request, "partners/pending.html", {"requests": requests})


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.of(request.user).waiting(), pk=pk)
    if request.method == "POST":
        try:
            joining.withdraw(membership, user=request.user)
        except ValidationError as error:  # decided in the meantime
            messages.error(request, " ".join(error.messages))
            return redirect("partners:pending")
        messages.success(request, _("Your request is withdrawn."))
        return redirect("partners:join")
    return render(request, "partners/withdraw.html", {"membership": membership})


def _named(request: HttpRequest) -> dict[str, str]:
    """What was typed on the page before: the region and the name."""
    find = FindForm(request.GET)
    if not find.is_valid():
        return {}
    cluster = find.cleaned_data["cluster"]
    return {
        "cluster": cluster,
        "country": cluster.country,
        "legal_name": find.cleaned_data["name"],
    }


def _is_within_limit(request: HttpRequest, form) -> bool:
    if REQUESTS.allows(request):
        return True
    form.add_error(None, _("That is a lot of requests. Wait an hour, or write to the cluster."))
    return False
