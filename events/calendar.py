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
    return _published(map(_entry, events), name)


def own_calendar(registrations: Iterable[Registration], *, name: str) -> bytes:
    """What the person of `registrations` goes to; TENTATIVE while they have no place."""
    return _published(map(_diary_entry, registrations), name)


def _published(entries: Iterable[Entry], name: str) -> bytes:
    made = _calendar("PUBLISH")
    if name:
        made.add("name", name)  # RFC 7986
        made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(entry)
    made.add_missing_timezones()
    return made.to_ical()


def appointment(registration: Registration, *, method: str) -> bytes:
    """The event as its place stands in the calendar of who has it, with the link to join online.

    `method` (RFC 5546): REQUEST puts it there, and follows each change by its SEQUENCE; CANCEL
    takes it out again; PUBLISH is for a file that the person fetches.
    """
    event = registration.event
    entry = _own_entry(registration)
    organiser = vCalAddress(f"mailto:{event.contact}")
    organiser.params["cn"] = event.cluster.name
    guest = vCalAddress(f"mailto:{registration.email}")
    guest.params |= {"cn": registration.name, "partstat": "ACCEPTED", "rsvp": "FALSE"}
    entry.add("organizer", organiser)
    entry.add("attendee", guest)
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


def _own_entry(registration: Registration) -> Entry:
    """The event with the link to join online, for who has a place there."""
    event = registration.event
    entry = _entry(event)
    is_online = registration.attendance == Attendance.ONLINE
    if registration.has_seat and is_online and event.online_url:
        entry.add("conference", event.online_url, {"value": "URI"})  # RFC 7986
        entry["location"] = event.online_url  # for calendars that do not know it
    return entry


def _diary_entry(registration: Registration) -> Entry:
    """The same, and how the registration stands: few calendars show that it is TENTATIVE."""
    entry = _own_entry(registration)
    if not (registration.has_seat or registration.event.is_cancelled):
        entry["status"] = "TENTATIVE"
        entry["summary"] = f"{registration.event.title} ({registration.get_state_display()})"
    return entry


def location(event: Event) -> str:
    """'Centre for Innovation, Bobrzyńskiego 14, Kraków'; nothing where it is online alone."""
    if not event.is_on_site:
        return ""
    return ", ".join(filter(None, (event.venue, event.address, event.place)))
