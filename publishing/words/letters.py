"""Words as they stand in a text, and what is left of them without case and accents."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from partners.names import fold

LONGEST = 60  # letters of a word that count; a longer one is no word of a language
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphen, zero-width space and joiners
_RUN = rf"[^\W_](?:[^\W_]++|[\u0300-\u036f{_INVISIBLE}]++)*+"
WORD = re.compile(rf"{_RUN}(?:[-\u2010\u2011&+]{_RUN})*+")
_PART = re.compile(_RUN)
_NOT_LETTERS = re.compile(r"[\W_]+")
_INVISIBLES = re.compile(rf"[{_INVISIBLE}]+")
_GREEK = re.compile(r"[\u0370-\u03ff]")


class Word(NamedTuple):
    """A word of a text: its parts (several in 'start-up', 'R&D') and where it stands."""

    parts: tuple[str, ...]
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The words of `text` in its order; anything but letters, digits and their marks parts them."""
    for found in WORD.finditer(text):
        yield Word(parts_of(found[0]), found.start(), found.end())


def parts_of(word: str) -> tuple[str, ...]:
    """The parts of a whole word: several in 'start-up' and 'R&D'."""
    return (word,) if word.isalnum() else tuple(_PART.findall(word))


def lowered(word: str) -> str:
    """`word` in lower case with its accents, as a dictionary has it."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", _INVISIBLES.sub("", word))
    return word.lower()[:LONGEST]


def plain(word: str) -> str:
    """`word` without case, accents and anything that is no letter or digit."""
    folded = fold(word[:LONGEST])[:LONGEST]
    return folded if folded.isalnum() else _NOT_LETTERS.sub("", folded)


def is_greek(word: str) -> bool:
    """Whether the plain `word` has Greek letters: it is Greek then, whatever text it stands in."""
    return not word.isascii() and bool(_GREEK.search(word))


def is_without_accents(text: str) -> bool:
    """Whether `text` may have been typed without accents: it has not a single one."""
    return text.isascii() or fold(text) == text.lower()
