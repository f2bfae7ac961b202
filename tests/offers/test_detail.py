"""The page of an offer: who sees it in which state, whose name is on it, and what one may do."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from moves.machine import make
from offers.models import Bookmark, Offer
from partners.limits import Limit
from publishing.listing import forget_roll
from publishing.models import State
from tests.make import make_offer, make_organisation, make_published_offer, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
SECRET = "Quietly Brewing S.A."


def page(client, offer, user=None, query=""):
    if user:
        client.force_login(user)
    return client.get(offer.get_absolute_url() + query)


def expire(offer):
    Offer.objects.filter(pk=offer.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    forget_roll()


@pytest.fixture
def hidden(krakow):
    """An offer of a company that hides its name."""
    organisation = make_organisation(krakow, legal_name=SECRET, short_name="Quietly", founded=1987)
    return make_published_offer(organisation, is_name_hidden=True)


# States


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.ARCHIVED])
def test_what_is_not_public_is_seen_by_its_own_people_alone(
    client, state, krk_company, krk_member, krk_editor, zgz_member, zgz_coordinator
):
    offer = make_offer(krk_company, state=state)

    assert page(client, offer).status_code == 404
    for user, status in (
        (zgz_member, 404), (zgz_coordinator, 404), (krk_member, 200), (krk_editor, 200),
    ):  # fmt: skip
        assert page(client, offer, user).status_code == status


def test_expired_offer_is_readable_but_says_that_it_closed(client, krk_company):
    offer = make_published_offer(krk_company)
    expire(offer)

    response = page(client, offer)

    assert "This closed on" in response.text
    assert "It is not open, and takes no replies." in response.text
    assert "application/ld+json" not in response.text


@pytest.mark.parametrize(
    "reference", ["KRK-2026-99999999", "KRK-2026-1", "krk-2026-0001", "KRK-2026-0001%00", "9" * 99]
)
def test_bad_references_are_no_pages(client, db, reference):
    assert client.get(f"/offers/{reference}/").status_code == 404


# Names


def test_hidden_company_is_named_to_its_own_people_alone(
    client, hidden, krk_editor, zgz_member, zgz_coordinator
):
    for user in (None, zgz_member, zgz_coordinator):
        text = page(client, hidden, user).text
        assert "A company from Kraków" in text
        assert not re.search("quietly|1987", text, re.IGNORECASE)
    own = page(client, hidden, krk_editor).text
    assert "Quietly" in own
    assert "Hidden from readers" in own


def test_hidden_company_is_not_found_by_its_name(client, hidden):
    for query in ("Quietly", "Brewing", "Quietly+Brewing"):
        assert client.get(f"{reverse('offers:list')}?q={query}").text.count(hidden.reference) == 0
    assert hidden.reference in client.get(f"{reverse('offers:list')}?q={hidden.reference}").text


@pytest.mark.parametrize("name", ["feed", "csv", "json"])
def test_hidden_company_is_in_no_feed_and_no_file(client, hidden, name):
    response = client.get(reverse(f"offers:{name}"))
    content = b"".join(response.streaming_content) if response.streaming else response.content

    assert hidden.reference in content.decode()
    assert b"Quietly" not in content


def test_shown_company_is_named_and_linked(client, krk_company):
    text = page(client, make_published_offer(krk_company)).text

    assert f'href="{krk_company.get_absolute_url()}"' in text


def test_structured_data_names_what_the_page_names(client, hidden, krk_company):
    def data(offer):
        text = page(client, offer).text
        return json.loads(re.search(r'ld\+json">(.*?)</script>', text, re.DOTALL)[1])

    shown = make_published_offer(krk_company, kind="request", text={"title": "</script><b>&"})
    assert (data(shown)["@type"], data(shown)["name"]) == ("Demand", "</script><b>&")
    assert data(shown)["seller"]["name"] == krk_company.name
    assert "seller" not in data(hidden)


# Languages


def test_reader_gets_the_own_language_and_is_told_of_the_original(client, krk_company):
    offer = make_published_offer(krk_company)
    offer.texts.create(language="pl", title="Po polsku", summary="Streszczenie")

    with override("pl"):
        polish = client.get(offer.get_absolute_url()).text
    assert '<h1 lang="pl">Po polsku</h1>' in polish
    assert f'<h1 lang="en">{offer.original.title}</h1>' in page(client, offer).text
    assert "Older than the original" in page(client, offer, query="?text=pl").text
    assert "Po polsku" in page(client, offer, query="?text=pl").text
    assert page(client, offer, query="?text=zz%00").status_code == 200


# Replies


def test_page_says_who_gets_a_reply_or_why_one_cannot(
    client, krk_company, krk_member, zgz_member, zgz_company, stranger
):
    offer = make_published_offer(krk_company)

    assert "Sign in to reply" in page(client, offer).text
    assert "This is your own" in page(client, offer, krk_member).text
    assert "Once you speak for one" in page(client, offer, stranger).text
    assert (
        reverse("offers:interest", args=[offer.reference]) in page(client, offer, zgz_member).text
    )
    make_thread(offer, zgz_company)
    assert "Open the conversation" in page(client, offer, zgz_member).text


def test_offer_that_takes_no_replies_says_so(client, krk_company):
    offer = make_published_offer(krk_company, accepts_interest=False)

    assert "It takes no replies at the moment" in page(client, offer).text


# Bookmarks


def test_bookmark_is_kept_once_and_taken_away(client, krk_company, zgz_member):
    offer = make_published_offer(krk_company)
    client.force_login(zgz_member)
    url = reverse("offers:bookmark", args=[offer.reference])

    for _twice in range(2):
        client.post(url, {"keep": "1"})
    assert offer.title in client.get(reverse("offers:bookmarks")).text
    assert 'aria-pressed="true"' in page(client, offer).text
    client.post(url, {"keep": ""})
    assert not Bookmark.objects.exists()
    assert client.get(url).status_code == 405


def test_many_bookmarks_in_an_hour_are_too_many(client, krk_company, zgz_member, monkeypatch):
    monkeypatch.setattr("offers.views.detail.KEPT", Limit("few", times=1, seconds=3600))
    client.force_login(zgz_member)
    for _time in range(2):
        url = reverse("offers:bookmark", args=[make_published_offer(krk_company).reference])
        answer = client.post(url, {"keep": "1"}, follow=True)

    assert "many offers just now" in answer.text
    assert Bookmark.objects.count() == 1


def test_what_was_saved_and_is_archived_is_no_longer_shown(client, krk_company, zgz_member):
    offer = make_published_offer(krk_company)
    Bookmark.objects.create(user=zgz_member, offer=offer)
    Offer.objects.update(state=State.ARCHIVED)
    client.force_login(zgz_member)

    assert offer.title not in client.get(reverse("offers:bookmarks")).text


def test_nobody_bookmarks_what_they_may_not_see(client, krk_company, zgz_member):
    client.force_login(zgz_member)
    url = reverse("offers:bookmark", args=[make_offer(krk_company).reference])

    assert client.post(url, {"keep": "1"}).status_code == 404
    assert client.post(url, {"keep": "1", "next": "https://evil.example/"}).status_code == 404


# What may be done


def test_own_people_see_their_moves_and_others_none(client, krk_company, krk_member, zgz_member):
    offer = make_offer(krk_company)

    assert "Submit for review" in page(client, offer, krk_member).text
    make("submit", offer, user=krk_member)
    assert "Take back to mend" in page(client, offer, krk_member).text
    published = make_published_offer(krk_company)
    assert published.get_edit_url() not in page(client, published, zgz_member).text


# Cost


def test_page_costs_the_same_with_one_and_with_many_beside_it(client, krk_company, zgz_company):
    def cost(number):
        """Of a page that is not kept yet."""
        with CaptureQueriesContext(connection) as queries:
            page(client, offer, query=f"?{number}")
        return len(queries)

    offer = make_published_offer(krk_company)
    for _each in range(3):
        make_published_offer(krk_company)
    cost(0)
    few = cost(1)
    for _each in range(30):
        make_published_offer(zgz_company)

    assert cost(2) == few <= 15
    assert cost(2) == 1


def test_similar_offers_share_keywords_else_the_sector(client, krk_company):
    keyword = {"technology": ["31048788"]}
    offer = make_published_offer(krk_company, nace="26", **keyword)
    same = make_published_offer(krk_company, nace="01", **keyword)
    sector = make_published_offer(krk_company, nace="28", technology=["31049261"])
    make_published_offer(krk_company, nace="84", technology=["31049261"])

    similar = page(client, offer).context["detail"].similar

    assert {line.offer for line in similar} == {same, sector}
