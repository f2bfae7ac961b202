"""The season of events of the demo network, loaded once for all tests of this file."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from events.audiences import Audience, code
from events.filters import PastSearch, Search
from events.listing import EVENTS
from events.models import Event, EventText, Participant, Registration
from events.models.events import Kind, Mode
from events.requirements import LIMITS
from gin.demo.events import load_events
from moves.models import Decision
from partners.models import Cluster
from publishing.lengths import excess
from publishing.models import Attachment, Revision, State


@pytest.fixture
def events(demo, db) -> list[Event]:
    return list(Event.objects.select_related("cluster").prefetch_related("texts"))


def test_fills_the_season(demo, events):
    assert demo["events"] == len(events) >= 25
    assert {event.kind for event in events} == set(Kind)
    assert {event.mode for event in events} == set(Mode)
    assert {event.language for event in events} == {"en", "pl", "es", "ro", "el"}
    assert sum(len(event.texts.all()) > 1 for event in events) * 4 >= len(events)
    assert any(event.is_all_day for event in events)


def test_shows_events_in_every_state(events):
    now = timezone.now()
    states = Counter(event.state for event in events)
    assert states.keys() == {State.DRAFT, State.SUBMITTED, State.PUBLISHED}
    assert states[State.DRAFT] == states[State.SUBMITTED] == 1
    assert sum(event.is_cancelled for event in events) == 1
    assert sum(event.is_over_at(now) for event in events) == 3


def test_most_are_for_everybody(events):
    audiences = Counter(event.audience for event in events)
    assert audiences[Audience.MEMBERS] == 2
    assert audiences[Audience.CLUSTER] == 1


def test_takes_place_by_the_clocks_of_its_cluster(events):
    assert len({event.timezone for event in events}) == 4
    assert all(event.timezone == event.cluster.timezone for event in events)
    assert all(event.first_day.weekday() < 5 for event in events)


def test_what_was_published_was_complete(events):
    for event in events:
        if event.state == State.PUBLISHED:
            day = timezone.localdate(event.published_at)
            gaps = event.gaps_with(event.original, day=day)
            assert not gaps, f"{event.source_id}: {gaps}"


def test_no_text_is_longer_than_its_limit(demo, db):
    for text in EventText.objects.select_related("item"):
        for field, limit in LIMITS.items():
            assert not excess(getattr(text, field), limit), f"{text.item.source_id}: {field}"


def test_programmes_are_read_as_they_were_meant(events):
    for text in (text for event in events for text in event.texts.all()):
        assert all(part.entries for part in text.parts), f"{text.item.source_id}: programme"
        assert all(about for _name, about in text.people), f"{text.item.source_id}: speakers"


def test_translations_say_what_the_original_says(events):
    for event in events:
        for text in event.texts.all():
            assert [bool(getattr(text, name)) for name in LIMITS] == [
                bool(getattr(event.original, name)) for name in LIMITS
            ], f"{event.source_id} {text.language}"


def test_lists_know_which_are_over(events):
    everybody = [code(event.audience, event.cluster) for event in events]
    over, coming = (
        EVENTS.found_by(search(audiences=tuple(everybody))).total()
        for search in (PastSearch, Search)
    )
    assert over == 3
    assert over + coming == sum(event.state == State.PUBLISHED for event in events)


def test_what_was_done_runs_forward_and_is_past(events):
    for event in events:
        decided = [decision.at for decision in Decision.objects.about(event).order_by("pk")]
        assert decided == sorted(decided)
        assert all(at < timezone.now() for at in decided)


def test_loading_them_again_changes_nothing(demo, db):
    def kept():
        return [
            *Event.objects.order_by("pk").values_list("pk", "version", "starts_at"),
            *(model.objects.count() for model in (EventText, Decision, Revision)),
        ]

    before = kept()
    load_events(Cluster.objects.all(), now=timezone.now() + timedelta(days=3))
    assert kept() == before


def test_people_register_and_one_event_is_full(demo, events):
    assert demo["registrations"] > 100
    states = Counter(Registration.objects.values_list("state", flat=True))
    assert {"placed", "waiting", "offered", "requested", "cancelled"} == states.keys()
    [full] = [event for event in events if event.seats_on_site == event.taken_on_site]
    assert full.registrations.waiting().exists()
    assert Participant.objects.count() > Registration.objects.count(), "some come in groups"


def test_some_events_belong_to_a_series(events):
    series = Counter(event.series_id for event in events if event.series_id)
    assert sorted(series.values()) == [2, 3, 3]


def test_some_ask_on_the_form_and_are_answered(events):
    asking = [event for event in events if event.questions.exists()]
    assert len(asking) == 2
    for event in asking:
        assert all(registration.answers for registration in event.registrations.all())


def test_past_events_have_materials_arrivals_and_feedback(events):
    past = [event for event in events if event.is_over_at(timezone.now())]
    for event in past:
        assert Attachment.objects.about(event).exists()
        assert event.feedback.count() >= 4
    arrived = Participant.objects.filter(checked_in_at__isnull=False)
    assert {each.registration.event_id for each in arrived} < {event.pk for event in past}
    coming = Registration.objects.filter(event__ends_at__gt=timezone.now())
    assert not coming.exclude(reminded_at=None).exists()
