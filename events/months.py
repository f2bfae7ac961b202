"""The events of a month, as a calendar on a wall shows them."""

from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, DateField, DateTimeField, Expression, F, Func, Prefetch, Window
from django.db.models.functions import Cast, Greatest, RowNumber

from events.models import Event, EventQuerySet, EventText

FIRST, LAST = 2000, 2199  # years
BACK, AHEAD = timedelta(days=366), timedelta(days=550)
MOST_A_DAY = 4
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

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - _A_DAY

    def beside(self, today: date) -> tuple[date | None, date | None]:
        """The months before and after it, as far as one may leaf from `today`: a wall calendar has
        no end, but who reads all pages in turn should find one.
        """
        before = (self.first - _A_DAY).replace(day=1)
        after = self.last + _A_DAY
        return (
            before if before > today - BACK else None,
            after if after < today + AHEAD else None,
        )

    def weeks(self, user, clusters: list[str], *, today: date) -> Iterator[list[Day]]:
        """The weeks that have a day in it, with the events `user` may see; three queries."""
        events = Event.objects.visible_to(user).listed()
        if clusters:
            events = events.filter(cluster__code__in=clusters)
        shown, total = self._by_day(events)
        days = list(Calendar().itermonthdates(self.first.year, self.first.month))
        for start in range(0, len(days), 7):
            yield [
                Day(
                    day,
                    is_outside=day.month != self.first.month,
                    is_today=day == today,
                    events=shown[day],
                    more=total[day] - len(shown[day]),
                )
                for day in days[start : start + 7]
            ]

    def _by_day(self, events: EventQuerySet) -> tuple[dict[date, list[Event]], Counter[date]]:
        """For each day of it: its first events, and how many it has."""
        total: Counter[date] = Counter()
        positions: dict[date, list[int]] = defaultdict(list)
        for from_day, to_day, alike, place, position in self._first_of_each_stay(events):
            for number in range((min(to_day, self.last) - max(from_day, self.first)).days + 1):
                day = max(from_day, self.first) + number * _A_DAY
                total[day] += alike if place == 1 else 0
                if len(positions[day]) < MOST_A_DAY:
                    positions[day].append(position)
        titled = _titled({position for each in positions.values() for position in each})
        shown = defaultdict(list)
        for day, each in positions.items():
            shown[day] = [titled[position] for position in each if position in titled]
        return shown, total

    def _first_of_each_stay(self, events: EventQuerySet) -> EventQuerySet:
        """(first day, last day, how many have the same, its place among these, position).

        In the order in which they begin. Of those that have both days the same no more are asked
        for than a day has room for: however many there are, the answer is short.
        """
        first = datetime.combine(self.first, time(), tzinfo=UTC) - _A_DAY
        last = datetime.combine(self.last, time(), tzinfo=UTC) + 2 * _A_DAY
        stay, order = ("from_day", "to_day"), ("starts_at", "position")
        return (
            with_days(events.between(first, last))
            .filter(from_day__lte=self.last, to_day__gte=self.first)
            .annotate(
                alike=Window(Count("*"), partition_by=stay),
                place=Window(RowNumber(), partition_by=stay, order_by=order),
            )
            .filter(place__lte=MOST_A_DAY)
            .order_by(*order)
            .values_list(*stay, "alike", "place", "position")
        )


def with_days(events: EventQuerySet) -> EventQuerySet:
    """Each with `from_day` and `to_day`, which are its `first_day` and its `last_day`."""
    ends_at = Greatest(F("ends_at") - timedelta(microseconds=1), F("starts_at"))
    return events.annotate(from_day=_there(F("starts_at")), to_day=_there(ends_at))


def _there(moment: Expression) -> Expression:
    """The day of it by the clocks of the event's place."""
    time_there = Func(F("timezone"), moment, function="timezone", output_field=DateTimeField())
    return Cast(time_there, DateField())


def _titled(positions: set[int]) -> dict[int, Event]:
    """The events at `positions`, with what a calendar says of them."""
    texts = Prefetch("texts", EventText.objects.only("item", "language", "title"))
    events = Event.objects.listed().filter(position__in=positions).defer("words")
    return {e.position: e for e in events.select_related("cluster").prefetch_related(texts)}
