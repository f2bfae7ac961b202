"""The demo network, loaded once for all tests of this file."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gin.demo import load, times
from gin.demo.network import PASSWORD
from moves.generation import current
from moves.models import Decision
from offers.alerts import day_of
from offers.filters import Search
from offers.models import Alert, Offer, OfferText
from offers.requirements import LIMITS, has
from partners.models import Cluster, Membership, Organisation, StaffRole, User
from partners.vocabularies import labels
from publishing.lengths import excess
from publishing.models import Report, Revision
from threads.models import Message, ReadMark, Stage, Thread

CODES = ("KRK", "ZGZ", "CLJ", "KOZ")


@pytest.fixture
def offers(demo, db) -> list[Offer]:
    return list(Offer.objects.select_related("cluster").prefetch_related("texts"))


def test_fills_the_network(demo, db):
    assert demo["clusters"] == 4
    assert demo["organisations"] >= 40
    assert demo["offers and requests"] >= 60
    assert Organisation.objects.filter(state="verified").count() == demo["organisations"]


@pytest.mark.parametrize("code", CODES)
def test_has_one_person_for_each_role_in_each_cluster(demo, db, code):
    local = code.lower()
    for role in ("coordinator", "editor"):
        assert StaffRole.objects.active().filter(
            user__email=f"{role}@{local}.example", cluster__code=code, role=role
        )
    for name, key, role in (("member", "devices", "owner"), ("colleague", "analytics", "member")):
        assert Membership.objects.active().filter(
            user__email=f"{name}@{local}.example",
            organisation__source_id=f"{local}-{key}",
            role=role,
        )
    assert Membership.objects.waiting().filter(
        user__email=f"pending@{local}.example", organisation__source_id=f"{local}-foods"
    )


def test_everybody_signs_in_with_the_password_of_the_demo(demo, db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    people = User.objects.all()
    assert len(set(people.values_list("password", flat=True))) == 1
    assert authenticate(username="member@krk.example", password=PASSWORD)
    assert not people.exclude(emailaddress__verified=True).exists()


def test_opens_the_administration_to_coordinators_and_the_administrator(demo, db):
    staff = User.objects.filter(is_staff=True)
    coordinators = User.objects.filter(staff_roles__role="coordinator").distinct()
    assert set(staff) == {*coordinators, User.objects.get(email="admin@gin.example")}
    both = User.objects.get(email="coordinator@krk-zgz.example")
    assert [c.code for c in Cluster.objects.coordinated_by(both)] == ["KRK", "ZGZ"]


@pytest.mark.parametrize("code", CODES)
def test_shows_offers_in_every_state_in_each_cluster(offers, code):
    day = timezone.localdate()
    own = [offer for offer in offers if offer.cluster.code == code]
    states = Counter(offer.state for offer in own)
    assert set(states) == {"draft", "submitted", "published", "returned", "archived"}
    assert states["published"] >= 10
    assert any(offer.state == "published" and offer.closes_on < day for offer in own)
    assert any(offer.is_name_hidden for offer in own)
    assert any(offer.type == "RDR" for offer in own)


def test_speaks_the_languages_of_the_regions_and_translates_a_third(offers):
    originals = Counter(offer.language for offer in offers)
    assert originals["en"] >= 20
    assert all(originals[language] >= 5 for language in ("pl", "es", "ro", "el"))
    assert sum(len(offer.texts.all()) > 1 for offer in offers) * 3 >= len(offers)


def test_what_was_submitted_is_complete(offers):
    day = timezone.localdate()
    for offer in offers:
        if offer.state != "draft":
            gaps = offer.gaps()
            if offer.closes_on < day:
                gaps.pop("closes_on")
            assert not gaps, f"{offer.source_id}: {gaps}"


def test_no_text_is_longer_than_its_limit(offers):
    for text in OfferText.objects.select_related("item"):
        for field in LIMITS:
            value = getattr(text, field)
            assert not excess(value, LIMITS[field]), (
                f"{text.item.source_id} {text.language}: {field}"
            )
            assert not value or has(text.item.type, field), f"{text.item.source_id}: {field}"


@pytest.mark.parametrize(
    ("field", "vocabulary"),
    [
        ("technology", "technology"),
        ("market", "market"),
        ("cooperation", "cooperation"),
        ("partner_kinds", "partner_kind"),
    ],
)
def test_all_codes_are_known(offers, field, vocabulary):
    assert {code for offer in offers for code in getattr(offer, field)} <= labels(vocabulary).keys()


def test_translations_say_what_the_original_says(offers):
    for offer in offers:
        for text in offer.texts.all():
            assert [bool(getattr(text, name)) for name in LIMITS] == [
                bool(getattr(offer.original, name)) for name in LIMITS
            ], f"{offer.source_id} {text.language}"


def test_lists_are_in_the_order_of_publication(offers):
    listed = sorted((o for o in offers if o.position is not None), key=lambda o: o.position)
    moments = [offer.published_at for offer in listed]
    assert moments == sorted(moments)
    assert [o.position for o in Offer.objects.listed().order_by("position")] == sorted(
        o.position for o in offers if o.state == "published" and o.closes_on >= timezone.localdate()
    )


def test_references_count_up_with_the_days_on_which_they_were_written(offers):
    for code in CODES:
        own = sorted((o for o in offers if o.cluster.code == code), key=lambda o: o.created_at)
        references = [offer.reference for offer in own]
        assert references == sorted(references)
        assert all(reference.startswith(f"{code}-") for reference in references)


def test_nothing_happened_just_now(demo, db):
    recently = timezone.now() - timedelta(hours=1)
    for found in (
        Decision.objects.filter(at__gt=recently),
        Revision.objects.filter(at__gt=recently),
        Offer.objects.filter(published_at__gt=recently),
        Thread.objects.filter(last_message_at__gt=recently, created_at__lt=recently),
    ):
        assert not found.exists()


def test_a_life_has_its_order(offers):
    for offer in offers:
        steps = [offer.created_at, offer.submitted_at, offer.published_at]
        known = [at for at in steps if at]
        assert known == sorted(known), offer.source_id
        decided = [d.at for d in Decision.objects.about(offer)]
        assert decided == sorted(decided, reverse=True)


def test_some_offers_have_changed_since_they_were_reviewed(demo, db):
    changed = Offer.objects.changed_since_review()
    assert changed.exists()
    older = [text for offer in changed for text in offer.texts.all() if not text.is_original]
    assert any(text.is_older_than_original for text in older)


def test_reports_wait_in_the_queue(demo, db):
    reports = Report.objects.waiting().select_related("cluster", "user")
    assert {report.cluster.code for report in reports} == {"KRK", "KOZ"}
    assert all(report.at < timezone.now() - timedelta(hours=1) for report in reports)


def test_what_was_said_some_days_ago_is_read(demo, db):
    editor = User.objects.get(email="editor@krk.example")
    read = ReadMark.objects.filter(user=editor, thread__state__in=[Stage.AGREEMENT, Stage.DECLINED])
    assert read.exists()
    assert all(mark.read_at >= mark.thread.last_message_at for mark in read)


def test_conversations_stand_in_every_stage(demo, db):
    assert set(Thread.objects.values_list("state", flat=True)) == set(Stage.values)
    assert Thread.objects.overdue(timezone.now()).exists()
    assert Thread.objects.filter(
        is_owner_hidden=True, is_sender_hidden=True, state=Stage.INTRODUCED
    ).exists()
    assert Message.objects.filter(is_note=True).exists()


def test_conversations_run_forward(demo, db):
    for thread in Thread.objects.prefetch_related("messages"):
        moments = [message.at for message in thread.messages.order_by("pk")]
        assert moments == sorted(moments)
        assert moments[0] == thread.created_at
        assert thread.answered_at is None or thread.created_at < thread.answered_at
        if thread.state == Stage.NEW:
            assert thread.answered_at is None


def test_people_have_saved_searches_which_the_lists_know(demo, db):
    alerts = Alert.objects.select_related("user")
    assert set(alerts.values_list("frequency", flat=True)) == {"daily", "weekly", "paused"}
    for alert in alerts:
        assert Search.from_query(QueryDict(alert.query)).canonical == alert.query
        assert alert.created_at < timezone.now() - timedelta(days=1)
    assert not alerts.due_on(day_of(timezone.now())).exists()


def test_tells_nobody_by_mail(demo, db):
    assert not DBTaskResult.objects.exists()


def test_loading_it_again_changes_nothing(demo, db):
    def kept():
        counted = (Decision, Revision, Alert)
        return current(), *(model.objects.count() for model in counted)

    before = kept()
    assert load(now=timezone.now() + timedelta(days=3)) == demo
    assert kept() == before


def test_command_prints_what_is_there(demo, db, settings):
    settings.DEMO = True
    told = StringIO()
    call_command("load_demo", stdout=told)
    assert "     4 clusters" in told.getvalue()


def test_moments_keep_their_order_through_the_day():
    now = timezone.now()
    days = [3.9, 3.0, 2.5, 1.999, 1.0, 0.99, 0.5, 0]
    moments = [times.moment(now, ago) for ago in days]
    assert moments == sorted(moments)
    assert moments[-1] == now
    assert all(9 <= timezone.localtime(at).hour <= 18 for at in moments[:5])
