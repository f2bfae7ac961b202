"""The piece of a text that shows why it was found."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from publishing.words.letters import plain
from publishing.words.lexemes import indexed
from publishing.words.queries import lexemes_wanted

ELLIPSIS = "…"
_SPACES = re.compile(r"\s+")


_SENTENCE_END = re.compile(r"[.!?;:·…]\s")


class Hit(NamedTuple):
    """A word of the text that was looked for."""

    start: int
    end: int
    found: frozenset[str]


def snippet(
    text: str,
    query_text: str,
    languages: Iterable[str],
    *,
    language: str | None = None,
    length: int = 240,
    is_prefix: bool = False,
) -> list[tuple[str, bool]]:
    """The piece of `text`, about `length` characters, in which most of `query_text` occurs.

    It comes in parts, each with whether it is a hit, to be marked; '…' stands where the text was
    cut. Without a hit it is the beginning. `languages` and `is_prefix` are those of the `tsquery`;
    `language` is the text's own, where it is known: the text is then read in that language alone.
    """
    languages = [language] if language else list(languages)
    text = _SPACES.sub(" ", text).strip()
    wanted, beginning = lexemes_wanted(query_text, languages, is_prefix=is_prefix)
    hits = _hits(text, wanted, beginning, languages)
    start, end = _window(text, hits, length)
    pieces = [(ELLIPSIS, False)] if start else []
    position = start
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            pieces += [
                (text[position : hit.start], False),
                (text[hit.start : hit.end], True),
            ]
            position = hit.end
    pieces.append((text[position:end], False))
    if end < len(text):
        pieces.append((ELLIPSIS, False))
    return [(piece, is_hit) for piece, is_hit in pieces if piece]


def _hits(text: str, wanted: frozenset[str], beginning: str, languages: Iterable[str]) -> list[Hit]:
    hits: dict[int, Hit] = {}
    if not wanted and not beginning:
        return []
    for language in languages:
        for word in indexed(text, language):
            found = wanted & word.reading.all
            if beginning and plain(text[word.start : word.end]).startswith(beginning):
                found |= {beginning}
            if found:
                hits.setdefault(word.start, Hit(word.start, word.end, found))
    return [hits[start] for start in sorted(hits)]


def _window(text: str, hits: list[Hit], length: int) -> tuple[int, int]:
    """Where the piece begins and ends: at a word, better at a sentence, before the best hits."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, min(_best(hits, length) - length // 4, len(text) - length))
    end = start + length
    if start:
        first = next((hit.start for hit in hits if hit.start >= start), end)
        sentences = [found.end() for found in _SENTENCE_END.finditer(text, start, first)]
        start = sentences[-1] if sentences else text.find(" ", start, first) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end + 1), start) or end
    return start, end if end > start else start + length


def _best(hits: list[Hit], length: int) -> int:
    """Where the first of the hits stands that lie close together and show most of the question."""
    best, most = 0, (0, 0)
    for number, first in enumerate(hits):
        near = [hit for hit in hits[number : number + length] if hit.end <= first.start + length]
        shown = (len(frozenset().union(*(hit.found for hit in near))), len(near))
        if shown > most:
            best, most = first.start, shown
    return best
