"""What the portal says in iCalendar, read by a parser that did not write it (the library `ical`)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as Entry
from ical.event import EventStatus

from events.diary import renew_calendar
from events.models import PrivateCalendar
from moves.machine import make
from tests.events.make import make_event, make_registration

pytestmark = pytest.mark.django_db
ZONES = ("Europe/Warsaw", "Europe/Madrid", "Europe/Bucharest", "Europe/Athens")
# In 2031: the nights in which the clocks of Europe go forward and back, and a day in between.
DAYS = ((3, 29), (3, 30), (6, 18), (10, 25), (10, 26))


def read(content: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content)


def entries(client, address: str) -> list[Entry]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines), "RFC 5545, 3.1"
    return sorted(read(answer.text).events, key=lambda entry: str(entry.summary))


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_times_are_those_of_the_place_across_both_nights(client, krakow, zone):
    """Each event begins at 23:30 and ends at 04:30, when the clocks of that night have changed."""
    made = {}
    for number, (month, day) in enumerate(DAYS):
        starts = datetime(2031, month, day, 23, 30, tzinfo=ZoneInfo(zone))
        ends = datetime(2031, month, day + 1, 4, 30, tzinfo=ZoneInfo(zone))
        title = f"Night {number}"
        made[title] = (starts, ends)
        make_event(krakow, timezone=zone, starts_at=starts, ends_at=ends, text={"title": title})

    found = entries(client, reverse("events:ics"))

    assert [entry.summary for entry in found] == sorted(made)
    for entry in found:
        starts, ends = made[entry.summary]
        assert (utc(entry.dtstart), utc(entry.dtend)) == (utc(starts), utc(ends))
        assert (entry.dtstart.hour, entry.dtend.hour) == (23, 4), "by the clocks of the place"
        # A reader in another region is shown the same moment by their own clocks.
        there = ZoneInfo("Europe/Athens" if zone != "Europe/Athens" else "Europe/Madrid")
        assert entry.dtstart.astimezone(there) == starts.astimezone(there)


def test_whole_days_and_several_days(client, krakow):
    zone = ZoneInfo("Europe/Warsaw")
    first, after = (datetime(2031, 10, day, tzinfo=zone) for day in (25, 28))
    make_event(
        krakow, starts_at=first, ends_at=after, is_all_day=True, text={"title": "Whole days"}
    )
    make_event(
        krakow,
        starts_at=first + timedelta(hours=9),
        ends_at=after + timedelta(hours=12),
        text={"title": "Several days"},
    )

    several, whole = entries(client, reverse("events:ics"))

    assert (whole.dtstart, whole.dtend) == (date(2031, 10, 25), date(2031, 10, 28))
    assert (several.dtstart.day, several.dtend.day) == (25, 28)


def test_change_and_cancellation_are_later_versions_of_the_same(client, krakow, krk_editor):
    event = make_event(krakow, text={"title": "Sensors"})
    address = reverse("events:event_ics", args=[event.pk])
    [first] = entries(client, address)

    event.version += 1
    event.venue = "Town hall"
    event.save()
    event.record_change(user=krk_editor, now=timezone.now())
    [changed] = entries(client, address)
    make("cancel", event, user=krk_editor, note="The speaker is ill.")
    [cancelled] = entries(client, address)

    assert first.uid == changed.uid == cancelled.uid
    assert first.sequence < changed.sequence < cancelled.sequence
    assert "Town hall" in changed.location
    assert first.status == changed.status == EventStatus.CONFIRMED
    assert cancelled.status == EventStatus.CANCELLED


def test_words_of_all_languages_come_through_whole(client, krakow):
    title = "Zażółć; γεωργία, șapte – «jardín» \\ 100 %"
    make_event(krakow, text={"title": title, "summary": "One line.\nAnother; with, signs " * 9})

    [entry] = entries(client, reverse("events:ics"))

    assert entry.summary == title
    assert "One line.\nAnother; with, signs" in entry.description


def test_each_mail_is_a_request_that_a_calendar_can_follow(krakow, mailoutbox):
    registration = make_registration(make_event(krakow, seats=1))

    [message] = mailoutbox
    [(name, content, media_type)] = message.attachments
    calendar = read(content)
    [entry] = calendar.events
    assert (name.endswith(".ics"), media_type) == (True, "text/calendar; method=REQUEST")
    assert calendar.method == "REQUEST"
    assert [str(guest.uri) for guest in entry.attendees] == [f"mailto:{registration.email}"]
    assert str(entry.organizer.uri) == f"mailto:{krakow.email}"
    assert utc(entry.dtstart) == registration.event.starts_at.replace(microsecond=0)


def test_private_calendar_is_one_that_others_read(client, krakow, zgz_member):
    event = make_event(krakow, seats=1)
    make_registration(event, user=zgz_member, email=zgz_member.email)
    renew_calendar(zgz_member, now=timezone.now())
    token = PrivateCalendar.objects.get().token

    [entry] = entries(client, reverse("events:private_calendar", args=[token]))

    assert entry.status == EventStatus.CONFIRMED
