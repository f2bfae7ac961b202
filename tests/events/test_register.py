"""Registering on the page, and looking after a registration by its link."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from events import registering
from events.models import Event, Registration
from tests.events.make import (
    holder,
    make_event,
    make_question,
    make_registration,
    make_unconfirmed,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db
ADDRESS = "ana@elsewhere.example"


@pytest.fixture
def event(krakow):
    return make_event(krakow, seats=2, largest_group=3, online_url="https://meet.example/secret")


def url(event):
    return reverse("events:register", args=[event.pk])


def fields_of(client, event):
    page = Page(client.get(url(event)).text)
    return next(form.fields for form in page.forms if "token" in form.fields)


def send(client, event, **typed):
    data = {**fields_of(client, event), "name": "Ana Pop", "email": ADDRESS, **typed}
    return client.post(url(event), data)


def link_in(message):
    line = next(line for line in message.body.splitlines() if "/registrations/" in line)
    return line.removeprefix("http://127.0.0.1:8000")


def test_visitor_registers_by_e_mail_and_confirms(client, event, mailoutbox):
    answer = send(client, event)

    assert answer.url == reverse("events:registered", args=[event.pk])
    registration = Registration.objects.get()
    assert (registration.state, Event.objects.get().taken_on_site) == ("unconfirmed", 0)
    [asked] = mailoutbox
    assert (
        asked.to == [ADDRESS] and asked.subject == "Confirm your registration: Sensors in saffron"
    )
    link = link_in(asked)
    shown = client.get(link)
    assert "Confirm my registration" in shown.text
    assert Registration.objects.get().state == "unconfirmed", "a GET changes nothing"

    client.post(link, {"act": "confirm"})

    assert "You have a place" in client.get(link).text
    assert Event.objects.get().taken_on_site == 1
    assert not client.cookies, "nobody without an account is given a cookie"


def test_form_sent_twice_is_one_registration(client, event, mailoutbox):
    data = {**fields_of(client, event), "name": "Ana Pop", "email": ADDRESS}
    for _time in range(2):
        assert client.post(url(event), data).status_code == 302

    assert Registration.objects.count() == 1


def test_known_address_gets_the_same_answer_and_is_reminded(client, event, mailoutbox):
    registration = make_registration(event, email=ADDRESS)
    mailoutbox.clear()

    answer = send(client, event, email=ADDRESS.upper(), name="Somebody else")

    assert answer.url == reverse("events:registered", args=[event.pk])
    [told] = mailoutbox
    assert told.to == [ADDRESS] and told.subject.startswith("You have registered already")
    assert registration.key in told.body
    assert Registration.objects.get().name == registration.name


def test_registration_that_nobody_confirmed_makes_way(client, event, mailoutbox):
    make_unconfirmed(event, email=ADDRESS, name="A guess of somebody")

    send(client, event)

    assert Registration.objects.get().name == "Ana Pop"


def test_who_is_signed_in_has_a_place_at_once(client, event, zgz_member, mailoutbox):
    client.force_login(zgz_member)

    answer = client.post(url(event), {**fields_of(client, event), "is_listed": "on"})

    registration = Registration.objects.get()
    assert answer.url == registration.get_absolute_url()
    assert (registration.user, registration.email) == (zgz_member, zgz_member.email)
    assert (registration.name, registration.organisation) == ("Marta Ruiz", "Moncayo Salud S.L.")
    assert [message.subject for message in mailoutbox] == ["You have a place: Sensors in saffron"]
    assert client.get(url(event)).url == answer.url, "the form leads to what there is"
    assert answer.url in client.get(event.get_absolute_url()).text


def test_account_recognises_what_its_owner_confirmed_by_e_mail(client, event, zgz_member):
    registration = make_registration(event, email=zgz_member.email)

    assert registration.user == zgz_member


def test_group_is_registered_with_all_names(client, event):
    send(client, event, others="Ion Pop\r\n\r\nMaria Pop")

    registration = Registration.objects.get()
    names = [participant.name for participant in registration.participants.all()]
    assert (registration.seats, names) == (3, ["Ana Pop", "Ion Pop", "Maria Pop"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"others": "A\nB\nC"}, "at most 2"),
        ({"others": "x" * 151}, "one name on each line"),
        ({"email": "nobody"}, "valid email"),
        ({"name": ""}, "required"),
        ({"name": "x" * 151}, "at most 150"),
    ],
)
def test_bad_form_says_why_and_keeps_what_was_typed(client, event, typed, said):
    answer = send(client, event, needs="Step-free, please", **typed)

    assert answer.status_code == 422
    assert said in answer.text and "Step-free, please" in answer.text
    assert not Registration.objects.exists()


def test_questions_of_the_organisers_are_asked_and_kept(client, event):
    diet = make_question(event, en="What do you eat?", kind="one", answers="All\nNo meat")
    make_question(event, en="Your field?", is_required=True)
    name = f"q{diet.key}"

    refused = send(client, event, **{name: "3"})
    assert refused.status_code == 422 and "Your field?" in refused.text
    fields = fields_of(client, event)
    [other] = [field for field in fields if field.startswith("q") and field != name]
    send(client, event, **{name: "2", other: "Saffron"})

    page = client.get(Registration.objects.get().get_absolute_url()).text
    assert "No meat" in page and "Saffron" in page


def test_one_chooses_the_way_where_there_are_two(client, krakow):
    event = make_event(krakow, seats=9, seats_online=30, mode="both")
    shown = client.get(url(event)).text
    assert "in Kraków (9 places left)" in shown and "online (30 places left)" in shown

    assert send(client, event).status_code == 422
    send(client, event, attendance="online")

    assert Registration.objects.get().attendance == "online"


@pytest.mark.parametrize(
    "change",
    [
        {"closes_at": -1},
        {"opens_at": 1},
        {"cancelled_at": 0},
    ],
)
def test_closed_registration_shows_no_form_and_takes_none(client, event, change):
    data = {**fields_of(client, event), "name": "Ana Pop", "email": ADDRESS}
    for field, days in change.items():
        Event.objects.update(**{field: timezone.now() + timedelta(days=days)})

    assert "token" not in client.get(url(event)).text
    assert client.post(url(event), data).status_code == 409
    assert not Registration.objects.exists()


def test_queue_is_told_its_honest_position(client, event, mailoutbox):
    for _each in range(3):
        make_registration(event)
    send(client, event)
    mailoutbox.clear()
    registration = Registration.objects.get(email=ADDRESS)

    client.post(registration.get_absolute_url(), {"act": "confirm"})

    [told] = mailoutbox
    assert "You are number 2 on the waiting list." in told.body
    assert "You are number 2." in client.get(registration.get_absolute_url()).text


def test_offered_place_is_taken_by_the_link(client, event, mailoutbox):
    first, _second, third = (make_registration(event) for _each in range(3))
    registering.give_up(first, user=holder(first), now=timezone.now())
    offered = next(m for m in mailoutbox if m.subject.startswith("A place is free for you"))

    client.post(link_in(offered), {"act": "accept"})

    third.refresh_from_db()
    assert third.state == "placed"


def test_offer_that_has_lapsed_cannot_be_taken(client, event):
    first, _second, third = (make_registration(event) for _each in range(3))
    registering.give_up(first, user=holder(first), now=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        answer = client.post(third.get_absolute_url(), {"act": "accept"})

    assert answer.status_code == 409
    assert "goes to the next" in answer.text


def test_cancelling_by_the_link_frees_the_place(client, event, mailoutbox):
    registration = make_registration(event)
    mailoutbox.clear()

    for _time in range(2):
        answer = client.post(registration.get_absolute_url(), {"act": "cancel"})

    assert answer.status_code == 409, "the second click finds it done"
    assert Event.objects.get().taken_on_site == 0
    assert [m.subject for m in mailoutbox] == ["Your registration is cancelled: Sensors in saffron"]


@pytest.mark.parametrize("act", ["", "place", "approve", "remove", "nonsense"])
def test_page_does_nothing_else(client, event, act):
    registration = make_registration(event)

    assert client.post(registration.get_absolute_url(), {"act": act}).status_code == 422
    assert Registration.objects.get().state == "placed"


def test_link_that_was_not_signed_is_unknown(client, event):
    registration = make_registration(event)
    forged = reverse("events:registration", args=[f"{registration.token.hex}:forged"])

    assert client.get(forged).status_code == 404


def test_link_to_take_part_online_is_for_those_with_a_place(client, krakow, krk_editor):
    secret = "https://meet.example/secret"
    event = make_event(krakow, seats=9, seats_online=1, mode="both", online_url=secret)
    placed = make_registration(event, attendance="online")
    waiting = make_registration(event, attendance="online")

    def sees(address):
        return secret in client.get(address).text

    assert not sees(event.get_absolute_url()) and not sees(url(event))
    assert not sees(reverse("events:event_ics", args=[event.pk]))
    assert not sees(waiting.get_absolute_url()) and sees(placed.get_absolute_url())
    assert sees(reverse("events:registration_ics", args=[placed.key]))
    assert client.get(reverse("events:registration_ics", args=[waiting.key])).status_code == 404
    client.force_login(krk_editor)
    assert sees(event.get_absolute_url())


def test_those_with_a_place_see_who_lets_it_be_known(client, event):
    shy, open_one = make_registration(event, name="Shy"), make_registration(event, name="Open")
    open_one.participants.update(name="Olga Open", is_listed=True)
    waiting = make_registration(event)

    assert "Olga Open" in client.get(shy.get_absolute_url()).text
    assert shy.participants.get().name not in client.get(open_one.get_absolute_url()).text
    assert "Olga Open" not in client.get(waiting.get_absolute_url()).text
    assert "Olga Open" not in client.get(event.get_absolute_url()).text


def test_event_that_went_back_and_lost_its_date_breaks_nothing(client, event):
    registration = make_registration(event)
    Event.objects.update(state="returned", starts_at=None, ends_at=None)

    assert "You have a place" in client.get(registration.get_absolute_url()).text
    ics = reverse("events:registration_ics", args=[registration.key])
    assert client.get(ics).status_code == 404
    assert client.post(registration.get_absolute_url(), {"act": "cancel"}).status_code == 302


def test_page_kept_for_visitors_says_how_many_places_are_left(client, event):
    assert "0 of 2 places taken" in client.get(event.get_absolute_url()).text
    make_registration(event)

    assert "1 of 2 places taken" in client.get(event.get_absolute_url()).text


def test_page_is_not_kept_beyond_the_hour_in_which_registration_closes(client, event):
    Event.objects.update(closes_at=timezone.now() + timedelta(minutes=5))
    client.get(event.get_absolute_url())

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert "Registration is closed." in client.get(event.get_absolute_url()).text


def test_hours_are_those_of_the_place(client, krakow, mailoutbox):
    event = make_event(
        krakow,
        seats=1,
        timezone="Europe/Athens",
        starts_at=datetime(2031, 1, 20, 8, tzinfo=UTC),
        opens_at=datetime(2031, 1, 10, 7, 30, tzinfo=UTC),
    )
    assert "opens on 10 January 2031 at 09:30 EET" in client.get(event.get_absolute_url()).text
    assert "opens on 10 January 2031 at 09:30 EET" in client.get(url(event)).text
    with time_machine.travel(datetime(2031, 1, 11, 12, tzinfo=UTC)):
        first, second = (make_registration(event) for _each in range(2))
        registering.give_up(first, user=holder(first), now=timezone.now())

        until = "13 January 2031, 14:00 EET"
        assert any(until in message.body for message in mailoutbox)
        assert until in client.get(second.get_absolute_url()).text


def test_registering_is_limited(client, event):
    typed = {**fields_of(client, event), "name": "Ana Pop"}

    answers = [
        client.post(url(event), {**typed, "token": uuid4(), "email": f"a{n}@elsewhere.example"})
        for n in range(21)
    ]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert Registration.objects.count() == 20
