"""Time zones: by the names other programs give them, and of places."""

from functools import cache
from importlib.resources import files

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from partners.names import fold
from partners.zones import names

_UTC = frozenset({"GMT", "UTC", "Z", "ZULU"})
# Of countries with several: where most people live, if the tz database does not begin with it.
_MAIN = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "RU": "Europe/Moscow",
}
# By the postal codes of states, as in 'Dallas, TX'; the rest of the United States is Eastern.
_STATES = {
    "America/Anchorage": "AK",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Phoenix": "AZ",
    "Pacific/Honolulu": "HI",
}
_ZONE_OF_STATE = {state: zone for zone, states in _STATES.items() for state in states.split()}


def zone_called(name: str) -> str:
    """The zone of the portal's list that `name` means, '' where none.

    `name` is one of the tz database, a former one (US/Pacific), one of Windows (Romance Standard
    Time), or any of these behind a path (/mozilla.org/20050126_1/Europe/Warsaw).
    """
    parts = name.strip('"/ ').split("/")
    for start in range(len(parts)):
        end = "/".join(parts[start:])
        for known in (end, _former().get(end, ""), WINDOWS_TO_OLSON.get(end, "")):
            if known in names():
                return known
    return "UTC" if parts[-1].upper() in _UTC else ""


def zone_at(country: str, city: str) -> str:
    """The zone of a town ('Dallas, TX') in a country (its code), '' where that is not known.

    Where a country has several: that of the town or state, else that of most people.
    """
    zones = _by_country().get(country, [])
    town, _comma, state = map(str.strip, city.partition(","))
    for zone in zones:
        if fold(zone.rpartition("/")[2].replace("_", " ")) == fold(town):
            return zone
    if country == "US" and state in _ZONE_OF_STATE:
        return _ZONE_OF_STATE[state]
    return _MAIN.get(country) or (zones[0] if zones else "")


@cache
def _former() -> dict[str, str]:
    """Former name → present one, as the tz database links them."""
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {former: present for _mark, present, former in links}


@cache
def _by_country() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _lines("zone.tab"):
        if not line.startswith("#"):
            code, _where, zone = line.split("\t")[:3]
            if zone in names():
                found.setdefault(code, []).append(zone)
    return found


def _lines(name: str) -> list[str]:
    return files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8").splitlines()
