"""The days and times of one calendar, in the zones it names or defines."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Event as Entry
from icalendar import Timezone

from events.imports.components import one
from events.imports.zones import zone_called
from publishing.imports.items import Unreadable

_DAY = timedelta(days=1)


class Moment(NamedTuple):
    """A day, or a time with its zone; `zone` is the name of the zone in which to say it."""

    at: date
    zone: str

    @property
    def is_day(self) -> bool:
        return not isinstance(self.at, datetime)

    @property
    def tzinfo(self) -> tzinfo:
        return ZoneInfo(self.zone) if self.is_day else self.at.tzinfo

    @property
    def by_clocks(self) -> datetime:
        """What the clocks of its zone show then; of a day its midnight."""
        if isinstance(self.at, datetime):
            return self.at.replace(tzinfo=None)
        return datetime.combine(self.at, time())

    def moved(self, by_clocks: datetime) -> "Moment":
        """The same when the clocks of its zone show something else."""
        if self.is_day:
            return self._replace(at=by_clocks.date())
        return self._replace(at=by_clocks.replace(tzinfo=self.tzinfo))


class Moments:
    """Reads times; those without a zone are of `home`, and those in UTC are said by its clocks.

    `definitions` are the VTIMEZONEs of the calendar.
    """

    def __init__(self, definitions: Mapping[str, Timezone], home: str) -> None:
        self.home = home
        self._definitions = definitions
        self._zones: dict[str, tuple[tzinfo, str]] = {}

    def of(self, entry: Entry, name: str) -> Moment | None:
        """That of the property `name`. Raises Unreadable."""
        value = one(entry, name)
        if value is None:
            return None
        read = self.read(value.dt, value.params.get("TZID", ""), name)
        # A day has no zone, but its entry may have one.
        own = zone_called(str(entry.get("TZID", ""))) if read.is_day else ""
        return read._replace(zone=own) if own else read

    def read(self, said: date, tzid: str, name: str) -> Moment:
        if not isinstance(said, datetime):
            return Moment(said, self.home)
        if not tzid:
            return Moment(said if said.tzinfo else _in(said, ZoneInfo(self.home)), self.home)
        if tzid not in self._zones:
            self._zones[tzid] = self._zone(tzid, name)
        zone, known = self._zones[tzid]
        return Moment(_in(said.replace(tzinfo=None), zone), known)

    def _zone(self, tzid: str, name: str) -> tuple[tzinfo, str]:
        """The zone of that id, and the name under which the portal knows it, or else `home`."""
        definition = self._definitions.get(tzid)
        known = zone_called(tzid)
        if not known and definition:
            known = zone_called(str(definition.get("X-LIC-LOCATION", "")))
        if known:
            return ZoneInfo(known), self.home if known == "UTC" else known
        if definition is None:
            raise Unreadable(f"{name}: the time zone is not known: {tzid[:60]}")
        try:
            return definition.to_tz(lookup_tzid=False), self.home
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise Unreadable(f"{name}: the time zone {tzid[:60]}: {error}") from None


class Length(NamedTuple):
    """How long something lasts: whole days as the clocks count them, and a time besides."""

    days: int
    rest: timedelta

    def end(self, start: date) -> date:
        """When what begins at `start` ends; of whole days the last one."""
        if not isinstance(start, datetime):
            return start + (self.days - 1) * _DAY
        return (start + self.days * _DAY).astimezone(UTC) + self.rest


def length(entry: Entry, starts: Moment, moments: Moments) -> Length | None:
    """How long `entry` lasts, however it says so; None where it does not. Raises Unreadable."""
    ends, lasts = moments.of(entry, "DTEND"), one(entry, "DURATION")
    if ends:
        if ends.is_day != starts.is_day:
            raise Unreadable("DTEND: a day, where DTSTART is a time, or the other way round")
        return between(starts.at, ends.at)
    if lasts is not None:
        return Length(lasts.dt.days, lasts.dt - lasts.dt.days * _DAY)
    return Length(1, timedelta()) if starts.is_day else None


def between(starts: date, ends: date) -> Length:
    """From one day to the one after the last, or from one time to another."""
    if isinstance(starts, datetime):
        return Length(0, ends.astimezone(UTC) - starts.astimezone(UTC))
    return Length((ends - starts).days, timedelta())


def _in(said: datetime, zone: tzinfo) -> datetime:
    """`said` by the clocks of `zone`; what they never show, by those before they went forward."""
    return said.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
