"""The events of a month, as a calendar on a wall shows them."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from events.models import Event

FIRST, LAST = 2000, 2199  # years
BACK, AHEAD = timedelta(days=366), timedelta(days=550)
MOST_A_DAY = 4
MOST = 400  # of a month
_A_DAY = timedelta(days=1)


@dataclass
class Day:
    """A day of the calendar; `more` are those for which there is no room."""

    day: date
    is_outside: bool
    is_today: bool
    events: list[Event] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Month:
    """A month, by its first day."""

    first: date

    def beside(self, today: date) -> tuple[date | None, date | None]:
        """The months before and after it, as far as one may leaf from `today`: a wall calendar has
        no end, but who reads all pages in turn should find one.
        """
        before = (self.first - _A_DAY).replace(day=1)
        after = (self.first + timedelta(days=31)).replace(day=1)
        return (
            before if before > today - BACK else None,
            after if after < today + AHEAD else None,
        )

    def weeks(self, user, clusters: list[str], *, today: date) -> Iterator[list[Day]]:
        """The weeks that have a day in it, with the events `user` may see; two queries."""
        days = list(Calendar().itermonthdates(self.first.year, self.first.month))
        by_day = _by_day(user, clusters, days)
        for start in range(0, len(days), 7):
            yield [
                Day(
                    day,
                    is_outside=day.month != self.first.month,
                    is_today=day == today,
                    events=by_day[day][:MOST_A_DAY],
                    more=max(0, len(by_day[day]) - MOST_A_DAY),
                )
                for day in days[start : start + 7]
            ]


def _by_day(user, clusters: list[str], days: list[date]) -> dict[date, list[Event]]:
    """Each day with the events that take place on it, by the clocks of their own places."""
    first = datetime.combine(days[0], time(), tzinfo=UTC) - _A_DAY
    last = datetime.combine(days[-1], time(), tzinfo=UTC) + 2 * _A_DAY
    events = Event.objects.visible_to(user).listed().between(first, last)
    if clusters:
        events = events.filter(cluster__code__in=clusters)
    found: dict[date, list[Event]] = defaultdict(list)
    for event in events.described().order_by("starts_at", "pk")[:MOST]:
        for day in event.days:
            found[day].append(event)
    return found
