"""Items by the hundred thousand, in a database of their own, written by COPY: what kinds share.

Texts are made of the labels of the portal's lists, words drawn by Zipf's law as in real texts, so
that there are common words and rare ones. The same number of items is the same data each time.
"""

import csv
import io
import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from django.core.management import call_command
from django.db import connection, models

from partners.models import Cluster, ClusterText
from partners.vocabularies import DATA
from publishing.facets import LISTED, Code, add, kind_of
from publishing.search import words_of
from publishing.words import tsvector

TEXTS = 4_000  # different texts; items share them, but for their rarest words
WORDS_A_TEXT = 160
LANGUAGES = ("en", "pl", "es", "ro", "el")
REGIONS = (
    ("KRK", "PL", "PL21", "Europe/Warsaw"),
    ("ZGZ", "ES", "ES24", "Europe/Madrid"),
    ("CLJ", "RO", "RO11", "Europe/Bucharest"),
    ("KOZ", "GR", "EL53", "Europe/Athens"),
)
COMMON = "innovation"  # in about a third of all texts
BEARERS = 10  # items that have a rare word, whatever the number of items
FREQUENT = "laser"  # in about one of thirty
A_PORTION = 20_000  # rows that are written at once: a million need no memory for their text

Text = tuple[str, str, str]  # language, text, its vector


def begin() -> list[Cluster]:
    """What every database needs first; gives its clusters."""
    call_command("load_vocabularies", verbosity=0)
    return make_clusters()


def finish() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def rare_word(position: int, count: int) -> str:
    """A word that ten of `count` items have; no stemmer takes its letters for an ending."""
    number, letters = position % (count // BEARERS), []
    for _place in range(5):
        number, letter = divmod(number, 12)
        letters.append("bcdfghjklmpq"[letter])
    return "x" + "o".join(letters) + "x"


def make_clusters() -> list[Cluster]:
    clusters = []
    for code, country, nuts, timezone in REGIONS:
        cluster = Cluster.objects.create(
            code=code,
            thread=code.lower(),
            city=code.title(),
            country=country,
            nuts=nuts,
            timezone=timezone,
            languages=["en"],
            email=f"{code.lower()}@cluster.example",
            latitude=45,
            longitude=20,
        )
        ClusterText.objects.create(cluster=cluster, language="en", name=code, tagline=code)
        clusters.append(cluster)
    return clusters


def make_texts(chance: random.Random) -> Iterator[Text]:
    vocabulary: dict[str, list[str]] = defaultdict(list)
    for name in ("nace", "technology", "market"):
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for language in LANGUAGES:
                    vocabulary[language] += row[f"label_{language}"].split()
    for number in range(TEXTS):
        language = LANGUAGES[number % len(LANGUAGES)]
        words = list(dict.fromkeys(vocabulary[language]))
        weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
        drawn = chance.choices(words, cum_weights=weights, k=WORDS_A_TEXT)
        if number % 3 == 0:
            drawn.insert(chance.randrange(WORDS_A_TEXT), COMMON)
        if number % 30 == 0:
            drawn.insert(chance.randrange(WORDS_A_TEXT), FREQUENT)
        text = " ".join(drawn).replace("\0", "")
        yield language, text, tsvector([(text[:80], language, "A"), (text, language, "D")])


def words(vector: str, position: int, codes: Iterable[Code], count: int) -> str:
    """What the item at `position` of `count` is found by."""
    rare = tsvector([(rare_word(position, count), "en", "D")])
    return f"{vector} {rare} {words_of([], position, codes)}"


def copy(
    model: type[models.Model],
    columns: Sequence[str],
    values: Callable[[Any], list],
    rows: Sequence,
    constants: Sequence = (),
) -> None:
    """Write `rows` into the table of a model: `values` of each, and the same `constants` of all.

    An empty value is NULL where the column may be so.
    """
    nullable = {field.column for field in model._meta.concrete_fields if field.null} - {"words"}
    with connection.cursor() as cursor:
        for start in range(0, len(rows), A_PORTION):
            file = io.StringIO()
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerows([*values(row), *constants] for row in rows[start : start + A_PORTION])
            file.seek(0)
            forced = _quoted(nullable.intersection(columns))
            cursor.copy_expert(
                f"COPY {model._meta.db_table} ({_quoted(columns)}) FROM STDIN (FORMAT csv"
                f"{f', FORCE_NULL ({forced})' if forced else ''})",
                file,
            )


def keys(model: type[models.Model]) -> dict[int, int]:
    """Position → key of what has been written."""
    return dict(model._base_manager.values_list("position", "pk"))


def write_bits(model: type[models.Model], items: Iterable[tuple[int, Collection[Code]]]) -> None:
    """Let the lists know of items: the position of each, and what it bears."""
    bearers: dict[Code, list[int]] = defaultdict(list)
    for position, codes in items:
        for code in (LISTED, *codes):
            bearers[code].append(position)
    for code, positions in bearers.items():
        add(kind_of(model), code, positions)


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))
