"""The next date of an event: a draft that says the same of another day."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventText, Series
from moves.machine import make
from partners.pictures import open_picture
from publishing.images import add_image, remove_image
from publishing.models import Image, Revision
from tests.events.make import make_event, make_question, make_registration, make_series
from tests.hostile import picture
from tests.make import make_organisation

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def editor(client, krk_editor):
    client.force_login(krk_editor)
    return client


def url(event):
    return reverse("events:clone", args=[event.pk])


def typed(starts_at="2031-02-06T10:00", **more):
    return {"token": str(uuid4()), "starts_at": starts_at, **more}


def draft_of(event):
    return Event.objects.exclude(pk=event.pk).get()


def local(moment, zone=WARSAW):
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def at(*numbers, zone=WARSAW):
    return datetime(*numbers, tzinfo=zone)


def test_draft_says_the_same_of_another_day(editor, krk_editor, krakow):
    organisation = make_organisation(krakow)
    event = make_event(
        krakow,
        seats=12,
        organisation=organisation,
        mode="both",
        seats_online=50,
        needs_approval=True,
        largest_group=4,
        hold_hours=24,
        online_url="https://meet.example/1",
        audience="members",
        kind="training",
        languages=["pl", "en"],
    )
    EventText.objects.create(item=event, language="pl", title="Czujniki", summary="Po polsku")
    question = make_question(
        event, "one", answers="Yes\nNo", en="Lunch?", pl="Obiad?", is_required=True
    )
    make_question(event, en="Second?")
    make_registration(event, answers={question.key: 1})
    make("cancel", event, user=krk_editor, note="Flooded.")

    page = editor.post(url(event), typed())

    draft = draft_of(event)
    assert page["Location"] == draft.get_edit_url()
    assert (draft.state, draft.author, draft.is_cancelled) == ("draft", krk_editor, False)
    assert (draft.registrations.count(), draft.taken_on_site) == (0, 0)
    assert draft.published_at is draft.position is draft.changed_at is None
    for name in (
        *("cluster", "organisation", "mode", "seats_on_site", "seats_online", "needs_approval"),
        *("largest_group", "hold_hours", "online_url", "audience", "kind", "languages", "venue"),
    ):
        assert getattr(draft, name) == getattr(event, name), name
    assert [t.title for t in draft.texts.all()] == ["Sensors in saffron", "Czujniki"]
    first, second = draft.questions.all()
    assert (first.kind, first.is_required, str(second)) == ("one", True, "Second?")
    assert [(t.language, t.label, t.answers) for t in first.texts.all()] == [
        ("en", "Lunch?", "Yes\nNo"),
        ("pl", "Obiad?", "Yes\nNo"),
    ]
    assert event.questions.count() == 2 and draft.token != event.token
    assert editor.get(draft.get_edit_url()).status_code == 200


def test_end_and_registration_keep_their_distance_by_the_clocks(editor, krakow):
    event = make_event(
        krakow,
        timezone="Europe/Warsaw",
        starts_at=at(2030, 10, 22, 9),  # summer time
        ends_at=at(2030, 10, 23, 17, 30),
        opens_at=at(2030, 10, 1, 8),
        closes_at=at(2030, 10, 20, 23, 59),
    )

    editor.post(url(event), typed("2030-12-03T14:00"))  # winter time, and another hour

    draft = draft_of(event)
    assert local(draft.starts_at) == "2030-12-03 14:00"
    assert local(draft.ends_at) == "2030-12-04 22:30"
    assert local(draft.opens_at) == "2030-11-12 08:00"
    assert local(draft.closes_at) == "2030-12-01 23:59"
    assert draft.starts_at == datetime(2030, 12, 3, 13, tzinfo=UTC)


def test_begin_that_no_clock_shows_is_refused(editor, krakow):
    event = make_event(krakow, timezone="Europe/Warsaw", starts_at=at(2030, 3, 1, 2, 30))

    page = editor.post(url(event), typed("2030-03-31T02:30"))

    assert page.status_code == 422 and "clocks go forward" in page.text
    assert Event.objects.count() == 1


def test_end_that_no_clock_shows_is_an_hour_later(editor, krakow):
    event = make_event(
        krakow,
        timezone="Europe/Warsaw",
        starts_at=at(2030, 3, 2, 21),
        ends_at=at(2030, 3, 3, 2, 30),
    )

    editor.post(url(event), typed("2030-03-30T21:00"))

    assert local(draft_of(event).ends_at) == "2030-03-31 03:30"


@pytest.mark.parametrize("name", ["event", "registration"])
def test_clocks_of_a_night_turn_nothing_round(editor, krakow, name):
    """02:30 is 03:30 in that night, and 03:10 stays: what is later has to stay later."""
    pair = {"starts_at": at(2030, 3, 30, 2, 30), "ends_at": at(2030, 3, 30, 3, 10)}
    if name == "registration":
        pair = {
            "starts_at": at(2030, 4, 6, 9),
            "ends_at": at(2030, 4, 6, 12),
            "opens_at": at(2030, 3, 24, 2, 30),
            "closes_at": at(2030, 3, 24, 3, 10),
        }
        begin = "2030-04-13T09:00"
    else:  # in the night in which they go back, from the second 02:30 to the first
        pair = {
            "starts_at": at(2030, 10, 27, 2, 45),
            "ends_at": at(2030, 10, 27, 2, 15).replace(fold=1),
        }
        begin = "2030-11-03T02:45"
    event = make_event(krakow, timezone="Europe/Warsaw", **pair)

    page = editor.post(url(event), typed(begin))

    draft = draft_of(event)
    assert page.status_code == 302
    assert draft.ends_at > draft.starts_at
    if name == "registration":
        assert draft.closes_at - draft.opens_at == timedelta(minutes=40)


def test_whole_days_stay_whole_days(editor, krakow):
    event = make_event(
        krakow,
        timezone="Europe/Warsaw",
        is_all_day=True,
        starts_at=at(2030, 3, 28),
        ends_at=at(2030, 3, 30),
    )
    assert 'type="date"' in editor.get(url(event)).text

    editor.post(url(event), typed("2030-03-30"))  # over the night in which clocks go forward

    draft = draft_of(event)
    assert (local(draft.starts_at), local(draft.ends_at)) == (
        "2030-03-30 00:00",
        "2030-04-01 00:00",
    )


def test_draft_without_times_can_be_put_on_a_day(editor, krakow):
    event = make_event(krakow, state="draft")
    Event.objects.update(starts_at=None, ends_at=None, closes_at=timezone.now())

    editor.post(url(event), typed())

    draft = draft_of(event)
    assert draft.starts_at and draft.ends_at is draft.closes_at is None


@pytest.mark.parametrize(
    ("was", "offered"),
    [
        (at(2030, 6, 20, 10), "2030-06-27T10:00"),
        (at(2030, 5, 15, 10), "2030-06-19T10:00"),
        (at(2029, 12, 5, 10), "2030-06-19T10:00"),
    ],
)
def test_same_day_of_a_week_to_come_is_offered(client, krk_editor, krakow, was, offered):
    event = make_event(krakow, timezone="Europe/Warsaw", starts_at=was)
    with time_machine.travel("2030-06-12T12:00:00Z", tick=False):
        client.force_login(krk_editor)
        text = client.get(url(event)).text

    assert f'value="{offered}"' in text


def test_form_sent_twice_makes_one_draft(editor, krakow):
    event = make_event(krakow)
    data = typed(in_series="on")

    pages = [editor.post(url(event), data) for _time in range(2)]

    assert pages[0]["Location"] == pages[1]["Location"] == draft_of(event).get_edit_url()
    assert Series.objects.count() == 1


def test_token_of_a_draft_of_others_makes_nothing(editor, krakow, zaragoza):
    event, foreign = make_event(krakow), make_event(zaragoza, state="draft")

    page = editor.post(url(event), typed(token=str(foreign.token)))

    assert page.status_code == 404
    assert Event.objects.count() == 2


def test_both_are_put_into_a_new_series(editor, krakow):
    event = make_event(krakow)
    EventText.objects.create(item=event, language="pl", title="Czujniki", summary="Po polsku")

    editor.post(url(event), typed(in_series="on"))

    series = Series.objects.get()
    assert {each.series for each in Event.objects.all()} == {series}
    assert [(t.language, t.title) for t in series.texts.all()] == [
        ("en", "Sensors in saffron"),
        ("pl", "Czujniki"),
    ]
    event.refresh_from_db()
    assert event.is_changed_since_review
    assert Revision.objects.about(event).first().data["fields"]["series"] == series.pk


def test_series_of_the_event_goes_on_or_not(editor, krakow):
    event = make_event(krakow)
    series = make_series(krakow, event)
    assert "Put it into the series “Saffron season”" in editor.get(url(event)).text

    editor.post(url(event), typed(in_series="on"))
    editor.post(url(event), typed())

    assert {e.series for e in Event.objects.exclude(pk=event.pk)} == {series, None}
    assert Series.objects.count() == 1


def test_pictures_are_shown_by_both_and_kept_until_neither_does(
    editor, krakow, django_capture_on_commit_callbacks
):
    event = make_event(krakow)
    upload = SimpleUploadedFile("crocus.png", picture("PNG", 600))
    image = add_image(event, open_picture(upload), alternative_text="A crocus")

    editor.post(url(event), typed())

    shared = Image.objects.about(draft_of(event)).get()
    assert (shared.renditions, shared.alternative_text) == (image.renditions, "A crocus")
    with django_capture_on_commit_callbacks(execute=True) as deleted:
        remove_image(image)
    assert not deleted
    with django_capture_on_commit_callbacks(execute=True) as deleted:
        remove_image(shared)
    assert deleted


def test_translation_that_is_older_than_its_original_stays_so(editor, krk_editor, krakow):
    event = make_event(krakow)
    event.texts.update(of_revision=3)
    EventText.objects.create(item=event, language="pl", title="Aktualny", of_revision=3)
    EventText.objects.create(item=event, language="es", title="Antiguo", of_revision=2)

    editor.post(url(event), typed())
    draft = draft_of(event)
    make("submit", draft, user=krk_editor)

    older = {text.language: text.is_older_than_original for text in draft_of(event).texts.all()}
    assert older == {"en": False, "es": True, "pl": False}


@pytest.mark.parametrize("starts_at", ["", "soon", "9999-12-31T10:00", "\0"])
def test_bad_day_is_told(editor, krakow, starts_at):
    event = make_event(krakow)

    assert editor.post(url(event), typed(starts_at)).status_code == 422
    assert Event.objects.count() == 1
