"""When an entry of a calendar that repeats takes place (RFC 5545, 3.8.5).

All is counted by the clocks of the entry's own zone, as datetimes without one: ten o'clock every
Thursday stays ten o'clock when the clocks change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from dateutil.rrule import rruleset, rrulestr
from icalendar import vRecur

from publishing.imports.items import Unreadable

MOST = 1000  # times that one entry may take place within the days asked for
_STEPS = 100_000  # times that it may have taken place before
_EVERY = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True)
class Recurrence:
    """It begins at `starts`, again by `rules` (of RRULE) and at `times` (RDATE), but not at `but`.

    A date among `but` (EXDATE) takes out its whole day.
    """

    starts: datetime
    rules: tuple[str, ...]
    times: tuple[datetime, ...]
    but: frozenset[date]

    @property
    def is_single(self) -> bool:
        return not self.rules and not self.times

    def between(self, first: date, last: date) -> list[datetime]:
        """The beginnings on the days from `first` to `last`, in order. Raises Unreadable."""
        found = []
        for step, moment in enumerate(self._all()):
            if moment.date() > last:
                break
            if moment.date() >= first and not self.but & {moment, moment.date()}:
                found.append(moment)
            if len(found) > MOST or step > _STEPS:
                raise Unreadable(f"RRULE: more than {MOST:,} times")
        return found

    def _all(self) -> Iterator[datetime]:
        every = rruleset()
        try:
            for moment in (self.starts, *self.times):
                every.rdate(moment)
            for rule in self.rules:
                every.rrule(rrulestr(rule, dtstart=self.starts))
            yield from every
        except (ValueError, TypeError) as error:
            raise Unreadable(f"RRULE: {error}") from None


def rule_text(rule: vRecur, zone: tzinfo) -> str:
    """RRULE as dateutil reads it, its end by the clocks of `zone`. Raises Unreadable."""
    every = str(rule.get("FREQ", [""])[0]).upper()
    if every not in _EVERY:
        raise Unreadable(f"RRULE: repeats {every.lower() or 'without saying how often'}")
    if int(rule.get("INTERVAL", [1])[0]) < 1:
        raise Unreadable("RRULE: INTERVAL is not positive")
    if until := rule.get("UNTIL"):
        rule = vRecur({**rule, "UNTIL": [_by_clocks(until[0], zone)]})
    return rule.to_ical().decode()


def _by_clocks(moment: date, zone: tzinfo) -> datetime:
    """A moment as the clocks of `zone` show it, of a day its last one."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, _LAST_MOMENT)
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
