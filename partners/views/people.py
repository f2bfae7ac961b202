"""The people of an organisation and the staff of a cluster; inviting more of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners import invitations
from partners.forms.people import InviteForm
from partners.limits import Limit
from partners.models import Cluster, Invitation, Membership, Organisation, StaffRole

INVITATIONS = Limit("invite", times=40, seconds=3600)
TOO_MANY = gettext_lazy("That is a lot of invitations. Wait an hour before you send more.")


def people(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("cluster"), slug=slug
    )
    if not Organisation.objects.managed_by(request.user).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    form = _invite_form(request, organisation)
    if _is_invited(request, form, organisation):
        return redirect("partners:people", slug)
    context = {
        "organisation": organisation,
        "memberships": Membership.objects.active()
        .filter(organisation=organisation)
        .select_related("user"),
        "invitations": _open(request, organisation=organisation),
        "form": form,
    }
    return render(request, "partners/people.html", context, status=422 if form.errors else 200)


def staff(request: HttpRequest, code: str) -> HttpResponse:
    cluster = get_object_or_404(Cluster.objects.active().with_texts(), code=code.upper())
    if not Cluster.objects.coordinated_by(request.user).filter(pk=cluster.pk).exists():
        raise PermissionDenied
    form = _invite_form(request, cluster)
    if _is_invited(request, form, cluster):
        return redirect("partners:staff", code)
    context = {
        "cluster": cluster,
        "roles": StaffRole.objects.active().filter(cluster=cluster).select_related("user"),
        "invitations": _open(request, cluster=cluster, organisation=None),
        "form": form,
    }
    return render(request, "partners/staff.html", context, status=422 if form.errors else 200)


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _managed(request, pk)
    if INVITATIONS.allows(request):
        invitations.resend(invitation, now=timezone.now())
        messages.success(request, _("Sent again. The link in the first mail no longer works."))
    else:
        messages.error(request, TOO_MANY)
    return redirect(_people_url(invitation))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = _managed(request, pk)
    invitations.withdraw(invitation, now=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect(_people_url(invitation))


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads: shows the invitation, accepts nothing."""
    found = invitations.find(token)
    is_open = found is not None and _is_open(found)
    is_own = is_open and Invitation.objects.addressed_to(request.user).filter(pk=found.pk).exists()
    context = {"invitation": found, "is_open": is_open, "is_own": is_own}
    return render(request, "partners/invitation.html", context, status=200 if is_open else 410)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    addressed = Invitation.objects.addressed_to(request.user)
    invitation = get_object_or_404(addressed.select_related("organisation", "cluster"), pk=pk)
    try:
        invitations.accept(invitation, user=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("partners:join")
    messages.success(request, _("Welcome. You have joined."))
    return redirect("gin:desk")


def _invite_form(request: HttpRequest, target: Organisation | Cluster) -> InviteForm:
    data = request.POST if request.method == "POST" else None
    return InviteForm(data, target=target, initial={"language": get_language()})


def _is_invited(request: HttpRequest, form: InviteForm, target: Organisation | Cluster) -> bool:
    """Invite, if the form is complete; what stands against it is said in the form."""
    if not form.is_valid():
        return False
    if not INVITATIONS.allows(request):
        form.add_error(None, TOO_MANY)
        return False
    try:
        invitations.invite(target, user=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    email = form.cleaned_data["email"]
    messages.success(request, _("Invited: we have written to %(email)s.") % {"email": email})
    return True


def _managed(request: HttpRequest, pk: int) -> Invitation:
    managed = Invitation.objects.managed_by(request.user)
    return get_object_or_404(managed.select_related("organisation", "cluster"), pk=pk)


def _open(request: HttpRequest, **of) -> QuerySet[Invitation]:
    managed = Invitation.objects.managed_by(request.user).unanswered().filter(**of)
    return managed.select_related("invited_by")


def _is_open(invitation: Invitation) -> bool:
    return Invitation.objects.open_at(timezone.now()).filter(pk=invitation.pk).exists()


def _people_url(invitation: Invitation) -> str:
    if invitation.organisation:
        return reverse("partners:people", args=[invitation.organisation.slug])
    return reverse("partners:staff", args=[invitation.cluster.code.lower()])
