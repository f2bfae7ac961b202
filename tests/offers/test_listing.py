"""Pages of the list: order, facets, words, pages that follow, ways out, expiry."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from offers.filters import Search
from offers.listing import OFFERS
from publishing.listing import Page, forget_roll, today
from tests.make import make_offer, make_published_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr("publishing.listing.PAGE", 3)


def ask(query="", *, day=None):
    return OFFERS.find(Search.from_query(QueryDict(query)), day=day or today())


def titles(page):
    return [line.text.title for line in page.lines]


def publish(organisation, title, **fields):
    return make_published_offer(organisation, text={"title": title}, **fields)


def counts(page, facet):
    shown = next((shown for shown in page.facets if shown.name == facet), None)
    return {option.value: option.count for option in shown.options} if shown else {}


def test_newest_offers_come_first(krk_company):
    for title in ("One", "Two", "Three"):
        publish(krk_company, title)

    assert titles(ask()) == ["Three", "Two", "One"]
    assert ask().total == 3


def test_drafts_and_archived_offers_are_not_listed(krk_company, krk_coordinator):
    make_offer(krk_company)
    publish(krk_company, "Listed")

    assert titles(ask()) == ["Listed"]


def test_pages_follow_one_another_and_lead_back(krk_company, short_pages):
    for number in range(8):
        publish(krk_company, str(number))

    first = ask()
    second = ask(first.next_query[1:])
    third = ask(second.next_query[1:])

    assert [*titles(first), *titles(second), *titles(third)] == list("76543210")
    assert (first.previous_query, third.next_query) == ("", "")
    assert titles(ask(third.previous_query[1:])) == titles(second)
    assert titles(ask(second.previous_query[1:])) == titles(first)


def test_pages_of_what_closes_first_follow_one_another_and_lead_back(krk_company, short_pages):
    for days in (30, 20, 20, 90, 20, 60, 15, 40):
        publish(krk_company, str(days), closes_on=today() + timedelta(days=days))

    first = ask("sort=closing")
    second = ask(first.next_query[1:])
    third = ask(second.next_query[1:])

    assert [*titles(first), *titles(second), *titles(third)] == (
        ["15", "20", "20", "20", "30", "40", "60", "90"]
    )
    assert titles(ask(third.previous_query[1:])) == titles(second)
    assert titles(ask(second.previous_query[1:])) == titles(first)


def test_many_that_close_first_are_met_along_the_index(krk_company, short_pages, monkeypatch):
    for days in (30, 20, 90, 15):
        publish(krk_company, str(days), closes_on=today() + timedelta(days=days), kind="offer")
    publish(krk_company, "request", closes_on=today() + timedelta(days=1), kind="request")
    monkeypatch.setattr("publishing.facets.FEW", 0)

    first = ask("sort=closing&kind=offer")

    assert titles(first) == ["15", "20", "30"]
    assert titles(ask(first.next_query[1:])) == ["90"]


def test_pages_of_the_best_matches_follow_one_another(krk_company, short_pages):
    for number in range(5):
        publish(krk_company, f"Pump {number}")

    first = ask("q=pump")
    second = ask(first.next_query[1:])

    assert [*titles(first), *titles(second)] == [f"Pump {n}" for n in (4, 3, 2, 1, 0)]
    assert titles(ask(second.previous_query[1:])) == titles(first)


def test_facets_narrow_and_their_values_widen(krk_company, zgz_company):
    publish(krk_company, "Polish offer")
    publish(krk_company, "Polish request", kind="request")
    publish(zgz_company, "Spanish request", kind="request")

    assert titles(ask("kind=request")) == ["Spanish request", "Polish request"]
    assert titles(ask("kind=request&cluster=KRK")) == ["Polish request"]
    assert ask("kind=request&kind=offer").total == 3


def test_counts_beside_a_facet_tell_what_choosing_it_would_find(krk_company, zgz_company):
    publish(krk_company, "Polish offer")
    publish(krk_company, "Polish request", kind="request")
    publish(zgz_company, "Spanish request", kind="request")

    page = ask("kind=request")

    assert counts(page, "kind") == {"offer": 1, "request": 2}
    assert counts(page, "cluster") == {"KRK": 1, "ZGZ": 1}
    for code, count in counts(page, "cluster").items():
        assert ask(f"kind=request&cluster={code}").total == count


def test_facet_below_opens_once_its_upper_one_is_chosen(krk_company):
    publish(krk_company, "Instruments", nace="26.51")

    assert counts(ask(), "division") == {}
    assert counts(ask("sector=C"), "division") == {"26": 1}
    assert titles(ask("sector=C&division=26")) == ["Instruments"]


def test_chosen_value_without_a_match_stays_in_sight(krk_company):
    publish(krk_company, "Offer")

    page = ask("kind=request")

    assert page.total == 0
    assert [pill.label for pill in page.search.pills] == ["request"]
    assert counts(page, "kind") == {"offer": 1, "request": 0}


def test_word_and_facets_narrow_together(krk_company, zgz_company):
    publish(krk_company, "Pump")
    publish(zgz_company, "Pump")
    publish(zgz_company, "Valve")

    page = ask("q=pumps&cluster=ZGZ")

    assert (page.total, page.is_about) == (1, False)
    assert counts(page, "cluster") == {"KRK": 1, "ZGZ": 1}


def test_common_word_is_counted_about(krk_company, zgz_company, monkeypatch):
    monkeypatch.setattr("publishing.search.CHUNK", 4)
    monkeypatch.setattr("publishing.search.ENOUGH", 3)
    for number in range(14):
        publish(krk_company if number % 2 else zgz_company, f"Pump {number}")

    page = ask("q=pump&sort=newest")
    narrow = ask("q=pump&cluster=KRK&sort=newest")

    assert (page.total, page.is_about) == (14, True)
    assert titles(page)[0] == "Pump 13"
    assert narrow.is_about
    assert titles(narrow)[:3] == ["Pump 13", "Pump 11", "Pump 9"]


def test_word_common_in_all_is_found_whole_where_it_is_rare(krk_company, zgz_company, monkeypatch):
    monkeypatch.setattr("publishing.search.CHUNK", 4)
    monkeypatch.setattr("publishing.search.ENOUGH", 3)
    publish(zgz_company, "Pump of old")
    for number in range(13):
        publish(krk_company, f"Pump {number}")
    search = Search.from_query(QueryDict("q=pump&cluster=ZGZ"))

    assert OFFERS.found_by(search).total() == ask("q=pump&cluster=ZGZ").total == 1


@pytest.mark.parametrize(("total", "about"), [(7, 7), (87, 87), (1234, 1200), (98765, 99000)])
def test_estimate_is_told_to_two_digits(total, about):
    page = Page([], total, True, [], None, "", Search())

    assert page.about == about


def test_excerpt_shows_where_a_word_was_found(krk_company):
    publish(krk_company, "Offer")
    offer = make_published_offer(
        krk_company,
        text={"title": "Other", "description": "<p>Made of <strong>beech</strong> wood.</p>"},
    )

    (line,) = ask("q=beech").lines

    assert line.offer == offer
    assert ("beech", True) in line.excerpt


def test_hidden_company_is_not_found_by_its_name(krk_company):
    publish(krk_company, "Secret", is_name_hidden=True)
    publish(krk_company, "Open")

    assert titles(ask("q=Laboratorium+Wisła")) == ["Open"]


def test_offer_shows_in_the_readers_language_or_in_its_own(krk_company):
    offer = publish(krk_company, "In English")
    offer.texts.create(language="pl", title="Po polsku", summary="Streszczenie", of_revision=1)
    publish(krk_company, "Only English")

    with override("pl"):
        assert titles(ask()) == ["Only English", "Po polsku"]
    with override("el"):
        assert titles(ask()) == ["Only English", "In English"]


def test_new_and_closing_soon_are_marked(krk_company):
    publish(krk_company, "Old", closes_on=today() + timedelta(days=60))
    line = ask().lines[0]
    assert (line.is_new, line.is_closing_soon) == (True, False)

    (later,) = ask(day=today() + timedelta(days=50)).lines

    assert (later.is_new, later.is_closing_soon) == (False, True)


def test_offer_is_open_to_the_end_of_its_last_day(krk_company):
    last = today() + timedelta(days=20)
    publish(krk_company, "Short", closes_on=last)

    assert ask(day=last).total == 1
    forget_roll()
    assert ask(day=last + timedelta(days=1)).total == 0


def test_what_closes_soon_is_counted_anew_each_day(krk_company):
    closes_on = today() + timedelta(days=20)
    publish(krk_company, "Short", closes_on=closes_on)

    assert ask("closing=soon").total == 0
    assert titles(ask("closing=soon", day=closes_on - timedelta(days=14))) == ["Short"]


def test_empty_page_leads_on_to_what_would_be_found(krk_company):
    publish(krk_company, "Centrifuge")

    search = Search.from_query(QueryDict("q=centrifuge&kind=request"))
    found = {way.label: way.total for way in OFFERS.ways_out(search, day=today())}

    assert OFFERS.find(search, day=today()).total == 0
    assert found == {"Search without the filter “Type”": 1}


def test_mistyped_word_leads_to_what_may_be_meant(krk_company):
    publish(krk_company, "Centrifuge")

    (way,) = OFFERS.ways_out(Search.from_query(QueryDict("q=centrifgue")), day=today())

    assert "centrifuge" in way.label
    assert titles(ask(way.url[1:])) == ["Centrifuge"]


@pytest.mark.parametrize(
    "query",
    ["", "kind=offer", "sort=closing", "q=offer", "q=offer&kind=offer", "q=nothing", "sector=C"],
)
def test_page_costs_no_more_queries_for_thirty_offers_than_for_one(krk_company, query):
    make_published_offer(krk_company)
    ask(query)
    with CaptureQueriesContext(connection) as one:
        ask(query)
    for _number in range(29):
        make_published_offer(krk_company)

    with CaptureQueriesContext(connection) as thirty:
        ask(query)

    assert len(thirty) <= len(one) <= 10


@pytest.mark.parametrize(
    "query",
    [
        "from=99999999999999999999",
        "from=-1",
        "from=abc",
        "from=2026-13-45_1&sort=closing",
        "from=9999-12-31_999999999999&sort=closing",
        "from=%00",
        "from=12&q=pump&sort=relevance",
        "kind=%00",
        "kind=" + "x" * 5000,
        "q=%00%00",
        "q=" + "pump+" * 2000,
        "sort=%00",
        "&".join(f"target=C{n}" for n in range(300)),
    ],
    ids=lambda query: query[:30],
)
def test_odd_addresses_are_answered_with_a_list(krk_company, query):
    publish(krk_company, "Pump")

    assert ask(query).total in (0, 1)


def test_search_goes_into_an_address_and_comes_back():
    query = "q=pump&kind=offer&cluster=KRK&cluster=ZGZ&sort=closing"

    search = Search.from_query(QueryDict(query))

    assert Search.from_query(QueryDict(search.query()[1:])) == search


def test_taking_out_a_sector_takes_out_its_branches(krk_company):
    search = Search.from_query(QueryDict("sector=C&division=26&kind=offer"))

    assert search.without("sector", "C") == "?kind=offer"


def test_equal_searches_have_one_canonical_address():
    asked = "kind=request&cluster=ZGZ&kind=offer&q=milk"

    def canonical(query):
        return Search.from_query(QueryDict(query)).canonical

    with_all = canonical(f"{asked}&sort=newest&from=7")
    assert with_all == canonical("q=++milk&kind=offer&kind=request&cluster=none")
    assert with_all == "q=milk&kind=offer&kind=request"
    assert canonical("sort=closing") == ""


def test_part_put_in_place_says_how_many_filters_are_chosen(client, krk_company):
    publish(krk_company, "One")

    part = client.get("/offers/?kind=offer&kind=request", headers={"HX-Request": "true"}).text

    assert "<html" not in part
    assert re.search(r'id="chosen" hx-swap-oob="innerHTML">\s*Filters \(2 chosen\)', part)


def test_order_by_relevance_needs_words():
    assert Search.from_query(QueryDict("sort=relevance")).sort == "newest"
    assert Search.from_query(QueryDict("q=pump")).sort == "relevance"


def test_day_of_the_network_begins_at_midnight_in_its_zone():
    assert isinstance(today(), date)
    assert today() == timezone.localdate()
