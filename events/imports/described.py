"""What an entry of a calendar says of an event besides its time."""

from datetime import UTC, datetime
from typing import Any

from icalendar import Event as Entry

from events.imports.entries import Defaults, kind_called
from events.imports.places import place
from events.models.events import RegistrationBy
from events.requirements import LIMITS
from publishing.imports.texts import CUT, shortened
from publishing.markup import to_html
from publishing.richtext import as_text, visible_length

# Where one takes part online: as RFC 7986 says it, and as Google and Microsoft do.
_LINKS = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")


def described(entry: Entry, defaults: Defaults) -> dict[str, Any]:
    """The form's values of its texts, place and links. Raises Unreadable."""
    title = line(entry, "SUMMARY")
    description = _description(str(_first(entry, "DESCRIPTION") or title))
    website = _address(entry, "URL")
    return {
        "kind": _kind(entry) or defaults.kind,
        "language": defaults.language,
        "title": title,
        "summary": shortened(" ".join(as_text(description).split()), LIMITS["summary"]),
        "description": description,
        **place(line(entry, "LOCATION"), _link(entry), defaults),
        "languages": [defaults.language],
        "audience": "public",
        "website": website,
        "registration": (RegistrationBy.ELSEWHERE if website else RegistrationBy.NONE).value,
        "registration_url": website,
    }


def edition(entry: Entry) -> str:
    """SEQUENCE and LAST-MODIFIED: of two editions of an entry the newer sorts last."""
    changed = getattr(_first(entry, "LAST-MODIFIED"), "dt", None)
    at = f"{changed.astimezone(UTC):%Y%m%dT%H%M%S}" if isinstance(changed, datetime) else ""
    number = _first(entry, "SEQUENCE")
    return f"{number if isinstance(number, int) else 0:09d}:{at}"


def line(entry: Entry, name: str) -> str:
    """A text in one line, '' where there is none."""
    return " ".join(str(_first(entry, name) or "").split())


def _first(entry: Entry, name: str):
    value = entry.get(name)
    return value[0] if isinstance(value, list) else value


def _address(entry: Entry, name: str) -> str:
    said = line(entry, name)
    return said if said.startswith(("http://", "https://")) else ""


def _link(entry: Entry) -> str:
    return next(filter(None, (_address(entry, name) for name in _LINKS)), "")


def _kind(entry: Entry) -> str:
    """The first of its categories that is a kind of events."""
    said = entry.get("CATEGORIES", [])
    groups = said if isinstance(said, list) else [said]
    names = [str(name) for group in groups for name in getattr(group, "cats", [])]
    return next(filter(None, map(kind_called, names)), "")


def _description(said: str) -> str:
    """As clean HTML; where it is too long, its first sentences as plain text."""
    html, limit = to_html(said), LIMITS["description"]
    if visible_length(html) <= limit:
        return html
    return to_html(shortened(as_text(html), limit - len(CUT)) + CUT)
