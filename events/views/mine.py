"""The events of the clusters one works for."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import Event
from publishing.models import State
from publishing.posting import posts

ROWS = 20


def mine(request: HttpRequest) -> HttpResponse:
    if not posts(request.user, Event):
        raise PermissionDenied
    state = request.GET.get("state", "")
    if state and state not in State.values:
        raise Http404
    own = Event.objects.editable_by(request.user)
    found = dict(own.order_by().values_list("state").annotate(n=Count("*")))
    shown = own.filter(state=state) if state else own
    events = shown.described().order_by("-updated_at", "-pk")
    context = {
        "events": Paginator(events, ROWS).get_page(request.GET.get("page")),
        "state": state,
        "states": [(s.value, s.label, found[s]) for s in State if s in found],
        "total": sum(found.values()),
    }
    return render(request, "events/mine.html", context)
