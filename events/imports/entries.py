"""What the lists of events have in common: an announcement, and times as the form takes them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateparse import parse_date, parse_datetime

from events.models.events import Kind
from partners import languages
from partners.imports.countries import country_code
from partners.languages import by_any_name
from partners.names import fold
from publishing.imports.items import Entry, Unreadable


@dataclass(frozen=True, kw_only=True)
class Announcement(Entry):
    """An entry as the form of an event takes it; of one that is cancelled no more than its id."""

    is_cancelled: bool = False

    @property
    def last_day(self) -> date | None:
        return parse_date(self.values.get("ends_at", "")[:10])

    @property
    def identity(self) -> tuple[str, ...]:
        """Two entries of which this is the same are one event, whatever their ids."""
        values = self.values
        where = values.get("city") or values.get("online_url") or ""
        return fold(self.title), values.get("starts_at", ""), fold(where)


@dataclass(frozen=True)
class Defaults:
    """What entries mean where they do not say it.

    `kind` and `language` are codes; `zone` is a time zone and `city` the town of those who import;
    `place` says where one takes part as a calendar would: 'Main hall, Kraków', or 'online'.
    """

    kind: str = Kind.WORKSHOP.value
    language: str = "en"
    zone: str = settings.TIME_ZONE
    city: str = ""
    place: str = ""


def day_or_time(said: str, field: str) -> date:
    """'2026-12-03' as a date; '2026-12-03 10:00', also with its offset from UTC, as a datetime."""
    try:
        read = parse_date(said) or parse_datetime(said)
    except ValueError:
        read = None
    if read is None:
        raise Unreadable(f"{field}: not a day or time such as 2026-12-03 10:00: {said[:40]}")
    return read


def clocks(starts: date, ends: date | None, zone: str) -> dict[str, str]:
    """From `starts` to `ends` as the form takes it, by the clocks of `zone`.

    Dates are whole days, of which `ends` is the last. Times without a zone are those of `zone`;
    others are turned to it, but to UTC where its clocks show them a second time in one night.
    """
    if not isinstance(starts, datetime):
        return {
            "timezone": zone,
            "is_all_day": "on",
            "starts_at": starts.isoformat(),
            "ends_at": (ends or starts).isoformat(),
        }
    local = [_local(moment, zone) for moment in (starts, ends) if moment]
    if zone != "UTC" and any(moment.fold for moment in local):
        return clocks(starts, ends, "UTC")
    typed = [moment.replace(tzinfo=None, microsecond=0).isoformat() for moment in local]
    return {"timezone": zone, **dict(zip(("starts_at", "ends_at"), typed, strict=False))}


def _local(moment: datetime, zone: str) -> datetime:
    """By way of UTC: a time that the clocks skip becomes the one that they show instead."""
    return moment.astimezone(UTC).astimezone(ZoneInfo(zone)) if moment.tzinfo else moment


def country(said: str) -> str:
    """The code of a country; '' where none is said. Raises Unreadable for an unknown one."""
    code = country_code(said)
    if said and not code:
        raise Unreadable(f"country: unknown: {said[:60]}")
    return code


def spoken(said: str) -> list[str]:
    """The codes of languages in `said` that the portal lists; raises Unreadable if none is."""
    codes = [code.strip().lower() for code in said.replace("|", ",").split(",")]
    found = [code for code in codes if code in languages.CODES]
    if not found:
        raise Unreadable(f"language: not in the portal's list: {said[:40]}")
    return found


def kind_called(said: str) -> str:
    """The code of a kind of events, by that or its name in a language of the portal; else ''."""
    return _kinds().get(fold(said.strip()), "")


@cache
def _kinds() -> dict[str, str]:
    labels = {fold(label): code for label, code in by_any_name(lambda: Kind.choices).items()}
    return labels | {code: code for code in Kind.values}
