"""The desk: what waits for whom, and nothing of others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gin.desk import Desk
from offers.models import Bookmark, Offer
from publishing.listing import today
from tests.make import (
    make_alert,
    make_membership,
    make_offer,
    make_organisation,
    make_published_offer,
    make_thread,
    make_user,
)
from threads.models import Message, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
DESK = reverse("gin:desk")


def desk_of(user):
    return Desk(user, now=timezone.now())


def reply(offer, organisation, **fields):
    """A conversation in which the side that posted the offer has to answer."""
    thread = make_thread(offer, organisation, **fields)
    Message.objects.create(
        thread=thread,
        user=thread.sender,
        side=Side.SENDER,
        body="What does it cost?",
        token=uuid4(),
    )
    return thread


def test_newcomer_is_shown_the_next_step(client, stranger):
    client.force_login(stranger)

    text = client.get(DESK).text

    assert reverse("partners:join") in text
    assert reverse("partners:pending") in text
    assert reverse("publishing:queue") not in text


def test_coordinator_sees_what_waits_in_the_own_clusters(
    client, krk_coordinator, krk_company, zgz_company, krakow
):
    make_offer(
        krk_company, state="submitted", submitted_at=timezone.now(), text={"title": "Ours waits"}
    )
    make_offer(
        zgz_company, state="submitted", submitted_at=timezone.now(), text={"title": "Theirs waits"}
    )
    make_membership(make_user(), make_organisation(krakow), state="pending")
    client.force_login(krk_coordinator)

    text = client.get(DESK).text
    desk = desk_of(krk_coordinator)

    assert "Ours waits" in text
    assert "Theirs waits" not in text
    assert (desk.waiting["submitted"], desk.approvals) == (1, 1)


def test_who_is_let_into_the_administration_finds_it(client, krk_coordinator, administrator):
    client.force_login(krk_coordinator)
    assert reverse("admin:index") not in client.get(DESK).text
    client.force_login(administrator)
    assert reverse("admin:index") in client.get(DESK).text


def test_editor_has_no_queue_but_figures_and_what_closes(client, krk_editor, krk_company):
    offer = make_published_offer(krk_company, text={"title": "Closes first"})
    Offer.objects.update(closes_on=today() + timedelta(days=4))
    client.force_login(krk_editor)

    text = client.get(DESK).text

    assert "To review" not in text
    assert [row.offer for row in desk_of(krk_editor).closing] == [offer]
    assert "Closes first" in text
    assert "closing within two weeks" in text


def test_member_sees_own_offers_replies_and_what_was_saved(
    client, krk_member, krk_company, zgz_company
):
    own = make_published_offer(krk_company, text={"title": "Our own"})
    kept = make_published_offer(zgz_company, text={"title": "Kept in sight"})
    draft = make_offer(krk_company, author=krk_member, text={"title": "Half written"})
    Bookmark.objects.create(user=krk_member, offer=kept)
    reply(own, zgz_company, answer_due_at=timezone.now() - timedelta(days=1))
    client.force_login(krk_member)

    text = client.get(DESK).text
    desk = desk_of(krk_member)

    assert [row.offer for row in desk.own] == [own]
    assert [row.offer for row in desk.drafts] == [draft]
    assert [row.offer for row in desk.kept] == [kept]
    assert [row.thread.subject for row in desk.to_answer] == ["Our own"]
    for words in ("Our own", "Kept in sight", "Half written", "Overdue", zgz_company.name):
        assert words in text
    assert "New profiles by month" not in text


def test_hidden_name_of_the_other_side_is_not_told(client, krk_member, krk_company, zgz_company):
    reply(make_published_offer(krk_company), zgz_company, is_sender_hidden=True)
    client.force_login(krk_member)

    text = client.get(DESK).text

    assert "A company from Zaragoza" in text
    assert zgz_company.name not in text


def test_chart_counts_the_months_up_to_now(krk_editor, krk_company, zgz_company):
    make_published_offer(zgz_company)
    for days in (0, 0, 32, 400):
        offer = make_published_offer(krk_company)
        at = timezone.now() - timedelta(days=days)
        Offer.objects.filter(pk=offer.pk).update(published_at=at)

    bars = desk_of(krk_editor).chart.bars

    assert len(bars) == 6
    assert bars[-1].month == today().replace(day=1)
    assert (bars[-1].count, sum(bar.count for bar in bars)) == (2, 3)
    assert max(bar.height for bar in bars) == 110


def test_desk_costs_the_same_for_one_and_for_many(
    client, krk_coordinator, krk_company, zgz_company
):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(DESK).status_code == 200
        return len(queries)

    def fill(number):
        for _each in range(number):
            offer = make_published_offer(krk_company)
            reply(offer, zgz_company)
            make_offer(krk_company, state="submitted", submitted_at=timezone.now())
            make_offer(krk_company, author=krk_coordinator)
            Bookmark.objects.create(user=krk_coordinator, offer=offer)
            make_alert(krk_coordinator)
        Offer.objects.filter(state="published").update(closes_on=today() + timedelta(days=4))

    client.force_login(krk_coordinator)
    fill(2)
    cost()
    few = cost()
    fill(28)

    assert cost() == few
