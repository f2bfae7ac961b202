"""Putting items into the lists readers search, taking them out, and finding them.

An item in the lists has a `position`, the order of publication; `words`, the lexemes of all its
texts (publishing.words) with one for each facet value it bears and one for its chunk of positions;
and its facet bits (publishing.facets).

A search reads the newest chunks first: a common word fills a page there, whatever the number of
items, and a rare one costs next to nothing to be told so. Only then all are read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import Max
from django.db.models.expressions import RawSQL

from moves.generation import touch
from publishing.facets import Code, Selection, kind_of, lock, place, remove
from publishing.lexicon import learn
from publishing.models.facets import CHUNK
from publishing.words import tsquery, tsvector

LANGUAGES = [code for code, _name in settings.LANGUAGES]
RANKED = 500  # newest matches that are put in the order of relevance
ENOUGH = 200  # matches among the newest chunks that make a word a common one
RECENT = 2  # chunks of positions that count as newest
_NO_QUOTES = str.maketrans("", "", "'\\")
_NUMBERING = -1  # no chunk: the lock under which positions are given


def index(item: models.Model) -> None:
    """Put a published item into the lists, or renew what they know of it. In a transaction."""
    kind = kind_of(type(item))
    if item.position is None:
        with connection.cursor() as cursor:
            lock(cursor, kind, _NUMBERING)
        item.position = last_position(type(item)) + 1
    codes = item.facet_codes()
    parts = item.search_parts()
    words = words_of(parts, item.position, codes)
    type(item)._base_manager.filter(pk=item.pk).update(
        position=item.position,
        words=RawSQL("%s::tsvector", [words], output_field=SearchVectorField()),
    )
    place(kind, item.position, codes)
    learn((text, language) for text, language, _weight in parts)
    touch()


def unindex(items: Iterable[models.Model]) -> None:
    """Take items of one kind out of the lists; they keep their positions. In a transaction."""
    listed = [item for item in items if item.position is not None]
    if not listed:
        return
    model = type(listed[0])
    model._base_manager.filter(pk__in=[item.pk for item in listed]).update(words=None)
    remove(kind_of(model), [item.position for item in listed])
    touch()


def words_of(parts: Iterable[tuple[str, str, str]], position: int, codes: Iterable[Code]) -> str:
    """The tsvector literal of an item: what is searched, and by what a search is narrowed."""
    marks = [_mark(facet, code) for facet, code in codes]
    return " ".join([tsvector(parts), *marks, _chunk_mark(position // CHUNK)])


def _mark(facet: str, code: str) -> str:
    """A lexeme that no word can be: it begins with a hyphen."""
    return f"'-{facet}:{code.translate(_NO_QUOTES)}'"


def _chunk_mark(chunk: int) -> str:
    return f"'-chunk:{chunk}'"


def last_position(model: type[models.Model]) -> int:
    """The greatest position there is; -1 where there is none.

    Who gives the next one waits until it is committed: what is published later has a greater one.
    """
    last = model._base_manager.aggregate(last=Max("position"))["last"]
    return -1 if last is None else last


def are_enough(matches: int) -> bool:
    """Whether so many among the newest chunks make a word a common one."""
    return matches >= ENOUGH


@dataclass
class Found:
    """The matches of a question, as positions.

    `positions` are all matches, newest first; of a common word only those from the position `since`
    on, and `is_part` is true.
    """

    positions: list[int] = field(default_factory=list)
    since: int = 0

    @property
    def is_part(self) -> bool:
        return self.since > 0


class Question:
    """What a reader typed, asked of one kind of items, narrowed by facets."""

    def __init__(self, model: type[models.Model], text: str, chosen: Selection):
        self._model = model
        self._text = text
        self._table = connection.ops.quote_name(model._meta.db_table)
        self._words = tsquery(text, LANGUAGES)
        narrow = [
            f"({' | '.join(_mark(facet, code) for code in sorted(codes))})"
            for facet, codes in sorted(chosen.items())
            if codes
        ]
        self._query = " & ".join([f"({self._words})", *narrow]) if self._words else None

    @cached_property
    def _last(self) -> int:
        return last_position(self._model)

    def narrowed(self, chosen: Selection) -> "Question":
        """The same words, narrowed by these facets instead."""
        other = Question(self._model, self._text, chosen)
        other._last = self._last
        return other

    def find(self) -> Found:
        """All matches, or for a common word those among the newest items (see `Found`)."""
        if self._query is None:
            return Found()
        newest = self._last // CHUNK
        oldest = newest - RECENT + 1
        if oldest > 0:
            recent = self._matches(self._in_chunks(range(oldest, newest + 1)))
            if are_enough(len(recent)):
                return Found(recent, since=oldest * CHUNK)
        return Found(self.all())

    def all(self) -> list[int]:
        """All matches, newest first, however many they are."""
        return self._matches(self._query) if self._query else []

    def newest(self, limit: int, *, before: int | None = None) -> list[int]:
        """Matches before a position, newest first: for the pages of a common word."""
        chunk = (max(self._last, 0) if before is None else before) // CHUNK
        window = range(max(0, chunk - RECENT + 1), chunk + 1)
        beyond = "" if before is None else f"position < {before:d}"
        return self._near(window, limit, beyond, "DESC")

    def oldest(self, limit: int, *, after: int) -> list[int]:
        """Matches after a position, oldest first: for the way back to the first page."""
        chunk = after // CHUNK
        window = range(chunk, chunk + RECENT)
        return self._near(window, limit, f"position > {after:d}", "ASC")

    def _near(self, window: range, limit: int, beyond: str, order: str) -> list[int]:
        if self._query is None:
            return []
        found = self._matches(self._in_chunks(window), beyond=beyond, order=order, limit=limit)
        if len(found) < limit:
            found = self._matches(self._query, beyond=beyond, order=order, limit=limit)
        return found

    def ranked(self, positions: Sequence[int]) -> list[int]:
        """`positions` by relevance, the most relevant first; of equal ones the newest."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT position FROM {self._table} WHERE position = ANY(%s)"
                " ORDER BY ts_rank(words, %s::tsquery) DESC, position DESC",
                [list(positions[:RANKED]), self._words],
            )
            return [position for (position,) in cursor.fetchall()]

    def _in_chunks(self, chunks: Iterable[int]) -> str:
        return f"({' | '.join(map(_chunk_mark, chunks))}) & {self._query}"

    def _matches(
        self, query: str, *, beyond: str = "", order: str = "DESC", limit: int | None = None
    ) -> list[int]:
        """Positions of items whose words match, in their order, always by the index of words.

        Materialized, since the planner would else walk the items by date and read the words of
        each, which for a rare word reads them all.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH found AS MATERIALIZED (
                    SELECT position FROM {self._table} WHERE words @@ %s::tsquery
                )
                SELECT position FROM found {f"WHERE {beyond}" if beyond else ""}
                ORDER BY position {order} LIMIT %s
                """,
                [query, limit],
            )
            return [position for (position,) in cursor.fetchall()]
