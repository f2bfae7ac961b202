"""A programme as plain lines: '10:00 Welcome and three short cases'.

A line that begins with a time opens an entry; lines below it, until the next, belong to it. A line
that ends with a colon is a heading, such as a day, and so is one before any time. So it is typed
and translated as it reads, and the page shows it as a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time

_ENTRY = re.compile(r"^(\d{1,2})[:.](\d{2})(?:\s*[–-]\s*(\d{1,2}[:.]\d{2}))?\s+(.+)$")


@dataclass
class Entry:
    """What happens at a time; `until` as it was typed, `more` the lines below."""

    at: time
    until: str
    what: str
    more: list[str] = field(default_factory=list)


@dataclass
class Part:
    """The entries under one heading; the first part may have none."""

    heading: str
    entries: list[Entry] = field(default_factory=list)


def parts_of(text: str) -> list[Part]:
    """The parts of a programme; what has no times is one part of headings alone."""
    parts: list[Part] = [Part("")]
    for line in filter(None, map(str.strip, text.splitlines())):
        entries = parts[-1].entries
        if entry := _entry(line):
            entries.append(entry)
        elif entries and not line.endswith(":"):
            entries[-1].more.append(line)
        else:
            parts.append(Part(line.removesuffix(":")))
    return [part for part in parts if part.heading or part.entries]


def _entry(line: str) -> Entry | None:
    found = _ENTRY.match(line)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    until = (found[3] or "").replace(".", ":")
    return Entry(time(int(found[1]), int(found[2])), until, found[4])


def people_of(text: str) -> Iterator[tuple[str, str]]:
    """(name, who they are and of what they speak) of each line 'Name – about'."""
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _dash, about = re.sub(r"\s+[-–—]\s+", "\0", line, count=1).partition("\0")
        yield name, about
