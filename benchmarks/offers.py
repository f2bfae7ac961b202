"""The list of offers: its data, and every kind of question a reader may ask of it."""

import random
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from benchmarks.dataset import (
    COMMON,
    FREQUENT,
    LANGUAGES,
    REGIONS,
    Text,
    begin,
    copy,
    finish,
    keys,
    make_texts,
    rare_word,
    words,
    write_bits,
)
from benchmarks.lists import Listed
from offers.filters import Search
from offers.listing import OFFERS
from offers.models import Offer, OfferText
from partners.models import Cluster

SECTORS = "ABCDEFGHIJKLMNOPQRSTU"
STAGES = ("concept", "development", "lab_tested", "demonstration", "market")
COOPERATION = ("commercial_technical", "distribution", "licence", "manufacturing", "research")
DEEP = 400  # pages from the first


def build(count: int) -> None:
    """Fill the current, migrated and empty database with `count` published offers."""
    chance = random.Random(count)
    clusters = begin()
    texts = list(make_texts(chance))
    rows = list(_rows(count, chance, clusters, len(texts)))
    _copy_offers(rows, texts)
    _copy_texts(rows, texts)
    write_bits(Offer, ((row.position, row.codes.items()) for row in rows))
    finish()


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


def _copy_offers(rows: list[Row], texts: list[Text]) -> None:
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
            words(vector, row.position, codes.items(), len(rows)),
        ]

    copy(Offer, [*columns, *constants], values, rows, list(constants.values()))


def _copy_texts(rows: list[Row], texts: list[Text]) -> None:
    ids = keys(Offer)
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

    copy(OfferText, columns, values, rows)


def _search(**values) -> Search:
    """The search of an address with these parameters, each of one value or of several."""
    return Search.from_query(
        MultiValueDict({n: v if isinstance(v, list) else [v] for n, v in values.items()})
    )


LISTED = Listed(
    name="offers",
    build=build,
    catalogue=OFFERS,
    questions={
        "unfiltered": lambda chance, count: _search(),
        "one facet": lambda chance, count: _search(kind=chance.choice(("offer", "request"))),
        "two facets": lambda chance, count: _search(
            cluster=chance.choice(REGIONS)[0], sector=chance.sample(SECTORS, 2)
        ),
        "three facets": lambda chance, count: _search(
            kind="offer", stage=chance.choice(STAGES), cooperation=chance.choice(COOPERATION)
        ),
        "closing first": lambda chance, count: _search(sort="closing"),
        "closing first, two facets": lambda chance, count: _search(
            sort="closing", cluster="KOZ", sector=chance.choice(SECTORS)
        ),
        "common word": lambda chance, count: _search(q=COMMON),
        "frequent word": lambda chance, count: _search(q=FREQUENT),
        "rare word": lambda chance, count: _search(q=rare_word(chance.randrange(count), count)),
        "common word, one facet": lambda chance, count: _search(
            q=COMMON, sector=chance.choice(SECTORS)
        ),
        "rare word, one facet": lambda chance, count: _search(
            q=rare_word(chance.randrange(count), count), kind="offer"
        ),
        "deep page": lambda chance, count: _search(**{"from": str(max(count - DEEP * 20, 20))}),
    },
)
