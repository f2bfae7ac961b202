"""An iCalendar file cut into its entries, so that one that cannot be read costs no other."""

import warnings
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from icalendar import Component
from icalendar import Event as Entry
from icalendar.error import GloballyUniqueTZIDGuessed

from partners.imports.records import unreadable
from publishing.imports.items import Unreadable

_COMPONENTS = frozenset({"VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY"})
# What of an entry must be read rightly or not at all; of the rest, what cannot be read is left out.
_NEEDED = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SUMMARY"}
)


class Part(NamedTuple):
    """A component as it stands in the file, from its first `line` on; why it is broken, if so."""

    line: int
    name: str
    text: str
    fault: str = ""


def is_calendar(file: TextIO) -> bool:
    """Whether the first line that is not empty begins a calendar; the file is read again."""
    first = next(filter(str.strip, file), "")
    file.seek(0)
    return first.strip().upper() == "BEGIN:VCALENDAR"


def cut(file: TextIO) -> tuple[dict[str, str], list[Part]]:
    """What a calendar says of itself (METHOD, X-WR-TIMEZONE), and its components.

    `file` is opened by `records.open_table`.
    """
    parts = list(_parts(file))
    lines = (part.text.partition(":") for part in parts if part.name == "VCALENDAR")
    about = {name.partition(";")[0].upper(): value.strip() for name, _colon, value in lines}
    return about, [part for part in parts if part.name != "VCALENDAR"]


def _parts(file: TextIO) -> Iterator[Part]:
    """The components; each line outside of them as a part called VCALENDAR."""
    name, first, lines = "", 0, [""]
    for number, line in enumerate(file, 1):
        word, _colon, what = line.strip().upper().partition(":")
        if word == "BEGIN" and what in _COMPONENTS:
            if name:
                yield _open_ended(first, name)
            name, first, lines = what, number, [line]
        elif name:
            lines.append(line)
            if (word, what) == ("END", name):
                text = "".join(lines)
                yield Part(first, name, text, unreadable(text))
                name = ""
        else:
            yield Part(number, "VCALENDAR", line)
    if name:
        yield _open_ended(first, name)


def _open_ended(line: int, name: str) -> Part:
    return Part(line, name, "", f"END:{name} is missing")


def parsed(part: Part) -> Component:
    """The component of a part. Raises Unreadable."""
    if part.fault:
        raise Unreadable(part.fault)
    with warnings.catch_warnings():
        # Zones are told by events.imports.zones, not by this guess.
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        try:
            component = Component.from_ical(part.text)
        except ValueError as error:
            raise Unreadable(str(error)) from None
    for name, _error in component.errors:
        if name in _NEEDED:
            raise Unreadable(f"{name}: cannot be read")
        component.pop(name or "", None)
    return component


def one(entry: Entry, name: str):
    """The value of a property that may be there once, or None. Raises Unreadable."""
    value = entry.get(name)
    if isinstance(value, list):
        raise Unreadable(f"{name}: said twice")
    return value
