"""Events in iCalendar (RFC 5545), for the calendars of those who read them.

The times of day stand in the event's own zone, whose rules go with them (VTIMEZONE), so that they
stay right whatever a later law says of that zone; whole days stand as dates.
"""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, vCalAddress
from icalendar import Event as Entry

from events.models import Event, Registration
from events.models.events import Attendance

PRODUCT = "-//Global Innovation Network//Events//EN"
_HOST = urlsplit(settings.SITE_URL).hostname


def calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """A calendar of `events`, in the reader's language where they have a text in it."""
    made = _calendar("PUBLISH")
    if name:
        made.add("name", name)  # RFC 7986
        made.add("x-wr-calname", name)
    for event in events:
        made.add_component(_entry(event))
    made.add_missing_timezones()
    return made.to_ical()


def appointment(registration: Registration, *, method: str) -> bytes:
    """The event as its place stands in the calendar of who has it, with the link to join online.

    `method` (RFC 5546): REQUEST puts it there, and follows each change by its SEQUENCE; CANCEL
    takes it out again; PUBLISH is for a file that the person fetches.
    """
    event = registration.event
    entry = _entry(event)
    organiser = vCalAddress(f"mailto:{event.contact}")
    organiser.params["cn"] = event.cluster.name
    guest = vCalAddress(f"mailto:{registration.email}")
    guest.params |= {"cn": registration.name, "partstat": "ACCEPTED", "rsvp": "FALSE"}
    entry.add("organizer", organiser)
    entry.add("attendee", guest)
    if registration.attendance == Attendance.ONLINE and event.online_url:
        entry.add("conference", event.online_url, {"value": "URI"})  # RFC 7986
        entry["location"] = event.online_url  # for calendars that do not know it
    if method == "CANCEL":
        entry["status"] = "CANCELLED"
    made = _calendar(method)
    made.add_component(entry)
    made.add_missing_timezones()
    return made.to_ical()


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


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
    entry.add("contact", f"{event.cluster.name}, {event.contact}")
    return entry


def location(event: Event) -> str:
    """'Centre for Innovation, Bobrzyńskiego 14, Kraków'; nothing where it is online alone."""
    if not event.is_on_site:
        return ""
    return ", ".join(filter(None, (event.venue, event.address, event.place)))
