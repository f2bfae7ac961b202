"""The reply clock: three working days, as a cluster's country keeps them.

It runs around the clock on working days and stands still on the others. What comes on a day off
counts as having come when the next working day opens.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from threads.holidays import holidays

TARGET_DAYS = 3
OPENING = time(9)
SATURDAY = 5

ZONES = {
    "PL": "Europe/Warsaw",
    "ES": "Europe/Madrid",
    "RO": "Europe/Bucharest",
    "GR": "Europe/Athens",
}


def zone_of(country: str) -> ZoneInfo:
    """The time zone of a country (ISO 3166 code); the portal's own where it is not known."""
    return ZoneInfo(ZONES.get(str(country), settings.TIME_ZONE))


def answer_due(start: datetime, country: str) -> datetime:
    """When the first answer to what came at `start` is due: three working days on, same hour."""
    opened = _opened(start, country)
    day = opened.date()
    for _ in range(TARGET_DAYS):
        day = _next_working_day(day, country)
    return datetime.combine(day, opened.time(), zone_of(country))


def working_time(start: datetime, end: datetime, country: str) -> timedelta:
    """How long the clock ran between two moments; a working day has 24 hours."""
    first, last = _opened(start, country), _opened(end, country)
    days = 0
    day = first.date()
    while day < last.date():
        day = _next_working_day(day, country)
        days += 1
    return timedelta(days=days) + (_wall(last) - _wall(first)) - (last.date() - first.date())


def is_working_day(day: date, country: str) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(str(country), day.year)


def _opened(moment: datetime, country: str) -> datetime:
    """The moment itself on a working day, else the opening of the next one; in local time."""
    local = moment.astimezone(zone_of(country))
    if is_working_day(local.date(), country):
        return local
    day = _next_working_day(local.date(), country)
    return datetime.combine(day, OPENING, local.tzinfo)


def _next_working_day(day: date, country: str) -> date:
    day += timedelta(days=1)
    while not is_working_day(day, country):
        day += timedelta(days=1)
    return day


def _wall(moment: datetime) -> datetime:
    """As the clock on the wall says it: a night of 23 or 25 hours is a night."""
    return moment.replace(tzinfo=None)
