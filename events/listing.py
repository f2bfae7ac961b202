"""The list of events: what a line of it shows, and what becomes past with the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from events.filters import Sort
from events.finding import PAST, UPCOMING
from events.models import Event, EventText
from events.models.events import RegistrationBy
from events.times import Times
from publishing.facets import add, kind_of, take
from publishing.listing import Catalogue, excerpt

FEW_SEATS = 5


@dataclass
class Line:
    """An event as a line of a list; `excerpt` in parts, each with whether it was looked for.

    `left` is how many seats are free, where that is worth saying; `is_full` that one has to wait.
    """

    event: Event
    text: EventText
    excerpt: list[tuple[str, bool]]
    times: Times
    left: int | None
    is_few: bool
    is_full: bool


def lines(events: Iterable[Event], day: date, searched: str = "") -> list[Line]:
    """`events` (with texts) as lines of a list; with the piece of each that was `searched` for."""
    now, made = timezone.now(), []
    for event in events:
        text = event.text
        left = _left(event, now)
        made.append(
            Line(
                event=event,
                text=text,
                excerpt=excerpt((text.summary, text.description), searched, language=text.language),
                times=Times(event),
                left=left,
                is_few=left is not None and 0 < left <= FEW_SEATS,
                is_full=left == 0,
            )
        )
    return made


def _left(event: Event, now: datetime) -> int | None:
    """The free seats of all ways to take part; None where one has no limit, or it is closed."""
    if not event.takes_registrations_at(now) or event.registration != RegistrationBy.PORTAL:
        return None
    free = [event.free(attendance) for attendance in event.attendances]
    return None if None in free else sum(free)


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
