"""Announcing an event: the form, its times, and the way to the public."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from events.models import Event
from moves.machine import make
from tests.events.make import make_event
from tests.pages import Page

pytestmark = pytest.mark.django_db
URL = "/events/new/"


def form(**fields):
    return {
        "token": str(uuid4()),
        "version": "0",
        "kind": "workshop",
        "language": "en",
        "title": "Sensors in saffron",
        "summary": "Growers and engineers compare.",
        "description": "A season of measurements.",
        "audience": "public",
        "timezone": "Europe/Athens",
        "starts_at": "2030-12-03T17:00",
        "ends_at": "2030-12-03T19:30",
        "mode": "on_site",
        "venue": "Greenhouse",
        "city": "Kozani",
        "languages": ["el", "en"],
        "registration": "none",
        **fields,
    }


@pytest.fixture
def editor(client, krk_editor):
    client.force_login(krk_editor)
    return client


def test_times_are_kept_by_the_clocks_of_the_place(editor):
    editor.post(URL, form())

    event = Event.objects.get()
    assert event.starts_at == datetime(2030, 12, 3, 15, tzinfo=UTC)
    page = editor.get(event.get_edit_url()).text
    assert 'value="2030-12-03T17:00"' in page and 'value="2030-12-03T19:30"' in page


def test_whole_days_keep_their_days_when_saved_again(editor):
    editor.post(URL, form(is_all_day="on", ends_at="2030-12-04T00:00"))
    event = Event.objects.get()
    for _time in range(2):
        version = Event.objects.get().version
        editor.post(
            event.get_edit_url(),
            form(is_all_day="on", ends_at="2030-12-04T00:00", version=version, token=event.token),
        )

    event = Event.objects.get()
    assert (event.first_day.day, event.last_day.day) == (3, 4)
    assert 'value="2030-12-04T00:00"' in editor.get(event.get_edit_url()).text


def test_form_opens_with_the_usual_choices(editor):
    page = Page(editor.get(URL).text)

    fields = next(form.fields for form in page.forms if "venue" in form.fields)
    assert (fields["mode"], fields["registration"]) == (["on_site"], ["portal"])
    assert fields["timezone"] == ["Europe/Brussels"], "that of the editor's cluster"


def test_time_that_no_clock_shows_is_refused(editor):
    page = editor.post(URL, form(starts_at="2030-03-31T03:30", ends_at="2030-03-31T05:00"))

    assert page.status_code == 422
    assert "clocks go forward" in page.text and "2030-03-31T03:30" in page.text


def test_hour_that_comes_twice_is_the_first(editor):
    editor.post(URL, form(starts_at="2030-10-27T03:30", ends_at="2030-10-27T06:00"))

    assert Event.objects.get().starts_at == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_at": "2030-12-03T16:00"}, "Let it end after it begins."),
        ({"starts_at": "soon"}, "Enter a day and a time"),
        ({"starts_at": "9999-12-31T23:59"}, "Enter a day and a time"),
        ({"timezone": "Mars/Olympus"}, "Select a valid choice"),
        ({"mode": "\0"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(editor, fields, said):
    page = editor.post(URL, form(**fields))

    assert page.status_code == 422
    assert said in page.text and "Growers and engineers" in page.text
    assert not Event.objects.exists()


def test_submitting_asks_for_what_is_missing(editor):
    page = editor.post(
        URL, form(action="submit", venue="", summary="", languages=[], registration="elsewhere")
    )

    assert page.status_code == 422
    for said in ("Name the venue.", "Write a summary", "language of the event", "one registers"):
        assert said in page.text


def test_event_of_the_past_is_not_submitted(editor):
    page = editor.post(
        URL, form(action="submit", starts_at="2020-01-01T10:00", ends_at="2020-01-01T12:00")
    )

    assert "still to come" in page.text


def test_what_is_over_may_still_be_mended(client, krakow, krk_editor):
    event = make_event(krakow, starts_at=timezone.now() - timedelta(days=9))
    client.force_login(krk_editor)
    page = client.post(
        event.get_edit_url(),
        form(
            version=event.version,
            token=event.token,
            starts_at="2020-01-01T10:00",
            ends_at="2020-01-01T12:00",
            title="Mended",
        ),
    )

    assert page.status_code == 302
    assert Event.objects.get().title == "Mended"


@pytest.mark.parametrize("action", ["save", "submit", "anything"])
def test_published_event_is_not_made_longer_than_one_may_be(client, krakow, krk_editor, action):
    event = make_event(krakow)
    client.force_login(krk_editor)

    page = client.post(
        event.get_edit_url(),
        form(
            version=event.version,
            token=event.token,
            starts_at="2030-01-01T10:00",
            ends_at="2030-09-01T10:00",
            action=action,
        ),
    )

    assert page.status_code == 422
    assert "within sixty days" in page.text


def test_from_draft_to_the_public_list(client, krk_editor, krk_coordinator, mailoutbox):
    client.force_login(krk_editor)
    client.post(URL, form(action="submit"))
    event = Event.objects.get()
    assert event.state == "submitted"
    client.logout()
    assert client.get(event.get_absolute_url()).status_code == 404

    client.force_login(krk_coordinator)
    client.post(
        reverse("publishing:move", args=[event.kind_of_item, event.pk]),
        {"move": "publish", "version": event.version},
    )
    client.logout()

    assert "Sensors in saffron" in client.get(reverse("events:list")).text


def test_two_editors_of_one_event_are_told(client, krakow, krk_editor):
    event = make_event(krakow)
    client.force_login(krk_editor)
    fields = form(version=event.version, token=event.token, timezone="Europe/Warsaw")
    client.post(event.get_edit_url(), fields)

    page = client.post(event.get_edit_url(), fields | {"title": "Another title"})

    assert page.status_code == 409
    assert Event.objects.get().title == "Sensors in saffron"


def test_draft_is_kept_by_the_way(editor):
    fields = form()
    first = editor.post(reverse("events:autosave"), fields)
    again = editor.post(
        reverse("events:autosave"), fields | {"version": first.json()["version"], "venue": ""}
    )

    assert again.status_code == 200
    assert "Name the venue." in again.json()["hints"]
    assert Event.objects.count() == 1


@pytest.mark.parametrize("person", ["stranger", "krk_member", "zgz_member"])
def test_who_works_for_no_cluster_announces_nothing(client, person, request, krakow):
    event = make_event(krakow)
    client.force_login(request.getfixturevalue(person))

    assert client.get(URL).status_code == 403
    assert client.post(URL, form()).status_code == 403
    assert client.get(reverse("events:mine")).status_code == 403
    assert client.get(event.get_edit_url()).status_code == 403


def test_company_that_hosts_an_event_does_not_write_it(client, krk_company, krk_member):
    event = make_event(krk_company.cluster, organisation=krk_company, state="draft")
    client.force_login(krk_member)

    assert client.get(event.get_absolute_url()).status_code == 404


def test_staff_of_another_cluster_do_not_know_a_draft(client, krakow, zgz_editor):
    event = make_event(krakow, state="draft")
    client.force_login(zgz_editor)

    for url in (event.get_absolute_url(), event.get_edit_url()):
        assert client.get(url).status_code == 404
    assert "saffron" not in client.get(reverse("events:mine")).text


def test_cancelled_event_stays_and_says_so(client, krakow, krk_editor):
    event = make_event(krakow)

    make("cancel", event, user=krk_editor, note="The greenhouse is flooded.")

    assert "This event is cancelled." in client.get(event.get_absolute_url()).text
    assert "Cancelled" in client.get(reverse("events:list")).text
    text = client.get(reverse("events:event_ics", args=[event.pk])).text
    assert "STATUS:CANCELLED" in text and "SEQUENCE:2" in text


def test_editor_cancels_an_event_on_its_page_and_gives_the_reason(editor, krakow):
    event = make_event(krakow)
    page = Page(editor.get(reverse("publishing:review", args=[event.kind_of_item, event.pk])).text)
    form = next(form for form in page.forms if ("move", "cancel") in form.buttons)
    sent = {**{name: values[0] for name, values in form.fields.items()}, "move": "cancel"}

    refused = editor.post(form.action, sent)
    assert refused.status_code == 422 and "Give a reason" in refused.text
    done = editor.post(form.action, {**sent, "note": "The greenhouse is flooded."}, follow=True)

    assert "All who have registered are told why" in done.text
    assert Event.objects.get().is_cancelled


def test_no_button_and_no_form_makes_a_move_that_is_a_part_of_something_else(editor, krakow):
    event = make_event(krakow)
    kind = event.kind_of_item
    assert "reschedule" not in editor.get(reverse("publishing:review", args=[kind, event.pk])).text

    move = reverse("publishing:move", args=[kind, event.pk])
    answer = editor.post(move, {"move": "reschedule", "version": event.version})

    assert answer.status_code == 403
    assert Event.objects.get().changed_at is None


def test_what_is_over_is_not_cancelled(krakow, krk_editor):
    event = make_event(krakow, starts_at=timezone.now() - timedelta(days=2))
    with pytest.raises(PermissionDenied):
        make("cancel", event, user=krk_editor, note="Late.")
