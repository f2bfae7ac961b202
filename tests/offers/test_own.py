"""Own offers: the next step of each, keeping them open longer, and being told in time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from offers.listing import OFFERS
from offers.models import Offer
from offers.tasks import remind_of_closing
from publishing.listing import forget_roll, today
from publishing.models import Revision
from tests.make import make_member, make_offer, make_published_offer
from tests.offers.forms import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
MINE = reverse("offers:mine")


def close_in(offer, days):
    Offer.objects.filter(pk=offer.pk).update(closes_on=today() + timedelta(days=days))
    offer.refresh_from_db()
    forget_roll()
    OFFERS.roll(today())


def extend(client, offer, days, **more):
    url = reverse("offers:extend", args=[offer.reference])
    return client.post(url, {"closes_on": (today() + timedelta(days=days)).isoformat(), **more})


@pytest.fixture
def member(client, krk_member):
    client.force_login(krk_member)
    return client


def test_each_state_says_what_comes_next(member, krk_company):
    make_offer(krk_company, text={"summary": ""})
    make_offer(krk_company, state="submitted")
    make_offer(krk_company, state="returned")
    make_offer(krk_company, state="archived")
    close_in(make_published_offer(krk_company), 5)
    close_in(make_published_offer(krk_company), -1)

    text = member.get(MINE).text

    for words in (
        "1 thing is missing.",
        "reviews it within five working days",
        "Read why it was returned",
        "Reopen it to use it again",
        "It closes soon.",
        "It has closed.",
    ):
        assert words in text


def test_list_is_narrowed_by_state(member, krk_company):
    make_offer(krk_company, text={"title": "Draft one"})
    make_published_offer(krk_company, text={"title": "Public one"})

    text = member.get(f"{MINE}?state=draft").text

    assert "Draft one" in text
    assert "Public one" not in text
    assert member.get(f"{MINE}?state=none").status_code == 404
    assert member.get(f"{MINE}?page=%00").status_code == 200


def test_only_own_ones_are_listed(client, krk_company, zgz_company, zgz_member, krk_editor):
    offer = make_offer(krk_company, text={"title": "Of Kraków"})

    for user, is_listed in ((zgz_member, False), (krk_editor, True)):
        client.force_login(user)
        assert (offer.title in client.get(MINE).text) is is_listed


def test_list_costs_the_same_for_one_and_for_many(member, krk_company):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            member.get(MINE)
        return len(queries)

    make_offer(krk_company)
    cost()
    one = cost()
    for number in range(30):
        make_offer(krk_company, text={"title": f"Number {number}"})

    assert cost() == one


# Extending


def test_expired_offer_that_is_extended_is_listed_again(member, krk_company):
    offer = make_published_offer(krk_company)
    close_in(offer, -3)
    assert not Offer.objects.listed().exists()

    response = extend(member, offer, 60)

    assert response.url == offer.get_absolute_url()
    assert Offer.objects.listed().get().closes_on == today() + timedelta(days=60)
    assert Revision.objects.about(offer).count() == 2


@pytest.mark.parametrize("days", [-1, 366])
def test_offer_is_extended_to_a_day_within_a_year(member, krk_company, days):
    offer = make_published_offer(krk_company)

    response = extend(member, offer, days)

    assert response.status_code == 422
    assert "closes_on" in response.context["form"].errors
    assert Offer.objects.get().closes_on == offer.closes_on


def test_only_own_published_offers_are_extended(client, krk_company, krk_member, zgz_member):
    offer = make_published_offer(krk_company)
    draft = make_offer(krk_company)

    client.force_login(zgz_member)
    assert extend(client, offer, 60).status_code == 403
    assert extend(client, draft, 60).status_code == 404
    client.force_login(krk_member)
    assert extend(client, draft, 60).status_code == 403


def test_form_that_was_open_meanwhile_does_not_put_the_old_day_back(member, krk_company):
    offer = make_published_offer(krk_company)
    data = opened(offer, title="Other words")
    extend(member, offer, 300)

    assert member.post(offer.get_edit_url(), data).status_code == 409


def test_extension_leads_nowhere_else(member, krk_company):
    offer = make_published_offer(krk_company)

    assert extend(member, offer, 9, next="https://evil.example/").url == offer.get_absolute_url()
    assert extend(member, offer, 9, next=MINE).url == MINE


# Taking replies


def test_offer_stops_taking_replies_and_starts_again(member, krk_company, zgz_member, client):
    offer = make_published_offer(krk_company)
    url = reverse("offers:replies", args=[offer.reference])

    for accept in ("", "1"):
        member.post(url, {"accept": accept})
        assert Offer.objects.get().accepts_interest is bool(accept)
    client.force_login(zgz_member)
    assert client.post(url, {"accept": ""}).status_code == 403


# Notices


def test_people_are_told_once_two_weeks_before_it_closes(krk_company, krk_member):
    offer = make_published_offer(krk_company, author=krk_member)
    close_in(offer, 14)
    mail.outbox.clear()

    for _twice in range(2):
        remind_of_closing.call()

    (message,) = mail.outbox
    assert message.to == [krk_member.email]
    assert offer.title in message.subject
    assert reverse("offers:extend", args=[offer.reference]) in message.body


def test_extended_offer_is_told_of_again(krk_company, krk_member, member):
    offer = make_published_offer(krk_company, author=krk_member)
    close_in(offer, 3)
    remind_of_closing.call()
    extend(member, offer, 10)
    mail.outbox.clear()

    remind_of_closing.call()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("days", [15, -1])
def test_nobody_is_told_too_early_or_too_late(krk_company, krk_member, days):
    close_in(make_published_offer(krk_company, author=krk_member), days)
    mail.outbox.clear()

    remind_of_closing.call()

    assert not mail.outbox


def test_notice_is_in_the_language_of_who_gets_it(krk_company, krk_member):
    krk_member.language = "pl"
    krk_member.save()
    offer = make_published_offer(krk_company, author=krk_member)
    offer.texts.create(language="pl", title="Po polsku")
    close_in(offer, 3)
    mail.outbox.clear()

    remind_of_closing.call()

    assert "Po polsku" in mail.outbox[0].subject
    assert "/pl/offers/" in mail.outbox[0].body


def test_former_author_is_not_told(krk_company, krk_member):
    author = make_member(krk_company)
    close_in(make_published_offer(krk_company, author=author), 3)
    author.memberships.update(state="ended")
    mail.outbox.clear()

    remind_of_closing.call()

    assert [message.to for message in mail.outbox] == [[krk_member.email]]
