"""Time zones, by the names of the tz database."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def names() -> frozenset[str]:
    """'Europe/Warsaw' and the like, and 'UTC'."""
    return frozenset({"UTC", *(n for n in available_timezones() if n.split("/")[0] in _AREAS)})


def choices() -> list[tuple[str, str]]:
    """(name, label), those of Europe first."""
    ordered = sorted(names(), key=lambda name: (not name.startswith("Europe/"), name))
    return [(name, name.replace("_", " ")) for name in ordered]


def is_zone(name: str) -> None:
    """Validates the name of a time zone."""
    if name not in names():
        raise ValidationError(_("Choose a time zone from the list."))
