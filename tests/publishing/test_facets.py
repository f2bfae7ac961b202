"""Counts and lists by bits, held against the same asked of plain Python sets."""

import random
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import connection
from django.utils import timezone

from offers.models import Offer
from publishing.facets import LISTED, Choice, add, kind_of, place, remove
from publishing.models import FacetChunk
from publishing.models.facets import CHUNK
from tests.make import make_published_offer

pytestmark = pytest.mark.django_db

FACETS = {"kind": ("offer", "request"), "cluster": ("KRK", "ZGZ", "CLJ"), "target": ("PL", "ES")}


@pytest.fixture
def kind():
    return kind_of(Offer)


@pytest.fixture
def placed(kind):
    """Forty items over three chunks: position → the codes it bears."""
    chance = random.Random(7)
    positions = chance.sample(range(3 * CHUNK), 40)
    items = {}
    for position in positions:
        codes = {
            (facet, code)
            for facet, known in FACETS.items()
            for code in known
            if chance.random() < 0.5
        }
        place(kind, position, codes)
        items[position] = codes
    return items


def chosen_by(items, chosen, within=None):
    return {
        position
        for position, codes in items.items()
        if all(any((facet, code) in codes for code in chosen[facet]) for facet in chosen)
        and (within is None or position in within)
    }


CHOICES = [
    {},
    {"kind": ("offer",)},
    {"kind": ("offer", "request")},
    {"cluster": ("KRK", "CLJ"), "target": ("ES",)},
    {"kind": ("request",), "cluster": ("ZGZ",), "target": ("PL", "ES")},
    {"kind": ("unknown",)},
]


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_choice_finds_what_bears_a_code_of_each_facet(kind, placed, chosen):
    expected = chosen_by(placed, chosen)

    choice = Choice(kind, chosen)

    assert choice.total() == len(expected)
    assert choice.newest(100) == sorted(expected, reverse=True)
    assert choice.oldest(100) == sorted(expected)


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_counts_of_a_facet_leave_out_what_is_chosen_of_it(kind, placed, chosen):
    counts = Choice(kind, chosen).counts([*FACETS, LISTED[0]])

    assert counts.pop(LISTED[0]).get(LISTED[1], 0) == len(chosen_by(placed, chosen))
    for facet, codes in FACETS.items():
        others = {name: known for name, known in chosen.items() if name != facet}
        expected = {
            code: len([p for p in chosen_by(placed, others) if (facet, code) in placed[p]])
            for code in codes
        }
        assert counts[facet] == {code: n for code, n in expected.items() if n}


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_choice_within_positions_finds_none_outside_them(kind, placed, chosen):
    within = set(list(placed)[:15])

    choice = Choice(kind, chosen, within=within)

    assert choice.newest(100) == sorted(chosen_by(placed, chosen, within), reverse=True)
    assert choice.total() == len(chosen_by(placed, chosen, within))


def test_within_no_position_nothing_is_found(kind, placed):
    choice = Choice(kind, {}, within=[])

    assert choice.newest(10) == []
    assert choice.counts(FACETS) == {facet: {} for facet in FACETS}


def test_pages_follow_one_another_over_the_edges_of_chunks(kind, placed):
    choice, pages, before = Choice(kind, {}), [], None

    while page := choice.newest(7, before=before):
        pages += page
        before = page[-1]

    assert pages == sorted(placed, reverse=True)


def test_oldest_after_a_position_are_the_next_newer_ones(kind, placed):
    in_order = sorted(placed)

    assert Choice(kind, {}).oldest(3, after=in_order[10]) == in_order[11:14]


def test_totals_tell_how_many_there_are_from_a_position_on(kind, placed):
    chosen = {"kind": ("offer",)}
    positions = chosen_by(placed, chosen)

    for since in (0, 1, CHUNK, CHUNK + 77, max(positions), 3 * CHUNK):
        newest = sum(position >= since for position in positions)
        assert Choice(kind, chosen).totals(since) == (len(positions), newest)


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("total", [None, 3])
def test_walk_along_a_column_meets_those_chosen_over_empty_chunks(
    kind, krk_company, is_descending, total
):
    closes = timezone.localdate() + timedelta(days=30)
    for number, position in enumerate((3, CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 5, 4 * CHUNK)):
        offer = make_published_offer(krk_company, closes_on=closes + timedelta(days=number % 4))
        remove(kind, [Offer.objects.get(pk=offer.pk).position])
        Offer.objects.filter(pk=offer.pk).update(position=position)
        place(kind, position, {("cluster", "KRK" if number else "ZGZ")})
    choice = Choice(kind, {"cluster": ("KRK",)})
    within = (closes + timedelta(days=1), closes + timedelta(days=3))

    found = choice.by_column(
        Offer, "closes_on", 9, total=total and choice.total(), is_descending=is_descending
    )
    part = choice.by_column(
        Offer, "closes_on", 9, within=within, beyond=(closes + timedelta(days=1), CHUNK - 1)
    )

    by_date = [4 * CHUNK, CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 5]
    assert [position for _value, position in found] == by_date[:: -1 if is_descending else 1]
    assert [position for _value, position in part] == [2 * CHUNK, 2 * CHUNK + 5]


def test_item_placed_again_bears_only_its_new_codes(kind):
    place(kind, 3, {("kind", "offer"), ("cluster", "KRK")})

    place(kind, 3, {("kind", "offer"), ("cluster", "ZGZ")})

    assert Choice(kind, {}).counts(["kind", "cluster"]) == {
        "kind": {"offer": 1},
        "cluster": {"ZGZ": 1},
    }


def test_removed_items_are_in_no_count_and_no_list(kind, placed):
    gone = list(placed)[:20]

    remove(kind, gone)

    rest = {position: codes for position, codes in placed.items() if position not in gone}
    assert Choice(kind, {}).newest(100) == sorted(rest, reverse=True)
    assert Choice(kind, {}).counts(["kind"])["kind"] == {
        code: len(chosen_by(rest, {"kind": (code,)})) for code in FACETS["kind"]
    }


def test_code_added_to_items_leaves_their_others(kind):
    place(kind, 1, {("kind", "offer")})
    place(kind, 2, {("kind", "request")})

    add(kind, ("closing", "soon"), [1])

    assert Choice(kind, {"closing": ("soon",)}).newest(5) == [1]
    assert Choice(kind, {"kind": ("offer",)}).newest(5) == [1]


def test_kinds_of_items_do_not_mix(kind):
    place(kind, 1, {("kind", "offer")})

    assert Choice(kind + 1, {}).total() == 0


def test_every_pair_of_facets_agrees_with_its_single_counts(kind, placed):
    for one, other in combinations(FACETS, 2):
        for code in FACETS[one]:
            counted = Choice(kind, {one: (code,)}).counts([other])[other]
            for second, count in counted.items():
                assert Choice(kind, {one: (code,), other: (second,)}).total() == count


def test_rows_stay_short_enough_never_to_be_moved_out_of_their_page(kind, placed):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(pg_column_size(bits)) FROM {FacetChunk._meta.db_table}")
        assert cursor.fetchone()[0] < 2_000
