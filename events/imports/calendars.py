"""Events from an iCalendar file (RFC 5545): each time that an entry takes place is one.

An entry is known again by its UID; a time of one that repeats by UID and day, the day being that
on which it was to be before it was moved (RECURRENCE-ID).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TextIO

from icalendar import Event as Entry

from events.imports.components import Part, cut, one, parsed
from events.imports.described import described, edition, line
from events.imports.entries import Announcement, Defaults, clocks
from events.imports.moments import Moment, Moments
from events.imports.series import Series
from events.imports.zones import zone_called
from partners.imports.sources import own_id
from publishing.imports.items import Reject, Unreadable

SOURCE = "ical"
AHEAD = timedelta(days=366)  # as far as what repeats is followed; and back, with what is over
_LONGEST_UID = 80
_DATED = re.compile(r"(.*)#(\d{4}-\d\d-\d\d)(?:T\d{4})?", re.DOTALL)


@dataclass(frozen=True)
class Component:
    """An entry of the file, and the line on which it begins."""

    place: int
    entry: Entry
    is_called_off: bool

    @property
    def uid(self) -> str:
        return line(self.entry, "UID")

    @property
    def key(self) -> str:
        """Its UID where that is not too long; the ids of all its times begin so."""
        return self.uid if len(self.uid) <= _LONGEST_UID else own_id(self.uid)

    @property
    def edition(self) -> str:
        return edition(self.entry)

    def announced(self, key: str, values: dict[str, Any]) -> Announcement:
        return self._said(key, values=values)

    def called_off(self, key: str) -> Announcement:
        return self._said(key, values={}, is_cancelled=True)

    def _said(self, key: str, **said) -> Announcement:
        return Announcement(
            place=self.place,
            source=SOURCE,
            source_id=key,
            title=line(self.entry, "SUMMARY"),
            edition=self.edition,
            **said,
        )

    def reject(self, reason: str) -> Reject:
        return Reject(self.place, self.uid[:100], reason, line(self.entry, "SUMMARY")[:200])


def read_calendar(
    file: TextIO, defaults: Defaults, *, today: date, takes_past: bool, known: Iterable[str]
) -> Iterator[Announcement | Reject]:
    """The events of a file opened by `records.open_table`, and why one cannot be read.

    What repeats is followed for a year from `today`, and with `takes_past` from a year before.
    `known` are the ids under which events were imported before: those of them that have dropped out
    of what repeats are told as cancelled.
    """
    about, parts = cut(file)
    own = zone_called(about.get("X-WR-TIMEZONE", ""))
    home = defaults.zone if own in ("", "UTC") else own
    calendar = _Calendar(
        moments=Moments(_definitions(parts), home),
        defaults=replace(defaults, zone=home),
        first=today - AHEAD if takes_past else today,
        today=today,
        last=today + AHEAD,
        known=_by_entry(known),
    )
    is_called_off = about.get("METHOD", "").upper() == "CANCEL"
    return calendar.read([part for part in parts if part.name == "VEVENT"], is_called_off)


@dataclass(frozen=True)
class _Calendar:
    """Reads the entries of one file; what repeats is followed from `first` to `last`.

    `known` are the ids imported before, by the key of their entry.
    """

    moments: Moments
    defaults: Defaults
    first: date
    today: date
    last: date
    known: defaultdict[str, set[str]]

    def read(self, parts: list[Part], is_called_off: bool) -> Iterator[Announcement | Reject]:
        by_uid: dict[str, list[Component]] = defaultdict(list)
        for part in parts:
            try:
                component = _component(part, is_called_off)
            except Unreadable as error:
                yield Reject(part.line, "", str(error), "")
            else:
                by_uid[component.key].append(component)
        for components in by_uid.values():
            yield from self._entry(components)

    def _entry(self, components: list[Component]) -> Iterator[Announcement | Reject]:
        """All that bears one UID: the entry, and those of its times that are otherwise."""
        newest: dict[date | None, Component] = {}  # by the time that each stands for
        for component in sorted(components, key=lambda each: each.edition):
            try:
                at = self._stands_for(component)
            except Unreadable as error:
                yield component.reject(str(error))
                continue
            if older := newest.get(at):
                yield older.reject(f"the same id as line {component.place}, which is newer")
            newest[at] = component
        whole = newest.pop(None, None)
        if whole:
            yield from self._whole(whole, newest)
        else:
            for at, component in newest.items():
                yield self._otherwise(component, f"{component.key}#{_day(at)}")

    def _stands_for(self, component: Component) -> date | None:
        moment = self.moments.of(component.entry, "RECURRENCE-ID")
        if moment and component.entry["RECURRENCE-ID"].params.get("RANGE"):
            raise Unreadable("RECURRENCE-ID: for all later times as well, which is not understood")
        return moment and moment.at

    def _whole(
        self, component: Component, others: dict[date, Component]
    ) -> Iterator[Announcement | Reject]:
        """An entry with all its times; `others` are those of them that are otherwise."""
        try:
            found = {} if component.is_called_off else dict(self._times(component, others))
        except Unreadable as error:
            yield component.reject(str(error))
            return
        found |= self._dropped(component, found)
        if found:
            yield from found.values()
        elif component.is_called_off:
            yield component.called_off(component.key)
        else:
            yield component.reject(f"repeats, but not from {self.first} to {self.last}")

    def _times(
        self, component: Component, others: dict[date, Component]
    ) -> Iterator[tuple[str, Announcement | Reject]]:
        """(id, what is announced) of each time."""
        series = Series.of(component.entry, self.moments)
        texts = described(component.entry, self.defaults)
        if series.repeats.is_single:
            key = self._key(component, series)
            yield key, component.announced(key, texts | _clocks(series))
            return
        keys: set[str] = set()
        for by_clocks in series.repeats.between(self.first, self.last):
            starts = series.starts.moved(by_clocks)
            key = self._key(component, series, starts)
            key += f"T{by_clocks:%H%M}" if key in keys else ""
            keys.add(key)
            other = others.pop(starts.at, None)
            if other is None:
                yield key, component.announced(key, texts | _clocks(series, starts))
            elif not other.is_called_off:
                yield key, self._otherwise(other, key)
        for at, other in others.items():
            if not other.is_called_off and self._is_moved_here(other):
                key = f"{component.key}#{_day(at, series.starts)}"
                yield key, self._otherwise(other, key)

    def _otherwise(self, component: Component, key: str) -> Announcement | Reject:
        """A time that is otherwise than the rest."""
        if component.is_called_off:
            return component.called_off(key)
        try:
            series = Series.of(component.entry, self.moments)
            texts = described(component.entry, self.defaults)
        except Unreadable as error:
            return component.reject(str(error))
        return component.announced(key, texts | _clocks(series))

    def _is_moved_here(self, component: Component) -> bool:
        starts = self.moments.of(component.entry, "DTSTART")
        return bool(starts) and self.first <= starts.by_clocks.date() <= self.last

    def _key(self, component: Component, series: Series, starts: Moment | None = None) -> str:
        """The id of the time that begins at `starts`, or of an entry that takes place once.

        The first time keeps the id it has when an entry begins or ceases to repeat.
        """
        begins = starts or series.starts
        keys = [component.key, f"{component.key}#{begins.by_clocks.date()}"]
        if starts and starts != series.starts:
            return keys[1]
        if starts:
            keys.reverse()
        return next((key for key in keys if key in self.known[component.key]), keys[0])

    def _dropped(
        self, component: Component, announced: Collection[str]
    ) -> Iterator[tuple[str, Announcement]]:
        """Those imported before that are still to come, and no longer among those announced."""
        for key in sorted(self.known[component.key].difference(announced)):
            dated = _DATED.fullmatch(key)
            if dated is None or self.today <= date.fromisoformat(dated[2]) <= self.last:
                yield key, component.called_off(key)


def _component(part: Part, is_called_off: bool) -> Component:
    entry = parsed(part)
    missing = [name for name in ("UID", "SUMMARY", "DTSTART") if not one(entry, name)]
    if missing:
        raise Unreadable(f"{', '.join(missing)}: missing")
    if line(entry, "CLASS").upper() not in ("", "PUBLIC"):
        raise Unreadable("CLASS: it is not public")
    is_called_off = is_called_off or line(entry, "STATUS").upper() == "CANCELLED"
    return Component(part.line, entry, is_called_off)


def _by_entry(ids: Iterable[str]) -> defaultdict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in ids:
        dated = _DATED.fullmatch(each)
        found[dated[1] if dated else each].add(each)
    return found


def _definitions(parts: list[Part]) -> dict[str, Any]:
    """The time zones that a calendar brings along, by their ids."""
    found = {}
    for part in parts:
        if part.name == "VTIMEZONE":
            try:
                zone = parsed(part)
            except Unreadable:
                continue  # an entry that needs it says so
            found[str(zone.get("TZID", ""))] = zone
    return found


def _clocks(series: Series, starts: Moment | None = None) -> dict[str, str]:
    begins = starts or series.starts
    return clocks(begins.at, series.ends(begins), begins.zone)


def _day(at: date, starts: Moment | None = None) -> date:
    """The day of a time, by the clocks of the entry where that is known."""
    if not isinstance(at, datetime):
        return at
    return (at.astimezone(starts.tzinfo) if starts and not starts.is_day else at).date()
