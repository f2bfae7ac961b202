"""Polish words, taken back to their dictionary forms by Morfeusz 2, with or without accents.

A word typed without accents needs no table of all forms: the letters that may stand for an
accented one are few in a word (8 spellings in the middle, 144 at the 99th percentile), and the
dictionary says at once which of these spellings are words.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, islice, product
from threading import Lock

import morfeusz2
import snowballstemmer

from publishing.words.letters import plain

SPELLINGS = 256  # of one word, looked up at most
BEGINNINGS = 32
_VOWELS = frozenset("aeiouy")
_stemmer = snowballstemmer.stemmer("polish")
_stemmer_is_free = Lock()  # a stemmer keeps the word it works on in itself
_dictionary_is_free = Lock()


def lemmas(word: str) -> tuple[str, ...]:
    """The lexemes of a Polish word in lower case.

    They are the dictionary forms of all its readings, with their accents: sąd is not sad. For a
    word that is in no dictionary, those of its spellings with accents; failing that, what a
    stemmer makes of it, without accents.
    """
    return (
        _dictionary_forms([word])
        or _dictionary_forms(_adjectives_of(word))
        or restored(word)
        or _stems(word)
    )


def restored(word: str) -> tuple[str, ...]:
    """The lexemes of all words that `word` may be when its writer left out accents."""
    return _dictionary_forms(islice(_spellings(word), SPELLINGS))


def beginnings(word: str) -> list[str]:
    """What a word may begin with whose first letters were typed without accents."""
    return list(islice(_spellings(word), BEGINNINGS))


@cache
def _dictionary() -> morfeusz2.Morfeusz:
    # Loaded when the first Polish word comes: it takes 0.1 s.
    return morfeusz2.Morfeusz(
        generate=False, praet="composite", case_handling=morfeusz2.IGNORE_CASE
    )


def _dictionary_forms(words: Iterable[str]) -> tuple[str, ...]:
    words = list(words)
    if not words:
        return ()
    with _dictionary_is_free:
        readings = [reading for _, _, reading in _dictionary().analyse(" ".join(words))]
    whole = frozenset(words)  # a reading of a part ('firmo' + 'm') is none
    found = (
        lemma.partition(":")[0].lower()
        for form, lemma, tag, *_ in readings
        if tag != "ign" and form in whole and " " not in lemma
    )
    return tuple(dict.fromkeys(lemma for lemma in found if lemma.isalnum()))


def _adjectives_of(word: str) -> list[str]:
    """The adjective whose first part of a compound `word` is: rolno(-spożywczy), rolny."""
    return [word[:-1] + "y", word[:-1] + "i"] if word.endswith("o") and len(word) > 4 else []


def _stems(word: str) -> tuple[str, ...]:
    with _stemmer_is_free:
        stems = plain(_stemmer.stemWord(word)), _stemmer.stemWord(plain(word))
    return tuple(dict.fromkeys(stems))


def _spellings(word: str) -> Iterator[str]:
    """All spellings of `word` with accents put in, those with fewest first."""
    letters = list(map(_letters, " " + word, word, word[1:] + " "))
    doubtful = [place for place, choice in enumerate(letters) if len(choice) > 1]
    for accents in range(len(doubtful) + 1):
        for places in combinations(doubtful, accents):
            for accented in product(*(letters[place][1:] for place in places)):
                spelling = list(word)
                for place, letter in zip(places, accented, strict=True):
                    spelling[place] = letter
                yield "".join(spelling)


def _letters(before: str, letter: str, after: str) -> str:
    """`letter` and the accented letters it may stand for between its neighbours.

    Rules of Polish spelling: ą, ę, ć, ń, ó, ś, ź stand before no vowel, ą, ę, ń begin no word and ó
    ends none; ł and ż stand before no i; ch, cz, rz, sz have no accent within them.
    """
    is_before_vowel = after in _VOWELS
    match letter:
        case "a" if before != " " and not is_before_vowel:
            return "aą"
        case "e" if before != " " and not is_before_vowel:
            return "eę"
        case "o" if after != " " and not is_before_vowel:
            return "oó"
        case "c" if not is_before_vowel and after not in "zh":
            return "cć"
        case "n" if before != " " and not is_before_vowel:
            return "nń"
        case "s" if not is_before_vowel and after != "z":
            return "sś"
        case "z" if before not in "cs" and after != "i":
            return "zżź" if not is_before_vowel and before != "r" else "zż"
        case "l" if after != "i":
            return "lł"
    return letter
