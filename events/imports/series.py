"""When an entry of a calendar takes place, and how long each time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Event as Entry

from events.imports.moments import Length, Moment, Moments, between, length
from events.imports.recurrence import Recurrence, rule_text
from publishing.imports.items import Unreadable


@dataclass(frozen=True)
class Series:
    """An entry that begins at `starts` and `lasts`, once or again.

    `lengths` are those of single times, by what the clocks show when they begin.
    """

    starts: Moment
    lasts: Length | None
    repeats: Recurrence
    lengths: Mapping[datetime, Length]

    @classmethod
    def of(cls, entry: Entry, moments: Moments) -> "Series":
        """That of `entry`. Raises Unreadable."""
        starts = moments.of(entry, "DTSTART")
        if starts is None:
            raise Unreadable("DTSTART: missing")
        lengths: dict[datetime, Length] = {}
        for said, tzid in _listed(entry, "RDATE"):
            period = said if isinstance(said, tuple) else (said, None)
            begins = moments.read(period[0], tzid, "RDATE")
            lengths[_by_clocks(begins, starts)] = _period(begins, period[1], moments, tzid)
        repeats = Recurrence(
            starts.by_clocks,
            rules=tuple(rule_text(rule, starts.tzinfo) for rule in _several(entry, "RRULE")),
            times=tuple(lengths),
            but=frozenset(
                _left_out(moments.read(said, tzid, "EXDATE"), starts)
                for said, tzid in _listed(entry, "EXDATE")
            ),
        )
        own = {at: lasts for at, lasts in lengths.items() if lasts}
        return cls(starts, length(entry, starts, moments), repeats, own)

    def ends(self, starts: Moment) -> date | None:
        """When the time that begins at `starts` ends; of whole days the last one."""
        lasts = self.lengths.get(starts.by_clocks, self.lasts)
        return lasts and lasts.end(starts.at)


def _listed(entry: Entry, name: str) -> Iterator[tuple[Any, str]]:
    """(value, id of its time zone) of each that a property lists."""
    for group in _several(entry, name):
        for value in group.dts:
            yield value.dt, value.params.get("TZID", "")


def _several(entry: Entry, name: str) -> list[Any]:
    said = entry.get(name, [])
    return said if isinstance(said, list) else [said]


def _period(begins: Moment, ends: Any, moments: Moments, tzid: str) -> Length | None:
    if isinstance(ends, timedelta):
        return Length(0, ends)
    return between(begins.at, moments.read(ends, tzid, "RDATE").at) if ends else None


def _by_clocks(moment: Moment, of: Moment) -> datetime:
    """What the clocks of the zone of another one show then."""
    if moment.is_day or of.is_day:
        return moment.by_clocks
    return moment.at.astimezone(of.tzinfo).replace(tzinfo=None)


def _left_out(moment: Moment, of: Moment) -> date:
    """A day is left out whole."""
    return moment.at if moment.is_day else _by_clocks(moment, of)
