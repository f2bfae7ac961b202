"""What those who register are told, and that real calendars can follow it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.utils import timezone

from events import registering
from events.models import Event, EventText
from events.tasks import keep_time
from moves.machine import make
from tests.events.make import holder, make_event, make_registration, make_unconfirmed
from tests.make import make_cluster

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(krakow, zaragoza):
    return make_event(
        krakow,
        seats=2,
        seats_online=1,
        mode="both",
        starts_at=datetime(2030, 12, 3, 9, tzinfo=UTC),
        online_url="https://meet.example/secret",
        address="Bobrzyńskiego 14",
    )


def appointment(message):
    """(method, the one entry) of the calendar file of a mail, as it goes over the wire."""
    [part] = [p for p in message.message().walk() if p.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["method"]
    assert part.get_content_charset() == "utf-8"
    [entry] = calendar.walk("VEVENT")
    return str(calendar["method"]), entry


def told(mailoutbox):
    """Address → message of what came since the last call; each gets one at most."""
    box = {message.to[0]: message for message in mailoutbox}
    assert len(box) == len(mailoutbox)
    mailoutbox.clear()
    return box


def test_confirmation_says_when_and_where_and_brings_the_calendar(event, mailoutbox):
    registration = make_registration(event)

    [message] = mailoutbox
    assert "Tuesday, 3 December 2030, 10:00–13:00 CET" in message.body
    assert "Centre for Innovation, Bobrzyńskiego 14, Kraków" in message.body
    assert registration.key in message.body
    method, entry = appointment(message)
    assert (method, entry["status"], entry["sequence"]) == ("REQUEST", "CONFIRMED", event.version)
    assert entry["dtstart"].dt.isoformat() == "2030-12-03T10:00:00+01:00"
    assert entry["attendee"] == f"mailto:{registration.email}"
    assert entry["organizer"] == f"mailto:{event.cluster.email}"
    assert "secret" not in str(entry)


def test_times_in_the_other_regions_stand_beside_them(event, krakow, mailoutbox):
    make_cluster("KOZ", city="Kozani", country="GR", nuts="EL53", timezone="Europe/Athens")
    make_registration(event)

    assert "11:00–14:00 in Kozani" in mailoutbox[0].body


def test_link_to_take_part_online_goes_to_those_with_a_place_online(event, mailoutbox):
    make_registration(event)
    make_registration(event, attendance="online")
    make_registration(event, attendance="online")

    on_site, online, waiting = mailoutbox
    assert "meet.example" not in on_site.body and "meet.example" not in waiting.body
    assert "https://meet.example/secret" in online.body
    _method, entry = appointment(online)
    assert entry["conference"] == "https://meet.example/secret"
    assert entry["location"] == "https://meet.example/secret"


def test_each_is_told_in_the_language_in_which_they_registered(event, mailoutbox):
    EventText.objects.create(item=event, language="pl", title="Czujniki w szafranie")
    make_registration(event, language="pl")

    [message] = mailoutbox
    assert "Czujniki w szafranie" in message.subject
    assert "/pl/events/registrations/" in message.body
    assert appointment(message)[1]["summary"] == "Czujniki w szafranie"


def test_cancelling_takes_it_out_of_the_calendar(event, mailoutbox):
    registration = make_registration(event)
    uid = appointment(told(mailoutbox)[registration.email])[1]["uid"]

    registering.give_up(registration, user=holder(registration), now=timezone.now())

    method, entry = appointment(told(mailoutbox)[registration.email])
    assert (method, entry["status"], entry["uid"]) == ("CANCEL", "CANCELLED", uid)


def test_who_is_taken_off_the_list_or_declined_reads_why(event, krk_editor, mailoutbox):
    placed = make_registration(event)
    event.needs_approval = True
    event.save(update_fields=["needs_approval"])
    asked = make_registration(event)
    told(mailoutbox)
    now = timezone.now()

    registering.remove(placed, user=krk_editor, note="You are on another list.", now=now)
    registering.decline(asked, user=krk_editor, note="For growers alone.")

    box = told(mailoutbox)
    assert "You are on another list." in box[placed.email].body
    assert "For growers alone." in box[asked.email].body


def test_organisers_are_told_who_waits_for_their_approval(
    event, krk_editor, krk_coordinator, mailoutbox
):
    event.needs_approval = True
    event.author = krk_editor
    event.save()

    asked = make_registration(event, name="Ana Pop")

    box = told(mailoutbox)
    assert box.keys() == {asked.email, krk_editor.email}
    assert "Ana Pop asks for a place" in box[krk_editor.email].subject
    assert f"/events/{event.pk}/attendees/{asked.pk}/" in box[krk_editor.email].body
    event.author = None
    event.save()
    make_registration(event)
    assert krk_coordinator.email in told(mailoutbox)


def test_freed_place_is_told_to_the_next_and_what_lapsed_to_both(event, mailoutbox):
    first, _second, third, fourth = (make_registration(event) for _each in range(4))
    told(mailoutbox)
    registering.give_up(first, user=holder(first), now=timezone.now())
    box = told(mailoutbox)
    assert box.keys() == {first.email, third.email}
    assert "A place is free for you" in box[third.email].subject

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        keep_time.call()

    box = told(mailoutbox)
    assert "The place went to the next" in box[third.email].subject
    assert "A place is free for you" in box[fourth.email].subject


def test_cancelled_event_is_told_to_all_with_the_reason(event, krk_editor, mailoutbox):
    placed, online, waiting = (
        make_registration(event, attendance=way) for way in ("on_site", "online", "online")
    )
    make_unconfirmed(event)
    left = make_registration(event)
    registering.give_up(left, user=holder(left), now=timezone.now())
    sequence = appointment(mailoutbox[0])[1]["sequence"]
    told_before = len(mailoutbox)

    make("cancel", event, user=krk_editor, note="The speaker is ill.")

    box = {message.to[0]: message for message in mailoutbox[told_before:]}
    assert {placed.email, online.email, waiting.email} <= box.keys()
    assert left.email not in box
    assert "The speaker is ill." in box[placed.email].body
    method, entry = appointment(box[online.email])
    assert (method, entry["status"]) == ("CANCEL", "CANCELLED")
    assert entry["sequence"] > sequence
    assert not box[waiting.email].attachments, "it is in no calendar yet"


def save(event, user, **facts):
    """The form of a published event, sent with some facts changed."""
    now = timezone.now()
    event = Event.objects.get(pk=event.pk)
    for name, value in facts.items():
        setattr(event, name, value)
    event.version += 1
    event.save()
    event.record_change(user=user, now=now)


def test_new_time_is_told_once_things_have_settled(event, krk_editor, mailoutbox):
    event.record_change(user=krk_editor, now=timezone.now())  # what it said when it was published
    registration, _second, waiting = (make_registration(event) for _each in range(3))
    sequence = appointment(told(mailoutbox)[registration.email])[1]["sequence"]
    save(event, krk_editor, starts_at=event.starts_at + timedelta(minutes=30))
    save(event, krk_editor, venue="Town hall")
    keep_time.call()
    assert not mailoutbox, "who changes it may change it again"

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        keep_time.call()
        keep_time.call()

    box = told(mailoutbox)
    assert "10:30–13:00 CET" in box[registration.email].body
    assert "Town hall" in box[registration.email].body
    method, entry = appointment(box[registration.email])
    assert (method, entry["sequence"]) == ("REQUEST", sequence + 2)
    assert "New time or place" in box[waiting.email].subject
    assert not box[waiting.email].attachments


def test_other_changes_are_not_told(event, krk_editor, mailoutbox):
    event.record_change(user=krk_editor, now=timezone.now())
    make_registration(event)
    told(mailoutbox)

    save(event, krk_editor, website="https://elsewhere.example/")

    assert Event.objects.get().changed_at is None


def test_more_places_are_offered_to_those_who_wait(event, mailoutbox):
    for _each in range(4):
        make_registration(event)
    Event.objects.update(seats_on_site=3)

    keep_time.call()

    states = [r.state for r in event.registrations.order_by("pk")]
    assert states == ["placed", "placed", "offered", "waiting"]


def test_what_nobody_confirms_is_forgotten(event):
    make_unconfirmed(event)
    keep_time.call()
    assert event.registrations.exists()

    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        keep_time.call()

    assert not event.registrations.exists()
