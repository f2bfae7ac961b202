"""Where an event takes place, read from one line as calendars have it."""

import re

from events.imports.entries import Defaults
from events.models.events import Mode
from partners.imports.countries import country_code
from partners.names import fold
from publishing.imports.items import Unreadable

_ADDRESS = re.compile(r"https?://[^\s<>\",;]+")
_ONLINE = re.compile(
    r"(on-?line|virtual|remote|web(inar|ex)?|zoom|(microsoft )?teams|google meet|jitsi)"
    r"( (event|meeting|call))?"
)
_STATE = re.compile(r"([A-Z]{2})(?: \d{5}(?:-\d{4})?)?")
_POSTCODE = re.compile(r"^[A-Z]{0,2}-?\d[\d-]{2,6}\s+|\s+\d[\d-]{2,6}$")


def place(said: str, link: str, defaults: Defaults) -> dict[str, str]:
    """The form's fields of a place: mode, link, venue, address, city, country.

    `said` is 'Venue, street, postcode town, country', of which parts may be missing; the word
    'online', or an address on the web. `link` is where one takes part online, as far as known.
    Where neither says anything, `defaults` do. Raises Unreadable.
    """
    said = " ".join(said.split()) or ("" if link else defaults.place)
    found = _ADDRESS.search(said)
    link = link or (found[0] if found else "")
    parts = [part.strip(" -–") for part in _ADDRESS.sub("", said).split(",")]
    parts = [part for part in parts if part]
    if not parts or _ONLINE.fullmatch(fold(" ".join(parts))):
        if not said and not link:
            raise Unreadable("where it takes place is not said (--place says it of such entries)")
        return {"mode": Mode.ONLINE.value, "online_url": link}
    country = _country(parts[-1]) if len(parts) > 1 else ""
    if country:
        parts.pop()
    if len(parts) > 2 and (state := _STATE.fullmatch(parts[-1])):
        parts[-2:] = [f"{parts[-2]}, {state[1]}"]
    venue, *rest = parts
    city = _POSTCODE.sub("", rest.pop()) if rest else defaults.city
    return {
        "mode": (Mode.BOTH if link else Mode.ON_SITE).value,
        "online_url": link,
        "venue": venue,
        "address": ", ".join(rest),
        "city": city,
        "country": country,
    }


def _country(said: str) -> str:
    """Of two letters only 'UK' is a country here: 'CA' is California."""
    return country_code(said) if len(said) > 2 or said == "UK" else ""
