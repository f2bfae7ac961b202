"""The list of one kind at one size and another: every kind of question a reader may ask of it."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.measure import ensure, milliseconds, spread, use
from partners.filters import Search
from publishing.facets import LISTED, Choice, kind_of
from publishing.listing import Catalogue, today

WARM_UP = 2  # rounds that are not counted
Work = Callable[[], object]


@dataclass(frozen=True)
class Listed:
    """What is measured of the list of one kind.

    `build` fills an empty database with a number of items. `questions` and `others` are made anew
    for each round, of chance and of the number of items: what is asked of the list, and whatever
    else must not grow.
    """

    name: str
    build: Callable[[int], None]
    catalogue: Catalogue
    questions: Mapping[str, Callable[[random.Random, int], Search]]
    others: Mapping[str, Callable[[random.Random, int], Work]] = field(default_factory=dict)

    def database(self, count: int) -> str:
        """The name of the one that holds `count` items."""
        return f"gin_bench_{self.name}_{count}"

    def ensure(self, count: int) -> None:
        ensure(self.database(count), partial(self.build, count))

    def works(self, chance: random.Random, count: int) -> Iterator[tuple[str, Work]]:
        """(name, what is to be timed), in the database of `count` items."""
        day = today()
        for name, question in self.questions.items():
            yield name, partial(self.catalogue.find, question(chance, count), day=day)
        choice = Choice(kind_of(self.catalogue.model), {"cluster": ["KRK"]})
        (search, *_others) = (question(chance, count) for question in self.questions.values())
        facets = [*(facet.name for facet in search.FACETS), LISTED[0]]
        yield "facet counts alone", partial(choice.counts, facets)
        for name, other in self.others.items():
            yield name, other(chance, count)


def lists(listed: Listed, counts: list[int], rounds: int) -> dict:
    """Times of each question at each size, taken in turn; and how they grow from first to last."""
    for count in counts:
        listed.ensure(count)
    times: dict[str, dict[int, list[float]]] = {}
    for number in range(rounds + WARM_UP):
        for count in counts:
            _use(listed, count)
            for name, work in listed.works(random.Random(number), count):
                taken = milliseconds(work)
                if number >= WARM_UP:
                    times.setdefault(name, {}).setdefault(count, []).append(taken)
    return {
        "milliseconds": {
            name: {str(count): spread(taken) for count, taken in by_count.items()}
            for name, by_count in times.items()
        },
        "p95 at the largest over p95 at the smallest": _growth(times, counts, "p95"),
        "median at the largest over median at the smallest": _growth(times, counts, "median"),
        "first list of a day": _rolls(listed, counts, rounds),
        "queries": _queries(listed, counts[0]),
    }


def _use(listed: Listed, count: int) -> None:
    use(listed.database(count))
    _name, first = next(listed.works(random.Random(0), count))
    first()  # connects, rolls, reads labels


def _growth(
    times: dict[str, dict[int, list[float]]], counts: list[int], figure: str
) -> dict[str, float]:
    return {
        name: round(spread(by[counts[-1]])[figure] / spread(by[counts[0]])[figure], 2)
        for name, by in times.items()
    }


def _rolls(listed: Listed, counts: list[int], rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds that the first list of tomorrow takes more; what it does is undone."""
    times: dict[int, list[float]] = {count: [] for count in counts}
    for _round in range(rounds):
        for count in counts:
            _use(listed, count)
            with transaction.atomic():
                tomorrow = today() + timedelta(days=1)
                times[count].append(milliseconds(partial(listed.catalogue.renew, tomorrow)))
                transaction.set_rollback(True)
    return {str(count): spread(taken) for count, taken in times.items()}


def _queries(listed: Listed, count: int) -> dict[str, int]:
    _use(listed, count)
    counted = {}
    for name, work in listed.works(random.Random(1), count):
        with CaptureQueriesContext(connection) as queries:
            work()
        counted[name] = len(queries)
    return counted
