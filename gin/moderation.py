"""The admin's moderation queue: what waits of all kinds of content, to decide on one or many."""

import re
from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from moves.machine import move_of
from moves.scoped_admin import make_and_tell
from partners.models import Membership, Organisation
from publishing import kinds
from publishing.forms import DecisionForm, MoveForm
from publishing.models import Item
from publishing.queue import LISTS, counts
from publishing.review import Review

# The lists decided on here, with the moves that can be made for many at once.
MOVES = {"submitted": ("publish", "return"), "changed": ("confirm", "return", "archive")}
_KEY = re.compile(r"(?P<slug>[a-z-]+):(?P<pk>[0-9]{1,18})")


def queue(request: HttpRequest, site: dict) -> HttpResponse:
    name = request.GET.get("list", "submitted")
    if name not in MOVES:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _decide_on_many(request, form)
        return redirect(request.get_full_path())
    context = {
        **site,
        "title": _("What waits"),
        "name": name,
        "rows": LISTS[name](request.user, now=timezone.now(), page=request.GET.get("page", 1)),
        "counts": counts(request.user) | _people(request.user),
        "moves": [move for move in Item.moves if move.name in MOVES[name]],
        "form": form,
    }
    return render(request, "admin/moderation.html", context, status=422 if form.errors else 200)


def item(request: HttpRequest, site: dict, kind: kinds.Kind, pk: int) -> HttpResponse:
    found = get_object_or_404(kind.model.objects.reviewable_by(request.user), pk=pk)
    form = MoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.decide(found, user=request.user):
        messages.success(request, move_of(found, form.cleaned_data["move"]).said)
        return redirect("admin:moderation")
    context = {
        **site,
        "title": found.title,
        "item": found,
        "review": Review(found, request.user),
        "form": form,
    }
    return render(
        request, "admin/moderation_item.html", context, status=422 if form.errors else 200
    )


def _decide_on_many(request: HttpRequest, form: DecisionForm) -> None:
    """Make the move for those that are ticked, as far as the person may review them."""
    ticked = defaultdict(list)
    for key in filter(None, map(_KEY.fullmatch, request.POST.getlist("item"))):
        ticked[key["slug"]].append(int(key["pk"]))
    rows = [
        row
        for kind in kinds.every()
        for row in kind.model.objects.reviewable_by(request.user).filter(pk__in=ticked[kind.slug])
    ]
    if rows:
        make_and_tell(request, form.cleaned_data["move"], rows, note=form.cleaned_data["note"])
    else:
        messages.warning(request, _("Tick at least one."))


def _people(user) -> dict[str, int]:
    """How many people and organisations wait for approval."""
    organisations = Organisation.objects.approvable_by(user)
    return {
        "memberships": Membership.objects.approvable_by(user).waiting().count(),
        "organisations": organisations.filter(state=Organisation.State.PENDING).count(),
    }
