"""The list of events: what a line of it shows, and what becomes past with the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from events.filters import Sort
from events.finding import PAST, UPCOMING
from events.models import Event, EventText
from events.times import Times
from publishing.facets import add, kind_of, take
from publishing.listing import Catalogue, excerpt


@dataclass
class Line:
    """An event as a line of a list; `excerpt` in parts, each with whether it was looked for."""

    event: Event
    text: EventText
    excerpt: list[tuple[str, bool]]
    times: Times


def lines(events: Iterable[Event], day: date, searched: str = "") -> list[Line]:
    """`events` (with texts) as lines of a list; with the piece of each that was `searched` for."""
    made = []
    for event in events:
        text = event.text
        texts = (text.summary, text.description)
        pieces = excerpt(texts, searched, language=text.language)
        made.append(Line(event=event, text=text, excerpt=pieces, times=Times(event)))
    return made


def _renew(day: date) -> None:
    """Let those that ended before `day`, by the network's clocks, be past ones."""
    midnight = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    over = list(
        Event.objects.listed().filter(ends_at__lte=midnight).values_list("position", flat=True)
    )
    add(kind_of(Event), ("time", PAST), over)
    take(kind_of(Event), ("time", UPCOMING), over)


EVENTS = Catalogue(
    Event,
    lines=lines,
    renew=_renew,
    columns={Sort.DATE: "starts_at", Sort.LATEST: "-starts_at"},
    passing=frozenset({"time"}),
)
