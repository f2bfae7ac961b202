"""Events in iCalendar (RFC 5545), for the calendars of those who read them.

The times of day stand in the event's own zone, whose rules go with them (VTIMEZONE), so that they
stay right whatever a later law says of that zone; whole days stand as dates.
"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as Entry

from events.models import Event

PRODUCT = "-//Global Innovation Network//Events//EN"
_HOST = urlsplit(settings.SITE_URL).hostname


def calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """A calendar of `events`, in the reader's language where they have a text in it."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")  # RFC 5546
    if name:
        made.add("name", name)  # RFC 7986
        made.add("x-wr-calname", name)
    for event in events:
        made.add_component(_entry(event))
    made.add_missing_timezones()
    return made.to_ical()


def file_name(event: Event) -> str:
    return f"event-{event.pk}.ics"


def _entry(event: Event) -> Entry:
    text = event.text
    entry = Entry()
    entry.add("uid", f"event-{event.token}@{_HOST}")
    entry.add("sequence", event.version)  # grows with each change
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    if event.is_all_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.last_day + timedelta(days=1))
    else:
        entry.add("dtstart", event.starts)
        entry.add("dtend", event.ends)
    entry.add("summary", text.title)
    entry.add("description", f"{text.summary}\n\n{settings.SITE_URL}{event.get_absolute_url()}")
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    if place := location(event):
        entry.add("location", place)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("categories", [str(event.get_kind_display())])
    entry.add("contact", f"{event.cluster.name}, {event.contact_email or event.cluster.email}")
    return entry


def location(event: Event) -> str:
    """'Centre for Innovation, Bobrzyńskiego 14, Kraków'; nothing where it is online alone."""
    if not event.is_on_site:
        return ""
    return ", ".join(filter(None, (event.venue, event.address, event.place)))
