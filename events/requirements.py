"""What an event must say before it is submitted."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.lengths import too_long

# In characters of what is read: tags do not count.
LIMITS = {
    "title": 200,
    "summary": 500,
    "description": 4000,
    "programme": 4000,
    "speakers": 2000,
    "directions": 1000,
    "fee": 200,
}
LONGEST = timedelta(days=60)
# The same to the database, which lists rely on: by the clocks of a place it may be an hour more.
LONGEST_BY_CLOCKS = LONGEST + timedelta(days=1)

_MISSING = {
    "title": _("Write a title: what it is about, and for whom."),
    "summary": _("Write a summary: what people will learn, or whom they will meet."),
    "description": _("Write a description: who it is for and what happens."),
    "starts_at": _("Say when it begins."),
    "ends_at": _("Say when it ends."),
    "languages": _("Choose at least one language of the event."),
}
_ON_SITE = {"venue": _("Name the venue."), "city": _("Name the town.")}
ASKED = frozenset({*_MISSING, *_ON_SITE, "registration_url"})


def gaps(event: models.Model, text: models.Model | None, *, day: date) -> dict[str, str]:
    """What keeps an event with its original `text` from being published: field → how to mend it."""
    asked = _MISSING | (_ON_SITE if event.is_on_site else {})
    found = {
        field: str(hint)
        for field, hint in asked.items()
        if not getattr(text if field in LIMITS else event, field, None)
    }
    return found | dict(too_long(text, LIMITS) if text else ()) | dict(_bad(event, day))


def _bad(event: models.Model, day: date) -> Iterator[tuple[str, str]]:
    if event.starts_at and event.ends_at:
        # What has been public may be mended also when it is over.
        if event.last_day < day and event.published_at is None:
            yield "ends_at", str(_("Let it take place on a day that is still to come."))
        if event.ends_at - event.starts_at > LONGEST:
            yield "ends_at", str(_("Let it end within sixty days."))
        if event.closes_at and event.closes_at > event.ends_at:
            yield "closes_at", str(_("Let registration close before the event is over."))
    if event.ends_at and event.opens_at and event.opens_at >= event.ends_at:
        yield "opens_at", str(_("Let registration open before the event is over."))
    if event.registration == "elsewhere" and not event.registration_url:
        yield "registration_url", str(_("Give the address where one registers."))
