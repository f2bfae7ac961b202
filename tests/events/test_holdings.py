"""What events keep of a person: taken along, erased, and forgotten in time."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.serializers.json import DjangoJSONEncoder
from django_tasks_db.models import DBTaskResult

from events import tasks
from events.models import Event, Feedback, Participant, PrivateCalendar, Registration
from moves.models import Decision
from partners import erasure
from tests.events.make import make_event, make_question, make_registration, make_unconfirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(krakow):
    return make_event(krakow, seats=2)


def register(event, user, **fields):
    return make_registration(event, user=user, email=user.email, **fields)


def test_registrations_are_handed_out(event, zgz_member, krakow):
    question = make_question(event, en="What do you grow?")
    answers = {question.key: "Saffron."}
    register(event, zgz_member, people=2, needs="Step-free, please", answers=answers)
    make_unconfirmed(make_event(krakow, seats=1), email=zgz_member.email.upper())
    make_registration(event, name="Somebody else")
    PrivateCalendar.objects.create(user=zgz_member)

    data = json.loads(json.dumps(erasure.export(zgz_member), cls=DjangoJSONEncoder))

    own, by_mail = data["registrations"]
    assert (own["event"], own["state"]) == ("Sensors in saffron", "placed")
    assert own["needs"] == "Step-free, please"
    assert own["answers"] == [{"question": "What do you grow?", "answer": "Saffron."}]
    assert len(own["people"]) == 2 and own["people"][0]["is_listed"] is False
    assert by_mail["state"] == "unconfirmed"
    assert data["private_calendar"]["address"].endswith(".ics")
    assert "Somebody else" not in json.dumps(data)


def test_announced_events_are_handed_out(krakow, krk_editor):
    make_event(krakow, author=krk_editor)

    assert erasure.export(krk_editor)["events"][0]["title"] == "Sensors in saffron"


def test_erasing_gives_up_the_place_and_forgets_who_had_it(event, zgz_member):
    own = register(event, zgz_member, people=2, name="Marta Ruiz", needs="Step-free, please")
    waiting = make_registration(event)
    make_unconfirmed(event, email="other@example.org", name="Somebody else")
    PrivateCalendar.objects.create(user=zgz_member)

    erasure.erase(zgz_member)

    assert not Registration.objects.filter(pk=own.pk).exists()
    assert set(Participant.objects.values_list("registration__email", flat=True)) == {
        waiting.email,
        "other@example.org",
    }
    waiting.refresh_from_db()
    assert waiting.state == "offered", "the seat goes to the next"
    assert Event.objects.get(pk=event.pk).taken_on_site == 1
    assert not PrivateCalendar.objects.exists()
    assert not Decision.objects.about(own).filter(user=zgz_member, move="cancel").exists()


def test_erasing_finds_what_was_registered_by_e_mail(event, zgz_member):
    by_mail = make_registration(event, email=zgz_member.email.upper())
    Registration.objects.filter(pk=by_mail.pk).update(user=None)

    erasure.erase(zgz_member)

    assert not Registration.objects.exists()
    assert Event.objects.get().taken_on_site == 0


def test_erasing_forgets_past_ones_and_keeps_what_has_no_name(event, zgz_member):
    register(event, zgz_member)
    Feedback.objects.create(event=event, rating=5)

    with time_machine.travel(event.ends_at + timedelta(days=3)):
        erasure.erase(zgz_member)

    assert not Registration.objects.exists()
    assert Feedback.objects.count() == 1
    assert Event.objects.get().taken_on_site == 1, "as it was on that day"


def test_erasing_passes_over_a_draft_that_has_lost_its_date(event, zgz_member):
    register(event, zgz_member)
    Event.objects.update(state="returned", starts_at=None, ends_at=None)

    erasure.erase(zgz_member)

    assert not Registration.objects.exists()


def test_who_is_erased_gets_no_more_mail(event, zgz_member, settings, mailoutbox):
    register(event, zgz_member)
    mailoutbox.clear()
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    erasure.erase(zgz_member)

    for job in DBTaskResult.objects.filter(task_path="events.tasks.announce_registration"):
        tasks.announce_registration.call(*job.args_kwargs["args"])
    assert not mailoutbox


def test_registrations_are_forgotten_a_year_after_the_event(event, krakow):
    make_registration(event, people=2)
    later = make_event(krakow, seats=1, starts_at=event.starts_at + timedelta(days=1))
    kept = make_registration(later)
    year = timedelta(days=365)

    with time_machine.travel(event.ends_at + year - timedelta(minutes=1)):
        tasks.forget_old.call()
    assert Registration.objects.count() == 2
    with time_machine.travel(event.ends_at + year + timedelta(minutes=1)):
        tasks.forget_old.call()

    assert Registration.objects.get() == kept
    assert Participant.objects.get().registration == kept
