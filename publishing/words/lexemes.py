"""What a word is indexed under, and what it is looked for under.

A lexeme names its language ('pl:zamek'): without that, the Spanish reading of a Polish word would
find other Polish words. What is the same in all languages (numbers, codes, initials) has none.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from publishing.words import english, greek, polish, romanian, spanish
from publishing.words.endings import listed
from publishing.words.letters import (
    WORD,
    is_greek,
    is_without_accents,
    lowered,
    parts_of,
    plain,
)
from publishing.words.stop_words import STOP_WORDS

# A Polish text of so many words without one accent was typed without accents: of all Polish words
# 35 % have one.
PLAIN_FROM = 12
JOINED = range(2, 5)  # parts of a word that is also indexed as one: start-up, startup
# Written in capitals these are names (of a trade, a technique, a mark), not the common words.
_NAMES = listed("AI AR CE IA IT")
_STEMS = {
    "en": english.stems,
    "es": spanish.stems,
    "ro": romanian.stems,
    "el": greek.stems,
}


class Reading(NamedTuple):
    """The lexemes of each part of a word, those of the parts written together, and all of them."""

    parts: tuple[tuple[str, ...], ...]
    joined: tuple[str, ...]
    all: frozenset[str]


class Indexed(NamedTuple):
    """A word of a text, and where it stands."""

    reading: Reading
    start: int
    end: int


def lexemes(text: str, language: str) -> list[str]:
    """The index terms of `text` (in `language`, a code such as 'pl') in its order.

    Case, accents (but those of Polish dictionary forms), ς and ş/ș are folded; inflected forms of
    a word have a lexeme in common; a word that can be read in several ways has several; stop words
    have none. In any other language words are taken as they are.
    """
    return [
        lexeme
        for word in indexed(text, language)
        for part in (*word.reading.parts, word.reading.joined)
        for lexeme in part
    ]


def indexed(text: str, language: str) -> Iterator[Indexed]:
    """The words of `text` with their lexemes, stop words included (with none)."""
    is_plain = language == "pl" and _is_typed_without_accents(text)
    for word in WORD.finditer(text):
        yield Indexed(_reading(word[0], language, is_plain), word.start(), word.end())


@lru_cache(maxsize=20_000)
def _reading(word: str, language: str, is_plain: bool) -> Reading:
    parts = parts_of(word)
    look_up = lexemes_without_accents if is_plain else lexemes_of
    joined = look_up("".join(parts), language) if can_be_joined(parts) else ()
    found = tuple(look_up(part, language) for part in parts)
    return Reading(found, joined, frozenset(joined).union(*found))


def can_be_joined(parts: tuple[str, ...]) -> bool:
    """Whether a word of several parts is also written as one: co-operation, but not 2014-2020."""
    return len(parts) in JOINED and all(map(str.isalpha, parts))


def beginnings_of(word: str, language: str, *, is_plain: bool) -> list[str]:
    """What the lexemes of words that begin with `word` begin with.

    `is_plain` says that its writer may have left out accents.
    """
    folded = plain(word)
    language = _language_of(folded, language)
    if language == "pl":
        spellings = polish.beginnings(folded) if is_plain else [lowered(word)]
    else:
        spellings = [folded]
    return [*(f"{language}:{spelling}" for spelling in spellings), folded]


def lexemes_of(word: str, language: str) -> tuple[str, ...]:
    """The lexemes of one word of a text in `language`; none for a stop word."""
    return _lexemes(word if word in _NAMES else lowered(word), language)


def lexemes_without_accents(word: str, language: str) -> tuple[str, ...]:
    """The same for a word that may lack its accents: the lexemes of all words that it may be."""
    return _lexemes_without_accents(word if word in _NAMES else lowered(word), language)


@lru_cache(maxsize=20_000)  # about 10 MB when full
def _lexemes(word: str, language: str) -> tuple[str, ...]:
    folded = plain(word)
    if word in _NAMES:
        return (folded,)
    language = _language_of(folded, language)
    if not folded or folded in STOP_WORDS.get(language, ()):
        return ()
    if not folded.isalpha() or len(folded) == 1:
        return (folded,)
    if language == "pl":
        stems = polish.lemmas(word)
    else:
        stems = _STEMS[language](folded) if language in _STEMS else (folded,)
    found = tuple(f"{language}:{stem}" for stem in stems)
    return found if len(folded) > 2 else (folded, *found)  # initials, and a few short words


@lru_cache(maxsize=5_000)
def _lexemes_without_accents(word: str, language: str) -> tuple[str, ...]:
    found = _lexemes(word, language)
    if language != "pl" or not found or len(word) < 3 or not (word.isascii() and word.isalpha()):
        return found
    restored = (f"{language}:{stem}" for stem in polish.restored(word))
    return tuple(dict.fromkeys([*found, *restored]))


def _language_of(word: str, language: str) -> str:
    """Greek letters make a word Greek in any text; without them it is foreign in a Greek one."""
    if is_greek(word):
        return "el"
    return "en" if language == "el" else language


def _is_typed_without_accents(text: str) -> bool:
    return is_without_accents(text) and text.count(" ") >= PLAIN_FROM
