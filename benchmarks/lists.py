"""The list of offers at one size and another: every kind of question a reader may ask of it."""

import random
from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict

from benchmarks.dataset import (
    COMMON,
    COOPERATION,
    FREQUENT,
    REGIONS,
    SECTORS,
    STAGES,
    build,
    rare_word,
)
from benchmarks.measure import ensure, milliseconds, spread, use
from offers.filters import FACETS, Search
from offers.listing import OFFERS
from offers.models import Offer
from publishing.facets import LISTED, Choice, kind_of
from publishing.listing import today

DEEP = 400  # pages from the first
WARM_UP = 2  # rounds that are not counted
QUESTIONS: dict[str, Callable[[random.Random, int], dict]] = {
    "unfiltered": lambda chance, count: {},
    "one facet": lambda chance, count: {"kind": [chance.choice(("offer", "request"))]},
    "two facets": lambda chance, count: {
        "cluster": [chance.choice(REGIONS)[0]],
        "sector": chance.sample(SECTORS, 2),
    },
    "three facets": lambda chance, count: {
        "kind": ["offer"],
        "stage": [chance.choice(STAGES)],
        "cooperation": [chance.choice(COOPERATION)],
    },
    "closing first": lambda chance, count: {"sort": ["closing"]},
    "closing first, two facets": lambda chance, count: {
        "sort": ["closing"],
        "cluster": ["KOZ"],
        "sector": [chance.choice(SECTORS)],
    },
    "common word": lambda chance, count: {"q": [COMMON]},
    "frequent word": lambda chance, count: {"q": [FREQUENT]},
    "rare word": lambda chance, count: {"q": [rare_word(chance.randrange(count), count)]},
    "common word, one facet": lambda chance, count: {
        "q": [COMMON],
        "sector": [chance.choice(SECTORS)],
    },
    "rare word, one facet": lambda chance, count: {
        "q": [rare_word(chance.randrange(count), count)],
        "kind": ["offer"],
    },
    "deep page": lambda chance, count: {"from": [str(max(count - DEEP * 20, 20))]},
}


def database(count: int) -> str:
    return f"gin_bench_{count}"


def lists(counts: list[int], rounds: int) -> dict:
    """Times of each question at each size, taken in turn; and how they grow from first to last."""
    for count in counts:
        ensure(database(count), partial(build, count))
    day = today()
    times: dict[str, dict[int, list[float]]] = {
        name: {count: [] for count in counts} for name in [*QUESTIONS, "facet counts alone"]
    }
    for number in range(rounds + WARM_UP):
        for count in counts:
            use(database(count))
            OFFERS.find(Search(), day=day)  # connects, rolls, reads labels
            chance = random.Random(number)
            for name, question in QUESTIONS.items():
                search = _search(question(chance, count))
                taken = milliseconds(lambda search=search: OFFERS.find(search, day=day))
                if number >= WARM_UP:
                    times[name][count].append(taken)
            choice = Choice(kind_of(Offer), {"cluster": ["KRK"]})
            facets = [*[facet.name for facet in FACETS], LISTED[0]]
            taken = milliseconds(lambda choice=choice, facets=facets: choice.counts(facets))
            if number >= WARM_UP:
                times["facet counts alone"][count].append(taken)
    return {
        "milliseconds": {
            name: {str(count): spread(taken) for count, taken in by_count.items()}
            for name, by_count in times.items()
        },
        "p95 at the largest over p95 at the smallest": {
            name: round(spread(by_count[counts[-1]])["p95"] / spread(by_count[counts[0]])["p95"], 2)
            for name, by_count in times.items()
        },
        "queries": _queries(counts[0]),
    }


def _queries(count: int) -> dict[str, int]:
    use(database(count))
    day, chance, counted = today(), random.Random(1), {}
    OFFERS.find(Search(), day=day)
    for name, question in QUESTIONS.items():
        with CaptureQueriesContext(connection) as queries:
            OFFERS.find(_search(question(chance, count)), day=day)
        counted[name] = len(queries)
    return counted


def _search(values: dict[str, list[str]]) -> Search:
    """The search of an address with these parameters."""
    return Search.from_query(MultiValueDict(values))
