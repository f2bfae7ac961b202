"""Offers by the hundred thousand, in a database of their own, written by COPY.

Texts are made of the labels of the portal's lists, words drawn by Zipf's law as in real texts, so
that there are common words and rare ones. The same number of offers is the same data each time.
"""

import csv
import io
import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from offers.models import Offer
from partners.models import Cluster, ClusterText
from partners.vocabularies import DATA
from publishing.facets import LISTED, add, kind_of
from publishing.search import words_of
from publishing.words import tsvector

TEXTS = 4_000  # different texts; offers share them, but for their rarest words
WORDS_A_TEXT = 160
LANGUAGES = ("en", "pl", "es", "ro", "el")
REGIONS = (
    ("KRK", "PL", "PL21"),
    ("ZGZ", "ES", "ES24"),
    ("CLJ", "RO", "RO11"),
    ("KOZ", "GR", "EL53"),
)
COMMON = "innovation"  # in about a third of all texts
BEARERS = 10  # offers that have a rare word, whatever the number of offers
FREQUENT = "laser"  # in about one of thirty
SECTORS = "ABCDEFGHIJKLMNOPQRSTU"
STAGES = ("concept", "development", "lab_tested", "demonstration", "market")
COOPERATION = ("commercial_technical", "distribution", "licence", "manufacturing", "research")


def build(count: int) -> None:
    """Fill the current, migrated and empty database with `count` published offers."""
    chance = random.Random(count)
    call_command("load_vocabularies", verbosity=0)
    clusters = make_clusters()
    texts = list(_texts(chance))
    rows = list(_rows(count, chance, clusters, len(texts)))
    _copy_offers(rows, texts)
    _copy_texts(rows, texts)
    _write_bits(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def rare_word(position: int, count: int) -> str:
    """A word that ten of `count` offers have; no stemmer takes its letters for an ending."""
    number, letters = position % (count // BEARERS), []
    for _place in range(5):
        number, letter = divmod(number, 12)
        letters.append("bcdfghjklmpq"[letter])
    return "x" + "o".join(letters) + "x"


def make_clusters() -> list[Cluster]:
    clusters = []
    for code, country, nuts in REGIONS:
        cluster = Cluster.objects.create(
            code=code,
            thread=code.lower(),
            city=code.title(),
            country=country,
            nuts=nuts,
            languages=["en"],
            email=f"{code.lower()}@cluster.example",
            latitude=45,
            longitude=20,
        )
        ClusterText.objects.create(cluster=cluster, language="en", name=code, tagline=code)
        clusters.append(cluster)
    return clusters


def _texts(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """(language, text, its vector)."""
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


class Row:
    """One offer to be written: its place and what facets it bears."""

    __slots__ = ("closes_on", "cluster", "codes", "position", "published_at", "text")

    def __init__(self, position, cluster, codes, text, published_at, closes_on):
        self.position, self.cluster, self.codes = position, cluster, codes
        self.text, self.published_at, self.closes_on = text, published_at, closes_on


def _rows(count: int, chance: random.Random, clusters: list[Cluster], texts: int) -> Iterator[Row]:
    now = timezone.now()
    today = timezone.localdate(now)
    for position in range(count):
        cluster = clusters[min(int(chance.expovariate(1.2)), 3)]
        kind = chance.choices(("offer", "request"), (3, 2))[0]
        codes = {
            "kind": kind,
            "profile": chance.choice(("business", "technology")),
            "cluster": cluster.code,
            "country": cluster.country.code,
            "sector": chance.choice(SECTORS),
            "stage": chance.choice(STAGES),
            "cooperation": chance.choice(COOPERATION),
            "language": LANGUAGES[position % texts % len(LANGUAGES)],
        }
        yield Row(
            position,
            cluster,
            codes,
            (position * 7919) % texts,
            now - timedelta(minutes=count - position),
            today + timedelta(days=chance.randrange(15, 365)),
        )


def _copy_offers(rows: list[Row], texts: list[tuple[str, str, str]]) -> None:
    constants = {
        "state": "published",
        "ipr": "none",
        "partner_kinds": "{}",
        "technology": "{}",
        "market": "{}",
        "nace": "",
        "countries": "{}",
        "work_languages": "{en}",
        "programme": "",
        "call": "",
        "video_url": "",
        "is_name_hidden": "f",
        "accepts_interest": "t",
        "source": "",
        "source_id": "",
        "source_stamp": "",
        "source_version": "0",
        "version": "1",
        "revision": "1",
        "reviewed_revision": "1",
    }
    columns = (
        "position cluster_id reference kind profile cooperation stage language created_at"
        " updated_at published_at closes_on token words"
    ).split()

    def values(row: Row) -> list:
        language, _text, vector = texts[row.text]
        codes = row.codes
        rare = tsvector([(rare_word(row.position, len(rows)), "en", "D")])
        marks = words_of([], row.position, codes.items())
        return [
            row.position,
            row.cluster.pk,
            f"{row.cluster.code}-{row.published_at.year}-{row.position:08}",
            codes["kind"],
            codes["profile"],
            f"{{{codes['cooperation']}}}",
            codes["stage"],
            language,
            *[row.published_at.isoformat()] * 3,
            row.closes_on.isoformat(),
            f"00000000-0000-4000-8000-{row.position:012}",
            f"{vector} {rare} {marks}",
        ]

    _copy("offers_offer", [*columns, *constants], values, rows, list(constants.values()))


def _copy_texts(rows: list[Row], texts: list[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, id FROM offers_offer")
        ids = dict(cursor.fetchall())
    columns = (
        "item_id language title summary description advantages expertise partner_role ipr_note"
        " of_revision updated_at"
    ).split()

    def values(row: Row) -> list:
        language, text, _vector = texts[row.text]
        return [
            ids[row.position], language, text[:80], text[:300], f"<p>{text}</p>", "", "", "", "",
            1, row.published_at.isoformat(),
        ]  # fmt: skip

    _copy("offers_offertext", columns, values, rows, [])


def _copy(table: str, columns: list[str], values, rows: list[Row], constants: list) -> None:
    """In portions, so that a million rows need no memory for their text."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 20_000):
            file = io.StringIO()
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerows([*values(row), *constants] for row in rows[start : start + 20_000])
            file.seek(0)
            names = ", ".join(map(connection.ops.quote_name, columns))
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN CSV", file)


def _write_bits(rows: list[Row]) -> None:
    kind = kind_of(Offer)
    bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        for code in row.codes.items():
            bearers[code].append(row.position)
    bearers[LISTED] = [row.position for row in rows]
    for code, positions in bearers.items():
        add(kind, code, positions)
