"""From announcing an event to taking part in it, with and without scripts."""

from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from events import tickets
from events.models import Event, Participant, Registration
from events.tasks import keep_time
from tests.browser.steps import fill, follow, open_mail, press, sees
from tests.events.make import make_event, make_registration

pytestmark = pytest.mark.usefixtures("vocabularies")
TITLE = "Sensors in saffron"


def announce(page: Page) -> None:
    day = timezone.localdate() + timedelta(days=30)
    follow(page, "Events of your cluster")
    follow(page, "Announce an event")
    fill(
        page,
        {
            "Title": TITLE,
            "Summary": "Growers and engineers compare.",
            "Description": "A season of measurements, and what came of it.",
            "Begins": f"{day}T10:00",
            "Ends": f"{day}T13:00",
            "Venue": "Town hall",
            "City": "Kraków",
            "Places on site": "1",
        },
    )
    press(page, "Submit for review")
    sees(page, "Submitted. The cluster reviews it within five working days.")


def register(page: Page, name: str) -> None:
    page.goto("/events/")
    follow(page, TITLE)
    follow(page, "Register")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    fill(page, {"E-mail": f"{name.lower()}@elsewhere.example"})
    press(page, "Register")
    sees(page, "We have sent you an e-mail")
    open_mail(page, "Confirm your registration")
    press(page, "Confirm my registration")


def calendar_of(page: Page) -> icalendar.Event:
    with page.expect_download() as started:
        follow(page, "Add to calendar")
    [entry] = icalendar.Calendar.from_ical(Path(started.value.path()).read_bytes()).walk("VEVENT")
    return entry


def test_an_event_is_announced_reviewed_and_visited(
    browse, krakow, krk_editor, krk_coordinator, complaints
):
    announce(browse(krk_editor))
    coordinator = browse(krk_coordinator)
    follow(coordinator, f"Review {TITLE}")
    press(coordinator, "Publish")
    sees(coordinator, "Published. Readers find it from now on.")

    visitor = browse()
    register(visitor, "Ana")

    sees(visitor, "You have a place")
    entry = calendar_of(visitor)
    assert entry["summary"] == TITLE
    assert entry["dtstart"].dt == Event.objects.get().starts
    assert visitor.context.cookies() == [], "who only registers is given no cookie"
    assert complaints == []


def test_a_freed_place_goes_to_the_next_in_the_queue(browse, krakow, krk_editor, complaints):
    event = make_event(krakow, seats=1)
    people = {name: browse() for name in ("Ana", "Boris", "Carla")}
    for name, page in people.items():
        register(page, name)
    sees(people["Boris"], "You are number 1.")
    sees(people["Carla"], "You are number 2.")

    people["Ana"].on("dialog", lambda dialog: dialog.accept())  # with scripts, it asks first
    press(people["Ana"], "Cancel my registration")
    sees(people["Ana"], "Your registration is cancelled")
    open_mail(people["Boris"], "A place is free for you")
    sees(people["Boris"], "A place is kept for you")
    expect(people["Boris"].get_by_role("button", name="Take the place")).to_be_visible()
    Registration.objects.filter(state="offered").update(
        offered_until=timezone.now() - timedelta(seconds=1)
    )
    keep_time.call()
    people["Boris"].reload()
    sees(people["Boris"], "The place went to the next")

    open_mail(people["Carla"], "A place is free for you")
    press(people["Carla"], "Take the place")
    sees(people["Carla"], "You have a place")

    editor = browse(krk_editor)
    editor.goto(event.get_absolute_url())
    follow(editor, "State and history")
    fill(editor, {"Reason": "The greenhouse is flooded."})
    press(editor, "Cancel the event")
    sees(people["Carla"], "You have a place")
    people["Carla"].get_by_role("contentinfo").get_by_role("link", name="Mailbox").click()
    follow(people["Carla"], f"Cancelled: {TITLE}")
    sees(people["Carla"], "The greenhouse is flooded.")
    sees(people["Carla"], f"event-{event.pk}.ics")
    assert complaints == []


def test_people_are_checked_in_on_a_telephone(browse, krakow, krk_editor, complaints):
    event = make_event(krakow, seats=2, starts_at=timezone.now() + timedelta(minutes=5))
    for name in ("Ana", "Boris"):
        make_registration(event, name=name)
    page = browse(krk_editor)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(reverse("events:check_in", args=[event.pk]))
    sees(page, "0 of 2")

    page.get_by_label("Name or organisation").fill("BORIS")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ana")).to_have_count(0)
    press(page, "Check in Boris")
    sees(page, "1 of 2")
    press(page, "Undo Boris")
    sees(page, "0 of 2")

    page.goto(tickets.address(Participant.objects.get(name="Ana")))
    press(page, "Check in")
    sees(page, "by Ewa Nowak")
    follow(page, "All who are expected")
    sees(page, "1 of 2")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert complaints == []
