"""Reviewing: what waits, one item as a reviewer sees it, and deciding."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from moves.machine import move_of
from partners.models import Cluster
from partners.redirects import next_url
from publishing.forms import MoveForm
from publishing.kinds import Kind
from publishing.models import Item
from publishing.queue import LISTS, counts
from publishing.review import Review


def queue(request: HttpRequest) -> HttpResponse:
    if not Cluster.objects.coordinated_by(request.user).exists():
        raise PermissionDenied
    name = request.GET.get("list", "submitted")
    if name not in LISTS:
        raise Http404
    page = LISTS[name](request.user, now=timezone.now(), page=request.GET.get("page", 1))
    context = {"name": name, "rows": page, "counts": counts(request.user)}
    return render(request, "publishing/queue.html", context)


def review(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = kind.get_or_deny(pk, user=request.user, scope="editable_by")
    return _page(request, item, MoveForm())


@require_POST
def move(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = kind.get_or_deny(pk, user=request.user, scope="editable_by")
    form = MoveForm(request.POST)
    if form.decide(item, user=request.user):
        messages.success(request, move_of(item, form.cleaned_data["move"]).said)
        return redirect(next_url(request, reverse("publishing:review", args=[kind, pk])))
    return _page(request, item, form, status=422)


def _page(request: HttpRequest, item: Item, form: MoveForm, *, status: int = 200) -> HttpResponse:
    """The review page; what was typed stays, but the next decision is on what is shown now."""
    context = {
        "item": item,
        "form": form,
        "review": Review(item, request.user),
        "next": next_url(request, ""),
    }
    return render(request, "publishing/review.html", context, status=status)
