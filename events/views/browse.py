"""The list of events, to come and past, for people and for other programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from events.audiences import codes_for
from events.calendar import calendar
from events.exports import OPEN_DATA
from events.filters import PastSearch, Search, Sort
from events.listing import EVENTS
from events.models import Event
from events.views.calendars import calendar_answer
from moves.generation import kept_for_visitors
from publishing.listing import today
from publishing.views.browse import EXPORTS, atom_feed, csv_file, item_list, json_file

MOST_IN_CALENDAR = 500  # the next ones: calendars ask again every day


@kept_for_visitors
@login_not_required
def event_list(request: HttpRequest) -> HttpResponse:
    search = _asked(Search, request)
    return item_list(request, search, EVENTS, room="events", page="event_list.html")


@kept_for_visitors
@login_not_required
def past(request: HttpRequest) -> HttpResponse:
    search = _asked(PastSearch, request)
    return item_list(request, search, EVENTS, room="events", page="event_list.html")


@login_not_required
def events_csv(request: HttpRequest) -> HttpResponse:
    return csv_file(request, _asked(Search, request), OPEN_DATA)


@login_not_required
def events_json(request: HttpRequest) -> HttpResponse:
    return json_file(request, _asked(Search, request), OPEN_DATA)


@kept_for_visitors
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    return atom_feed(request, _asked(Search, request), OPEN_DATA)


@kept_for_visitors
@login_not_required
def events_ics(request: HttpRequest) -> HttpResponse:
    """The calendar of what a search finds, to subscribe to."""
    if not EXPORTS.allows(request):
        return render(request, "429.html", status=429)
    search = _asked(Search, request)
    positions = EVENTS.first_by(Sort.DATE, search, day=today(), limit=MOST_IN_CALENDAR)
    events = Event.objects.listed_at(positions).prefetch_related("cluster__texts")
    content = calendar(events.order_by("starts_at", "pk"), name=_("Events – GIN"))
    return calendar_answer(content)


def _asked(kind: type[Search], request: HttpRequest) -> Search:
    """What the address asks, of the events that are for this reader."""
    return kind.from_query(request.GET, audiences=codes_for(request.user))
