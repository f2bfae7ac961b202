"""Events from a CSV file, whose header tells what it is (docs/importing.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TextIO

from events.audiences import Audience
from events.imports.conferences import COLUMNS, conference
from events.imports.entries import (
    Announcement,
    Defaults,
    clocks,
    country,
    day_or_time,
    kind_called,
    spoken,
)
from events.imports.places import place
from events.imports.zones import zone_at, zone_called
from events.models.events import Mode, RegistrationBy
from partners.imports.records import CannotImport, read_header, read_records
from partners.imports.sources import own_id
from publishing.imports.items import Reject, Unreadable

Row = dict[str, str]
# Columns that are fields of the form as they stand.
_AS_THEY_STAND = (
    *("title", "summary", "description", "programme", "speakers", "directions", "fee"),
    *("venue", "address", "city", "online_url", "map_url", "contact_name", "contact_email"),
)
_MOMENT = timedelta(microseconds=1)
_YES = frozenset({"yes", "y", "true", "1", "x"})


@dataclass(frozen=True)
class Table:
    """A kind of list: `columns` must be in its header, `read` gives the form's values of a row."""

    source: str
    columns: frozenset[str]
    read: Callable[[Row, Defaults], dict[str, Any]]


def table_of(file: TextIO) -> Table:
    """What the header of a file says it is; the file is read again. Raises CannotImport."""
    header, _delimiter = read_header(file)
    file.seek(0)
    for table in TABLES:
        if table.columns.issubset(header):
            return table
    wanted = "; or ".join(", ".join(sorted(table.columns)) for table in TABLES)
    raise CannotImport(f"The first line must be BEGIN:VCALENDAR, or name the columns {wanted}.")


def read_table(file: TextIO, table: Table, defaults: Defaults) -> Iterator[Announcement | Reject]:
    """The events of a file opened by `records.open_table`, and why a row cannot be read."""
    header, delimiter = read_header(file)
    for line, cells, fault in read_records(file, width=len(header), delimiter=delimiter):
        row = dict(zip(header, map(str.strip, cells), strict=False))
        source_id, title = row.get("id", "")[:100], row.get("title", row.get("name", ""))[:200]
        try:
            if fault:
                raise Unreadable(fault)
            values = table.read(row, defaults)
        except Unreadable as error:
            yield Reject(line, source_id, str(error), title)
            continue
        yield Announcement(
            place=line,
            source=table.source,
            source_id=row.get("id") or _own_id(values),
            title=values["title"],
            values=values,
            is_cancelled=row.get("cancelled", "").lower() in _YES,
        )


def _simple(row: Row, defaults: Defaults) -> dict[str, Any]:
    """Of the table of docs/importing.md, whose columns are also those of the open data."""
    code = country(row.get("country", ""))
    zone = _zone(row) or zone_at(code, row.get("city", "")) or defaults.zone
    language = row.get("text_language", "").lower() or defaults.language
    kind = row.get("kind", "") or defaults.kind
    times = clocks(*_days(row), zone)
    registration_url = _address(row.get("registration_url", ""))
    registration = RegistrationBy.ELSEWHERE if registration_url else RegistrationBy.NONE
    return {
        **{name: row[name] for name in _AS_THEY_STAND if name in row},
        "kind": kind_called(kind) or kind,
        "language": language,
        "country": code,
        **_mode(row, defaults),
        **times,
        "closes_at": _closes(row.get("registration_closes", ""), times),
        "languages": spoken(row.get("languages", "") or language),
        "audience": row.get("audience", "").lower() or Audience.PUBLIC.value,
        "website": _address(row.get("website", "")),
        "registration": registration.value,
        "registration_url": registration_url,
    }


def _zone(row: Row) -> str:
    said = row.get("timezone", "")
    zone = zone_called(said)
    if said and not zone:
        raise Unreadable(f"timezone: unknown: {said[:60]}")
    return zone


def _days(row: Row) -> tuple[date, date | None]:
    """When it begins and ends: two dates, the last one included, or two times."""
    starts = day_or_time(row["starts"], "starts")
    ends = day_or_time(row["ends"], "ends") if row.get("ends") else None
    if isinstance(starts, datetime) and row.get("all_day", "").lower() in _YES:
        starts = starts.date()
    if not isinstance(starts, datetime):
        # What is over at midnight is over with the day before.
        return starts, (ends - _MOMENT).date() if isinstance(ends, datetime) else ends
    if ends and not isinstance(ends, datetime):
        raise Unreadable("ends: a time is missing")
    return starts, ends


def _mode(row: Row, defaults: Defaults) -> dict[str, str]:
    if mode := row.get("mode", "").lower():
        return {"mode": mode}
    link = row.get("online_url", "")
    if row.get("venue") or row.get("city"):
        return {"mode": (Mode.BOTH if link else Mode.ON_SITE).value}
    return place("", link, defaults)


def _closes(said: str, times: Row) -> str:
    """When registration closes: with a day, where that is all there is, or with the event."""
    if not said:
        return ""
    closes = day_or_time(said, "registration_closes")
    if isinstance(closes, datetime):
        return clocks(closes, None, times["timezone"])["starts_at"]
    evening = f"{closes}T23:59"
    return "" if evening > times.get("ends_at", "") else evening


def _address(said: str) -> str:
    return f"https://{said}" if said and "://" not in said else said


def _own_id(values: dict[str, Any]) -> str:
    return own_id(values["title"], values["starts_at"], values.get("city", ""))


TABLES = (
    Table("conferences", frozenset(COLUMNS), conference),
    Table("csv", frozenset(("title", "starts")), _simple),
)
