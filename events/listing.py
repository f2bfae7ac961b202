"""The list of events: what a line of it shows, and what becomes past with the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from events.filters import Search, Sort
from events.finding import PAST, UPCOMING
from events.models import Event, EventText
from events.requirements import LONGEST_BY_CLOCKS
from events.times import Times
from publishing.facets import Choice, Stretch, add, kind_of, take
from publishing.listing import Catalogue, excerpt, start_of

_A_DAY = timedelta(days=1)  # more than lies between the clocks of any two places


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
    """Let those that ended before `day`, by the network's clocks, be past ones.

    Those that are known as coming are asked, however long nobody has looked: of those that have
    begun, they are the ones of yesterday and the ones under way.
    """
    coming = Choice(kind_of(Event), {"time": (UPCOMING,)})
    begun = coming.by_column(Event, "starts_at", None, within=(None, start_of(day)))
    events = Event.objects.listed().filter(position__in=[position for _at, position in begun])
    over = list(events.over_at(start_of(day)).values_list("position", flat=True))
    add(kind_of(Event), ("time", PAST), over)
    take(kind_of(Event), ("time", UPCOMING), over)


def _stretch(search: Search, day: date) -> Stretch:
    """Between which moments all begin that `search` finds: none goes on for longer than allowed."""
    if search.time == PAST:
        return None, start_of(day)
    months = [date.fromisoformat(f"{code}-01") for code in search.chosen.get("month", ())]
    first = max(start_of(day), start_of(min(months)) - _A_DAY) if months else start_of(day)
    last = start_of(max(months)) + 32 * _A_DAY if months else None
    return first - LONGEST_BY_CLOCKS, last


EVENTS = Catalogue(
    Event,
    lines=lines,
    renew=_renew,
    columns={Sort.DATE: "starts_at", Sort.LATEST: "-starts_at"},
    stretch=_stretch,
    passing=frozenset({"time"}),
)
