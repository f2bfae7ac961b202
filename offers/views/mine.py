"""A person's own offers, and those they keep in sight."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from offers.models import Bookmark, Offer
from offers.own import counts, own_offers, with_steps
from publishing.listing import today
from publishing.models import State

ROWS = 20


def mine(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    if state and state not in State.values:
        raise Http404
    page = Paginator(own_offers(request.user, state=state), ROWS).get_page(request.GET.get("page"))
    found = counts(request.user)
    context = {
        "rows": with_steps(page, day=today()),
        "offers": page,
        "state": state,
        "states": [(s.value, s.label, found[s]) for s in State if s in found],
        "total": sum(found.values()),
    }
    return render(request, "offers/mine.html", context)


def bookmarks(request: HttpRequest) -> HttpResponse:
    kept = Bookmark.objects.filter(
        user=request.user, offer__in=Offer.objects.visible_to(request.user)
    ).order_by("-at", "-pk")
    page = Paginator(kept, ROWS).get_page(request.GET.get("page"))
    offers = Offer.objects.described().in_bulk([bookmark.offer_id for bookmark in page])
    rows = [offers[bookmark.offer_id] for bookmark in page]
    context = {"bookmarks": page, "rows": with_steps(rows, day=today())}
    return render(request, "offers/bookmarks.html", context)
