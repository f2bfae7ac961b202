"""A person's registrations: their page, and their own calendar."""

from datetime import timedelta
from uuid import uuid4

import icalendar
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from events import registering
from events.models import Event, EventText, PrivateCalendar
from moves.machine import make
from tests.events.make import holder, make_event, make_registration, make_unconfirmed

pytestmark = pytest.mark.django_db
PAGE, RENEW, END = (
    reverse(f"events:{name}") for name in ("registrations", "calendar_renew", "calendar_end")
)
SECRET = "https://meet.example/secret"


@pytest.fixture
def event(krakow):
    return make_event(krakow, seats=1, seats_online=1, mode="both", online_url=SECRET)


@pytest.fixture
def member(client, zgz_member):
    client.force_login(zgz_member)
    return client


@pytest.fixture
def calendar(zgz_member):
    return PrivateCalendar.objects.create(user=zgz_member)


def register(event, user, **fields):
    return make_registration(event, user=user, email=user.email, **fields)


def entries(client, calendar):
    """Summary → entry, as another program reads them."""
    answer = client.get(calendar.get_absolute_url())
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content)
    assert read["method"] == "PUBLISH" and read["x-wr-calname"] == "My events – GIN"
    return {str(entry["summary"]): entry for entry in read.walk("VEVENT")}


# The page


def test_page_lists_what_comes_and_below_it_what_is_over(member, zgz_member, krakow):
    now = timezone.now()
    titles = {"Later": 20, "Sooner": 10, "Over": -10}
    for title, days in titles.items():
        event = make_event(krakow, seats=1, text={"title": title})
        register(event, zgz_member)
        starts_at = now + timedelta(days=days)
        Event.objects.filter(pk=event.pk).update(
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
        )

    page = member.get(PAGE).text

    places = [page.index(title) for title in ("Coming", "Sooner", "Later", "Past", "Over")]
    assert places == sorted(places)
    assert all(
        registration.get_absolute_url() in page for registration in zgz_member.registrations.all()
    )


def test_page_says_how_each_stands(member, zgz_member, krakow, event, krk_editor):
    make_registration(event)
    waiting = register(event, zgz_member)
    asked = register(make_event(krakow, seats=1, needs_approval=True), zgz_member)
    cancelled = make_event(krakow, seats=1)
    register(cancelled, zgz_member)
    make("cancel", cancelled, user=krk_editor, note="The speaker is ill.")
    page = member.get(PAGE).text
    assert all(said in page for said in ("On the waiting list", "To be approved", "Cancelled"))

    first = event.registrations.exclude(pk=waiting.pk).get()
    registering.give_up(first, user=holder(first), now=timezone.now())
    assert "Place offered" in member.get(PAGE).text
    registering.give_up(asked, user=holder(asked), now=timezone.now())
    assert "To be approved" not in member.get(PAGE).text, "what was given up is gone"


def test_page_shows_nothing_of_others(member, event):
    other = make_registration(event)

    page = member.get(PAGE).text

    assert other.key not in page and "No registration yet" in page


def test_page_costs_the_same_for_many(
    member, zgz_member, krakow, django_assert_max_num_queries, calendar
):
    def register_for(days, number):
        for _each in range(number):
            event = make_event(krakow, seats=1)
            register(event, zgz_member)
            starts_at = timezone.now() + timedelta(days=days)
            Event.objects.filter(pk=event.pk).update(
                starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
            )

    register_for(9, 1), register_for(-9, 1)
    urls = (PAGE, calendar.get_absolute_url())
    counts = []
    for url in urls:
        member.get(url)
        with django_assert_max_num_queries(40) as counted:
            member.get(url)
        counts.append(len(counted))
    register_for(9, 29), register_for(-9, 29)
    for url, count in zip(urls, counts, strict=True):
        with django_assert_max_num_queries(count):
            member.get(url)
    assert "?page=2" in member.get(PAGE).text


# Its address


def test_address_is_given_renewed_and_ended(member, zgz_member):
    assert "Get the address" in member.get(PAGE).text

    assert member.post(RENEW).url == PAGE
    first = PrivateCalendar.objects.get(user=zgz_member)
    page = member.get(PAGE).text
    assert f'value="{first.address}"' in page
    assert first.address.startswith("http://127.0.0.1:8000/events/calendar/")
    assert f'href="webcal://127.0.0.1:8000{first.get_absolute_url()}"' in page

    member.post(RENEW)
    second = PrivateCalendar.objects.get(user=zgz_member)
    assert member.get(first.get_absolute_url()).status_code == 404, "the old address ends"
    assert member.get(second.get_absolute_url()).status_code == 200

    member.post(END)
    assert not PrivateCalendar.objects.exists()
    assert member.get(second.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("url", [RENEW, END])
def test_looking_at_an_address_changes_nothing(member, calendar, url):
    assert member.get(url).status_code == 405
    assert PrivateCalendar.objects.get().token == calendar.token


def test_one_ends_only_ones_own(member, zgz_member, krk_member):
    other = PrivateCalendar.objects.create(user=krk_member)

    member.post(END)
    member.post(RENEW)

    assert PrivateCalendar.objects.get(user=krk_member).token == other.token


# The calendar


def test_place_is_confirmed_and_brings_the_link_to_take_part(client, event, zgz_member, calendar):
    register(event, zgz_member, attendance="online")

    [(title, entry)] = entries(client, calendar).items()

    assert (title, entry["status"]) == ("Sensors in saffron", "CONFIRMED")
    assert entry["conference"] == entry["location"] == SECRET
    assert entry["dtstart"].dt == event.starts.replace(microsecond=0)
    assert entry["uid"] == f"event-{event.token}@127.0.0.1"


def test_what_is_uncertain_is_tentative_and_brings_no_link(
    client, event, zgz_member, krakow, calendar
):
    first = make_registration(event, attendance="online")
    waiting = register(event, zgz_member, attendance="online")
    register(make_event(krakow, seats=1, needs_approval=True), zgz_member)
    read = entries(client, calendar)
    assert read.keys() == {
        "Sensors in saffron (on the waiting list)",
        "Sensors in saffron (to be approved)",
    }
    assert {str(entry["status"]) for entry in read.values()} == {"TENTATIVE"}
    assert SECRET not in client.get(calendar.get_absolute_url()).text

    registering.give_up(first, user=holder(first), now=timezone.now())
    entry = entries(client, calendar)["Sensors in saffron (place offered)"]
    assert entry["status"] == "TENTATIVE"
    waiting.refresh_from_db()
    registering.accept(waiting, user=zgz_member, now=timezone.now())
    assert entries(client, calendar)["Sensors in saffron"]["status"] == "CONFIRMED"


def test_cancelled_event_stays_until_its_time_is_over(
    client, event, zgz_member, krk_editor, calendar
):
    register(event, zgz_member)
    sequence = entries(client, calendar)["Sensors in saffron"]["sequence"]
    make("cancel", event, user=krk_editor, note="The speaker is ill.")

    entry = entries(client, calendar)["Sensors in saffron"]
    assert entry["status"] == "CANCELLED" and entry["sequence"] > sequence
    with time_machine.travel(event.ends_at + timedelta(minutes=1)):
        assert not entries(client, calendar)


def test_place_stays_when_the_event_is_over_and_the_queue_does_not(
    client, event, zgz_member, krakow, calendar
):
    register(event, zgz_member)
    other = make_event(krakow, seats=1, text={"title": "Nobody got in"})
    make_registration(other)
    register(other, zgz_member)

    with time_machine.travel(event.ends_at + timedelta(days=1)):
        assert entries(client, calendar).keys() == {"Sensors in saffron"}


def test_what_was_given_up_or_never_confirmed_is_not_there(client, event, zgz_member, calendar):
    registration = register(event, zgz_member)
    registering.give_up(registration, user=holder(registration), now=timezone.now())
    make_unconfirmed(event, email=zgz_member.email)
    make_registration(event)

    assert not entries(client, calendar)


def test_calendar_is_in_the_language_of_its_address(client, event, zgz_member, calendar):
    EventText.objects.create(item=event, language="pl", title="Czujniki w szafranie")
    register(event, zgz_member)

    url = calendar.get_absolute_url()

    assert "Czujniki w szafranie" in client.get(f"/pl{url}").text
    assert "Sensors in saffron" in client.get(url).text


def test_calendar_opens_to_whoever_has_the_address_and_is_kept_nowhere(client, calendar):
    answer = client.get(calendar.get_absolute_url())

    assert answer["Cache-Control"] == "private, no-store"
    assert not client.cookies
    unknown = reverse("events:private_calendar", args=[uuid4()])
    assert client.get(unknown).status_code == 404


def test_calendar_of_a_deactivated_account_is_gone(client, zgz_member, calendar):
    zgz_member.is_active = False
    zgz_member.save()

    assert client.get(calendar.get_absolute_url()).status_code == 404
