"""Counts and lists for any choice of facet values, exact at any size.

Each facet value holds a bit for each listed item (`FacetChunk`), so a choice of values is a bitwise
AND of a few hundred short rows in the server: no GROUP BY over items, no table of precounted
combinations. Items are numbered in the order of their publication, so the bits also answer which
are the newest. Values of one facet widen a choice, facets narrow it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from publishing.models.facets import CHUNK, FacetChunk

Selection = Mapping[str, Collection[str]]  # facet → codes chosen
Code = tuple[str, str]  # facet, code
Stretch = tuple[Any | None, Any | None]  # of a column, both ends included; None: no end
ANYWHERE: Stretch = (None, None)
LISTED: Code = ("listed", "")  # borne by every item that lists show
NEAR = 2  # chunks in which the items of a page are looked for first
FEW = 500  # so many are sorted at once, rather than met along an index

_TABLE = FacetChunk._meta.db_table
_FARTHEST = 2**31 - 1
_NO_BITS = f"repeat('0', {CHUNK})::bit({CHUNK})"
# 'chosen' holds a row of bits a facet and chunk; 'base' what all chosen facets share: once with
# every facet, and once without each chosen one, whose own values are counted so.
_BASE = f"""
    WITH chosen AS MATERIALIZED (
        SELECT facet, chunk, bit_or(bits) AS bits FROM {_TABLE} AS value
        WHERE content_type_id = %(kind)s AND (facet, code) IN %(codes)s {{window}}
        GROUP BY facet, chunk
        UNION ALL
        SELECT 'within', chunk, bits::bit({CHUNK})
        FROM unnest(%(chunks)s::int[], %(bits)s::text[]) AS given(chunk, bits)
    ), base AS MATERIALIZED (
        SELECT without, chunk, bit_and(bits) AS bits
        FROM unnest(%(without)s) AS without JOIN chosen ON facet <> without
        GROUP BY without, chunk
        HAVING count(*) = %(facets)s - (without <> '')::int
    )
"""
_JOINED = """
    JOIN base ON base.chunk = value.chunk
    AND without = CASE WHEN facet = ANY(%(own)s) THEN facet ELSE '' END
"""
# All bits of 'base' in one value, so that an item is looked up in them by its position alone.
_ROW = """
    , row AS MATERIALIZED (
        SELECT array_agg(bits ORDER BY number) AS bits
        FROM generate_series(0, (SELECT max(chunk) FROM base)) AS number
        LEFT JOIN base ON chunk = number AND without = ''
    )
"""
_IS_CHOSEN = f"""
    get_bit((SELECT bits FROM row)[position / {CHUNK} + 1], (position %% {CHUNK})::int) = 1
"""


def kind_of(model: type[models.Model]) -> int:
    """The key under which the bits of a kind of items are kept."""
    return ContentType.objects.get_for_model(model).pk


def place(kind: int, position: int, codes: Iterable[Code]) -> None:
    """Let the item at `position` bear just `codes` (and be listed). Once more changes nothing."""
    chunk, bit = divmod(position, CHUNK)
    pairs = sorted({LISTED, *codes})
    with connection.cursor() as cursor:
        lock(cursor, kind, chunk)
        cursor.execute(
            f"""
            UPDATE {_TABLE} SET bits = set_bit(bits, %s, 0)
            WHERE content_type_id = %s AND chunk = %s AND get_bit(bits, %s) = 1
            AND (facet, code) NOT IN %s
            """,
            [bit, kind, chunk, bit, tuple(pairs)],
        )
        cursor.execute(
            f"""
            INSERT INTO {_TABLE} AS known (content_type_id, facet, code, chunk, bits)
            SELECT %s, facet, code, %s, set_bit({_NO_BITS}, %s, 1)
            FROM unnest(%s, %s) AS given(facet, code)
            ON CONFLICT (content_type_id, facet, code, chunk)
            DO UPDATE SET bits = set_bit(known.bits, %s, 1)
            """,
            [kind, chunk, bit, [f for f, _ in pairs], [c for _, c in pairs], bit],
        )


def remove(kind: int, positions: Iterable[int]) -> None:
    """Take the items at `positions` out of all counts and lists."""
    _clear(kind, positions, "", ())


def add(kind: int, code: Code, positions: Iterable[int]) -> None:
    """Let the items at `positions` bear `code` besides what they bear."""
    with connection.cursor() as cursor:
        for chunk, bits in _in_chunks(positions):
            lock(cursor, kind, chunk)
            cursor.execute(
                f"""
                INSERT INTO {_TABLE} AS known (content_type_id, facet, code, chunk, bits)
                VALUES (%s, %s, %s, %s, %s::bit({CHUNK}))
                ON CONFLICT (content_type_id, facet, code, chunk)
                DO UPDATE SET bits = known.bits | excluded.bits
                """,
                [kind, *code, chunk, bits],
            )


def take(kind: int, code: Code, positions: Iterable[int]) -> None:
    """Let the items at `positions` no longer bear `code`."""
    _clear(kind, positions, "AND (facet, code) = (%s, %s)", code)


def _clear(kind: int, positions: Iterable[int], which: str, parameters: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for chunk, bits in _in_chunks(positions):
            lock(cursor, kind, chunk)
            cursor.execute(
                f"""
                UPDATE {_TABLE} SET bits = bits & ~ %s::bit({CHUNK})
                WHERE content_type_id = %s AND chunk = %s {which}
                """,
                [bits, kind, chunk, *parameters],
            )


def lock(cursor, kind: int, chunk: int) -> None:
    """Let writers of one chunk follow one another: they then lock its rows in no bad order."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [kind, chunk])


class Choice:
    """The listed items of a kind that bear a choice of facet values, and stand `within` some."""

    def __init__(self, kind: int, chosen: Selection, within: Iterable[int] | None = None):
        """`chosen` maps a facet to its codes; `within` are positions of listed items, or None."""
        self._facets = [facet for facet, codes in chosen.items() if codes]
        codes = [LISTED, *((facet, code) for facet in self._facets for code in chosen[facet])]
        self._within = None if within is None else sorted(within)
        given = list(_in_chunks(self._within or ()))
        # Where only some chunks can hold any, the others are not read.
        self._window = "" if within is None else "AND value.chunk = ANY(%(chunks)s)"
        self._parameters = {
            "kind": kind,
            "codes": tuple(codes),
            "chunks": [chunk for chunk, _ in given],
            "bits": [bits for _, bits in given],
            "without": ["", *self._facets],
            "facets": len(self._facets) + 1 + (self._within is not None),
        }

    def _base(self, window: str = "") -> str:
        return _BASE.format(window=self._window + window)

    @property
    def _is_all(self) -> bool:
        return self._within is None and not self._facets

    def total(self) -> int:
        """How many there are."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"{self._base()} SELECT coalesce(sum(bit_count(bits)), 0)::int FROM base"
                " WHERE without = ''",
                self._parameters,
            )
            return cursor.fetchone()[0]

    def totals(self, since: int) -> tuple[int, int]:
        """How many there are, and how many of them from the position `since` on."""
        chunk, bit = divmod(since, CHUNK)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                {self._base()}
                SELECT coalesce(sum(bit_count(bits)), 0)::int, coalesce(sum(
                    CASE chunk WHEN %(first)s THEN bit_count(substring(bits FROM %(bit)s))
                    ELSE bit_count(bits) END
                ) FILTER (WHERE chunk >= %(first)s), 0)::int
                FROM base WHERE without = ''
                """,
                self._parameters | {"first": chunk, "bit": bit + 1},
            )
            return cursor.fetchone()

    def counts(self, facets: Collection[str]) -> dict[str, dict[str, int]]:
        """Facet → code → how many bear it among those chosen by the other facets; none is 0.

        One query. The facet of `LISTED` may be asked for: its one count is the total.
        """
        parameters = self._parameters | {"counted": list(facets), "own": self._facets}
        # Of all there are, each value's own bits are those to be counted.
        counted, joined = ("bits", "") if self._is_all else ("value.bits & base.bits", _JOINED)
        found: dict[str, dict[str, int]] = {facet: {} for facet in facets}
        # OFFSET 0: bits are counted before they are grouped, so that numbers are sorted, not bits.
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                {self._base()}
                SELECT facet, code, sum(n)::int FROM (
                    SELECT facet, code, bit_count({counted}) AS n FROM {_TABLE} AS value {joined}
                    WHERE content_type_id = %(kind)s AND facet = ANY(%(counted)s)
                    {self._window} OFFSET 0
                ) AS by_chunk
                GROUP BY facet, code HAVING sum(n) > 0
                """,
                parameters,
            )
            for facet, code, count in cursor.fetchall():
                found[facet][code] = count
        return found

    def newest(self, limit: int, *, before: int | None = None) -> list[int]:
        """The positions of the newest, newest first; if given, only those `before` a position."""
        return self._nearest(limit, before, newest_first=True)

    def oldest(self, limit: int, *, after: int | None = None) -> list[int]:
        """The positions of the oldest, oldest first; if given, only those `after` a position."""
        return self._nearest(limit, after, newest_first=False)

    def _nearest(self, limit: int, beyond: int | None, *, newest_first: bool) -> list[int]:
        if self._within is not None and not self._facets:  # nothing that has to be asked
            ordered = reversed(self._within) if newest_first else iter(self._within)
            return list(islice((p for p in ordered if _is_beyond(p, beyond, newest_first)), limit))
        # Most pages are filled by the chunks where they begin; else all are looked through.
        for is_near in (True, False) if self._within is None else (False,):
            walk = self._walk(limit, beyond, newest_first=newest_first, is_near=is_near)
            found = list(islice(walk, limit))
            if len(found) == limit:
                break
        return found

    def by_column(
        self,
        model: type[models.Model],
        column: str,
        limit: int | None,
        *,
        total: int | None = None,
        within: Stretch = ANYWHERE,
        beyond: tuple | None = None,
        is_descending: bool = False,
    ) -> list[tuple]:
        """(value, position) in the order of a column that has an index of what is listed.

        `total` is how many are chosen, if known; `within` a stretch of the column outside of which
        none is wanted, or known to be; `beyond` the last one of the page before. Few are taken by
        their positions and sorted: they stand far apart in the index. Of many, the index is walked
        and each item looked up in the bits, so that a page costs what it takes to meet its items.
        """
        name, table = (connection.ops.quote_name(n) for n in (column, model._meta.db_table))
        order, side = ("DESC", "<") if is_descending else ("ASC", ">")
        (low, high), (value, position) = within, beyond or (None, None)
        few = self.newest(total) if total is not None and total <= FEW else None
        conditions = ["words IS NOT NULL", _IS_CHOSEN if few is None else "position = ANY(%(few)s)"]
        conditions += [f"{name} >= %(low)s"] if low else []
        conditions += [f"{name} <= %(high)s"] if high else []
        conditions += [f"({name}, position) {side} (%(value)s, %(position)s)"] if beyond else []
        given = {"limit": limit, "few": few, "low": low, "high": high}
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                {self._base()} {_ROW if few is None else ""}
                SELECT {name}, position FROM {table} AS item WHERE {" AND ".join(conditions)}
                ORDER BY {name} {order}, position {order} LIMIT %(limit)s
                """,
                self._parameters | given | {"value": value, "position": position},
            )
            return cursor.fetchall()

    def _walk(
        self, limit: int, beyond: int | None, *, newest_first: bool, is_near: bool
    ) -> Iterator[int]:
        order, step, edge = ("DESC", -1, "max") if newest_first else ("ASC", 1, "min")
        first = (
            f"(SELECT {edge}(chunk) FROM {_TABLE} WHERE content_type_id = %(kind)s)"
            if beyond is None
            else str(beyond // CHUNK)
        )
        last = f"{first} + {step * (NEAR - 1)}" if is_near else str(step * _FARTHEST)
        low, high = (last, first) if newest_first else (first, last)
        with connection.cursor() as cursor:
            # As many chunks as items are wanted suffice: each has one at least, but the first.
            cursor.execute(
                f"""
                {self._base(f"AND value.chunk BETWEEN {low} AND {high}")}
                SELECT chunk, bits::text FROM base WHERE without = '' AND bit_count(bits) > 0
                ORDER BY chunk {order} LIMIT %(limit)s
                """,
                self._parameters | {"limit": limit + 1},
            )
            for chunk, bits in cursor:
                for bit in _set_bits(bits, newest_first=newest_first):
                    position = chunk * CHUNK + bit
                    if _is_beyond(position, beyond, newest_first):
                        yield position


def _is_beyond(position: int, beyond: int | None, newest_first: bool) -> bool:
    return beyond is None or (position < beyond if newest_first else position > beyond)


def _set_bits(bits: str, *, newest_first: bool) -> Iterator[int]:
    found = bits.rfind("1") if newest_first else bits.find("1")
    while found >= 0:
        yield found
        found = bits.rfind("1", 0, found) if newest_first else bits.find("1", found + 1)


def _in_chunks(positions: Iterable[int]) -> Iterator[tuple[int, str]]:
    """(chunk, its bits in hexadecimal, as PostgreSQL reads them) of `positions`, by chunks."""
    by_chunk: dict[int, bytearray] = defaultdict(lambda: bytearray(CHUNK // 8))
    for position in positions:
        chunk, bit = divmod(position, CHUNK)
        by_chunk[chunk][bit // 8] |= 128 >> bit % 8
    for chunk in sorted(by_chunk):
        yield chunk, f"x{by_chunk[chunk].hex()}"
