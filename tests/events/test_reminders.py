"""Who has a place is reminded of it the day before, once for each day that it is on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import registering, tasks
from events.models import Event, Registration
from moves.machine import make
from tests.events.make import holder, make_event, make_registration, make_unconfirmed
from tests.make import make_cluster

pytestmark = pytest.mark.django_db
WEEKS = timedelta(days=20)


def at(clock, zone="Europe/Warsaw"):
    """The moment at which the clocks of `zone` show that."""
    return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))


@pytest.fixture
def event(krakow):
    """On a Tuesday in Kraków, from ten to one."""
    return make_event(krakow, seats=2, starts_at=at("2030-12-03 10:00"))


@pytest.fixture
def registration(event):
    with time_machine.travel(event.starts_at - WEEKS):
        return make_registration(event)


@pytest.fixture
def reminded(mailoutbox):
    """`reminded(moment)` lets the job run then, and gives the addresses of its mails."""

    def run(moment):
        mailoutbox.clear()
        with time_machine.travel(moment, tick=False):
            tasks.remind.call()
        return [message.to[0] for message in mailoutbox]

    return run


@pytest.mark.parametrize(
    ("zone", "begins", "days", "is_all_day", "due"),
    [
        ("Europe/Warsaw", "2030-12-03 10:00", 0, False, "2030-12-02 09:00"),
        ("Europe/Athens", "2030-12-03 23:30", 1, False, "2030-12-02 09:00"),
        ("Europe/Madrid", "2030-12-03 00:30", 0, False, "2030-12-02 09:00"),
        ("Europe/Bucharest", "2030-12-03 00:00", 1, True, "2030-12-02 09:00"),
        ("Europe/Warsaw", "2030-12-03 00:00", 4, True, "2030-12-02 09:00"),
        ("Europe/Warsaw", "2030-12-03 17:00", 3, False, "2030-12-02 09:00"),
        # The nights in which the clocks go forward and back.
        ("Europe/Athens", "2030-03-31 08:00", 0, False, "2030-03-30 09:00"),
        ("Europe/Madrid", "2030-10-27 23:59", 1, False, "2030-10-26 09:00"),
    ],
)
def test_reminder_comes_the_morning_before_by_the_clocks_of_the_place(
    krakow, reminded, zone, begins, days, is_all_day, due
):
    starts_at, due = at(begins, zone), at(due, zone)
    ends_at = starts_at + timedelta(days=days, hours=0 if days else 1)
    event = make_event(
        krakow, seats=9, timezone=zone, starts_at=starts_at, ends_at=ends_at, is_all_day=is_all_day
    )
    with time_machine.travel(starts_at - WEEKS):
        registration = make_registration(event)

    assert reminded(due - timedelta(seconds=1)) == []
    assert reminded(due) == [registration.email]
    for later in (due, due + timedelta(minutes=15), starts_at - timedelta(minutes=1), starts_at):
        assert reminded(later) == []


def test_reminder_says_when_and_where_and_how_to_cancel(
    event, registration, reminded, zaragoza, mailoutbox
):
    make_cluster("KOZ", city="Kozani", country="GR", nuts="EL53", timezone="Europe/Athens")
    reminded(at("2030-12-02 09:00"))

    [message] = mailoutbox
    assert message.subject == "Reminder: Sensors in saffron, 3 December 2030"
    assert "Tuesday, 3 December 2030, 10:00–13:00 CET" in message.body
    assert "11:00–14:00 in Kozani" in message.body
    assert "Centre for Innovation, Kraków" in message.body
    assert registration.get_absolute_url() in message.body
    assert "if you cannot come, give your place to somebody else" in message.body


def test_reminder_brings_the_link_to_those_who_take_part_online(krakow, reminded, mailoutbox):
    url = "https://meet.example/secret"
    event = make_event(
        krakow, seats=9, mode="both", starts_at=at("2030-12-03 10:00"), online_url=url
    )
    with time_machine.travel(event.starts_at - WEEKS):
        for attendance in ("on_site", "online"):
            make_registration(event, attendance=attendance)
    reminded(at("2030-12-02 12:00"))

    on_site, online = sorted(mailoutbox, key=lambda message: url in message.body)
    assert url not in on_site.body
    assert f"Take part here: {url}" in online.body
    assert "Kraków" in on_site.body and "Centre for Innovation" not in online.body


def test_who_registered_within_the_last_day_is_not_reminded(event, reminded):
    due = at("2030-12-02 09:00")
    for moment in (due - timedelta(hours=23), due + timedelta(hours=3)):
        with time_machine.travel(moment):
            make_registration(event)

    for hours in (0, 4, 20, 24):
        assert reminded(due + timedelta(hours=hours)) == []


def test_who_got_the_place_within_the_last_day_is_not_reminded(event, registration, reminded):
    with time_machine.travel(event.starts_at - WEEKS):
        make_registration(event)
        waiting = make_registration(event)
    with time_machine.travel(at("2030-12-01 12:00")):
        registering.give_up(registration, user=holder(registration), now=timezone.now())
        registering.accept(waiting, user=holder(waiting), now=timezone.now())

    addresses = reminded(at("2030-12-02 09:00"))

    assert Registration.objects.get(pk=waiting.pk).has_seat
    assert waiting.email not in addresses and len(addresses) == 1


def test_those_without_a_place_are_not_reminded(event, registration, reminded):
    with time_machine.travel(event.starts_at - WEEKS):
        make_registration(event)
        make_registration(event)
        make_unconfirmed(event)
        registering.give_up(registration, user=holder(registration), now=timezone.now())

    assert len(reminded(at("2030-12-02 09:00"))) == 1


def test_cancelled_event_reminds_nobody(event, registration, krk_editor, reminded, mailoutbox):
    make("cancel", event, user=krk_editor, note="The speaker is ill.")

    assert reminded(at("2030-12-02 09:00")) == []
    tasks.remind_of_event.call(registration.pk)
    assert not mailoutbox, "nor where it was cancelled after the mail was promised"


def test_place_given_up_after_the_mail_was_promised(event, registration, mailoutbox):
    registering.give_up(registration, user=holder(registration), now=timezone.now())
    mailoutbox.clear()

    tasks.remind_of_event.call(registration.pk)

    assert not mailoutbox


def test_event_moved_to_a_later_day_reminds_again(event, registration, reminded):
    assert reminded(at("2030-12-02 09:00")) == [registration.email]

    week = timedelta(days=7)
    Event.objects.update(starts_at=event.starts_at + week, ends_at=event.ends_at + week)

    assert reminded(at("2030-12-02 09:15")) == []
    assert reminded(at("2030-12-09 08:59")) == []
    assert reminded(at("2030-12-09 09:00")) == [registration.email]
    assert reminded(at("2030-12-09 09:15")) == []


def test_new_time_told_the_day_before_is_the_reminder(event, registration, reminded, mailoutbox):
    Event.objects.update(changed_at=at("2030-12-02 08:00"))
    mailoutbox.clear()
    with time_machine.travel(at("2030-12-02 09:30")):
        tasks.keep_time.call()
    assert [message.to[0] for message in mailoutbox] == [registration.email]

    assert reminded(at("2030-12-02 10:00")) == []


def test_killed_worker_loses_nobody_and_tells_nobody_twice(
    event, registration, reminded, monkeypatch
):
    with time_machine.travel(event.starts_at - WEEKS):
        second = make_registration(event)
    due, job = at("2030-12-02 09:00"), tasks.remind_of_event

    class Killed:
        """Dies with the second promise."""

        def enqueue(self, pk):
            if pk == second.pk:
                raise KeyboardInterrupt
            job.enqueue(pk)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "remind_of_event", Killed())
        with pytest.raises(KeyboardInterrupt):
            reminded(due)
    assert Registration.objects.get(pk=second.pk).reminded_at is None

    assert reminded(due + timedelta(minutes=15)) == [second.email]


def test_reminding_costs_the_same_for_events_that_are_done(
    krakow, event, registration, reminded, django_assert_num_queries
):
    reminded(at("2030-12-02 09:00"))

    with time_machine.travel(at("2030-12-02 09:15")), django_assert_num_queries(2):
        tasks.remind.call()
