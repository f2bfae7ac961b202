"""Public holidays of the clusters' countries: those kept in the whole country, by the law of 2026.

A country that is not listed has none here, and its week alone counts. Regions' and towns' own days
are left out: a reply clock may run a day fast, never slow.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache


def western_easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar (the 'anonymous' algorithm; Meeus, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday by the Julian calendar, as a Gregorian date (Meeus, ch. 8); 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


@dataclass(frozen=True)
class Calendar:
    """Holidays on fixed days, as (month, day), and those so many days after Easter Sunday."""

    fixed: tuple[tuple[int, int], ...]
    after_easter: tuple[int, ...]
    easter: Callable[[int], date]


CALENDARS: Mapping[str, Calendar] = {
    "PL": Calendar(
        ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)),
        (1, 60),
        western_easter,
    ),
    "ES": Calendar(
        ((1, 1), (1, 6), (5, 1), (8, 15), (10, 12), (11, 1), (12, 6), (12, 8), (12, 25)),
        (-2,),
        western_easter,
    ),
    "RO": Calendar(
        (
            *((1, 1), (1, 2), (1, 6), (1, 7), (1, 24), (5, 1), (6, 1)),
            *((8, 15), (11, 30), (12, 1), (12, 25), (12, 26)),
        ),
        (-2, 1, 50),
        orthodox_easter,
    ),
    "GR": Calendar(
        ((1, 1), (1, 6), (3, 25), (5, 1), (8, 15), (10, 28), (12, 25), (12, 26)),
        (-48, -2, 1, 50),
        orthodox_easter,
    ),
}


@cache
def holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country (ISO 3166 code) in a year; Sundays are not named."""
    calendar = CALENDARS.get(country)
    if calendar is None:
        return frozenset()
    easter = calendar.easter(year)
    return frozenset(
        [
            *(date(year, month, day) for month, day in calendar.fixed),
            *(easter + timedelta(days=days) for days in calendar.after_easter),
        ]
    )
