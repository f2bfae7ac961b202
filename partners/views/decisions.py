"""Moves of memberships, roles and organisations: a page asks, and acts when posted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moves.machine import Move, make, moves_for
from partners.forms.decisions import NoteForm
from partners.models import Cluster, Membership, Organisation, StaffRole
from partners.recognition import recognise
from partners.redirects import next_url

ROWS = 30  # a page of what waits

# What each move means to those concerned, and what is said when it is made.
EFFECTS = {
    "approve": gettext_lazy("This person may then write offers and reply for the organisation."),
    "decline": gettext_lazy("The request ends, and the person is told why by e-mail."),
    "end": gettext_lazy("This person can then no longer act here. Offers and replies stay."),
    "leave": gettext_lazy("You can then no longer act here. Offers and replies stay."),
    "join": gettext_lazy("You may then write offers and reply for the organisation."),
    "ask": gettext_lazy("The cluster’s coordinators are asked once more."),
    "verify": gettext_lazy("The organisation is then listed, and its people may post offers."),
    "archive": gettext_lazy(
        "The organisation is then no longer listed, and its people cannot post."
    ),
}
DONE = {
    "approve": gettext_lazy("Approved. The person is told by e-mail."),
    "decline": gettext_lazy("Declined. The person is told why by e-mail."),
    "end": gettext_lazy("Ended. The person is told by e-mail."),
    "leave": gettext_lazy("You have left."),
    "join": gettext_lazy("Welcome. You have joined."),
    "ask": gettext_lazy("Asked again. You will hear from the cluster by e-mail."),
    "verify": gettext_lazy("Verified."),
    "archive": gettext_lazy("Archived."),
}


def approvals(request: HttpRequest) -> HttpResponse:
    if not Cluster.objects.coordinated_by(request.user).exists():
        raise PermissionDenied
    waiting = Membership.objects.approvable_by(request.user).waiting()
    # A new body whose people have gone, or that was entered without any.
    alone = (
        Organisation.objects.approvable_by(request.user)
        .pending()
        .exclude(memberships__in=Membership.objects.waiting())
    )
    waiting = waiting.select_related("user", "organisation__cluster")
    context = {
        "memberships": Paginator(waiting, ROWS).get_page(request.GET.get("page")),
        "organisations": alone.select_related("cluster").order_by("created_at", "pk")[:ROWS],
    }
    return render(request, "partners/approvals.html", context)


def membership_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    memberships = Membership.objects.visible_to(request.user)
    membership = get_object_or_404(
        memberships.select_related("user", "organisation__cluster"), pk=pk
    )
    is_own = membership.user_id == request.user.pk
    back = reverse("partners:settings" if is_own else "partners:approvals")
    context = {"title": membership.organisation.name, "person": membership.user}
    if name == "approve" and membership.organisation.state == Organisation.State.PENDING:
        context["similar"] = recognise(membership.organisation).matches
    return _decide(request, membership, name, back=back, context=context)


def staff_role_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    roles = StaffRole.objects.visible_to(request.user).select_related("user", "cluster")
    role = get_object_or_404(roles, pk=pk)
    is_own = name == "leave"
    back = reverse("partners:settings") if is_own else _staff_url(role.cluster)
    context = {"title": role.cluster.name, "person": role.user, "role": role}
    return _decide(request, role, name, back=back, context=context)


def organisation_move(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    context = {"title": organisation.name}
    return _decide(
        request, organisation, name, back=organisation.get_absolute_url(), context=context
    )


def _staff_url(cluster: Cluster) -> str:
    return reverse("partners:staff", args=[cluster.code.lower()])


def _decide(
    request: HttpRequest, item: models.Model, name: str, *, back: str, context: dict
) -> HttpResponse:
    back = next_url(request, back)
    move = next((move for move in item.moves if move.name == name and name in EFFECTS), None)
    if move is None:
        raise Http404
    if item.state not in move.sources:
        messages.info(request, _("This has been decided already."))
        return redirect(back)
    if move not in moves_for(request.user, item):
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None, move=move)
    if _is_made(form, item, move, user=request.user):
        messages.success(request, DONE[name])
        return redirect(back)
    context = {**context, "move": move, "effect": EFFECTS[name], "form": form, "back": back}
    status = 422 if form.errors else 200
    return render(request, "partners/decide.html", context, status=status)


def _is_made(form: NoteForm, item: models.Model, move: Move, *, user) -> bool:
    """Make the move if the form is complete; what stands against it is said in the form."""
    if not form.is_valid():
        return False
    try:
        make(move.name, item, user=user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
