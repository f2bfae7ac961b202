"""Items in the lists: their places, and finding common words and rare ones."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from moves import generation
from offers.models import Offer
from publishing import search
from publishing.facets import Choice, kind_of
from publishing.search import Question, index, unindex
from tests.make import make_offer, make_published_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_chunks(monkeypatch):
    """Four positions a chunk, and three matches in two chunks make a common word."""
    monkeypatch.setattr(search, "CHUNK", 4)
    monkeypatch.setattr(search, "ENOUGH", 3)


def publish_titles(organisation, *titles):
    return [make_published_offer(organisation, text={"title": title}) for title in titles]


def found(text, chosen=None):
    return Question(Offer, text, chosen or {}).find()


def test_positions_follow_the_order_of_publication(krk_company):
    offers = publish_titles(krk_company, "One", "Two", "Three")

    assert [offer.position for offer in offers] == [0, 1, 2]


def test_item_published_again_keeps_its_position(krk_company, krk_coordinator):
    first, _second = publish_titles(krk_company, "One", "Two")
    with transaction.atomic():
        unindex([first])
        index(first)

    first.refresh_from_db()
    assert first.position == 0
    assert found("One").positions == [0]


def test_unindexed_item_is_found_by_nothing(krk_company):
    offer, _other = publish_titles(krk_company, "Centrifuge", "Pump")

    unindex([offer])

    assert found("centrifuge").positions == []
    assert Choice(kind_of(Offer), {}).newest(9) == [1]
    assert not Offer.objects.listed().filter(pk=offer.pk).exists()


def test_unindexing_nothing_changes_nothing(krk_company):
    before = generation.current()

    unindex([make_offer(krk_company)])

    assert generation.current() == before


def test_index_and_unindex_are_told_to_kept_pages(krk_company):
    (offer,) = publish_titles(krk_company, "Centrifuge")
    number = generation.current()

    unindex([offer])

    assert generation.current() > number


def test_rare_word_is_counted_exactly(krk_company, small_chunks):
    publish_titles(krk_company, "Centrifuge", *["Pump"] * 11)

    rare = found("centrifuge")

    assert (rare.positions, rare.is_part) == ([0], False)


def test_common_word_is_read_from_the_newest(krk_company, small_chunks):
    publish_titles(krk_company, *["Pump"] * 14)

    common = found("pump")

    assert common.is_part
    assert common.positions == [13, 12, 11, 10, 9, 8]
    assert common.since == 8


def test_pages_of_a_common_word_leave_none_out(krk_company, small_chunks):
    publish_titles(krk_company, *["Pump", "Valve"] * 8)
    question, pages, before = Question(Offer, "pump", {}), [], None

    while page := question.newest(3, before=before):
        pages += page
        before = page[-1]

    assert pages == [14, 12, 10, 8, 6, 4, 2, 0]


def test_way_back_finds_the_next_newer_ones(krk_company, small_chunks):
    publish_titles(krk_company, *["Pump", "Valve"] * 8)

    assert Question(Offer, "pump", {}).oldest(2, after=0) == [2, 4]


def test_search_is_narrowed_by_facets(krk_company, zgz_company):
    make_published_offer(krk_company, text={"title": "Pump"})
    make_published_offer(zgz_company, text={"title": "Pump"}, kind="request")

    assert found("pump", {"cluster": ["ZGZ"]}).positions == [1]
    assert found("pump", {"cluster": ["KRK", "ZGZ"], "kind": ["offer"]}).positions == [0]


def test_word_in_the_title_weighs_more_than_in_the_description(krk_company):
    make_published_offer(krk_company, text={"title": "Centrifuge for milk"})
    make_published_offer(krk_company, text={"description": "<p>Not a centrifuge.</p>"})
    question = Question(Offer, "centrifuge", {})

    assert question.find().positions == [1, 0]
    assert question.ranked([1, 0]) == [0, 1]


@pytest.mark.parametrize("text", ["", "   ", "the of and", "!!! ()|&:*", "\\'"])
def test_question_without_a_word_finds_nothing(krk_company, text):
    publish_titles(krk_company, "Pump")

    assert found(text).positions == []
    assert Question(Offer, text, {}).newest(5) == []


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("pl", "Czujniki wilgotności gleby", "czujnikami"),
        ("pl", "Żółte światło", "zolte swiatlo"),
        ("es", "Fabricación de envases", "envase fabricacion"),
        ("ro", "Senzori pentru apă", "senzor apa"),
        ("el", "Αισθητήρες εδάφους", "αισθητηρας"),
        ("en", "Packaging machines", "machine"),
    ],
)
def test_inflected_and_unaccented_words_are_found_in_each_language(
    krk_company, language, title, asked
):
    make_published_offer(krk_company, language=language, text={"title": title})

    assert found(asked).positions == [0]


@pytest.mark.parametrize("code", ["o'fer", "of fer", "a&b|c", "x:*", "\\"])
def test_facet_codes_cannot_break_out_of_a_question(krk_company, code):
    publish_titles(krk_company, "Pump")

    assert found("pump", {"kind": [code]}).positions == []


@pytest.mark.django_db(transaction=True)
def test_items_published_at_once_never_share_a_position(krk_company):
    offers = [make_offer(krk_company) for _number in range(8)]
    Offer.objects.update(published_at="2026-01-01T00:00Z")

    def publish(offer):
        with transaction.atomic():
            index(Offer.objects.get(pk=offer.pk))
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, offers))

    assert sorted(Offer.objects.values_list("position", flat=True)) == list(range(8))
    assert Choice(kind_of(Offer), {}).total() == 8
