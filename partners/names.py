"""Recognising the same body under another spelling of its name.

A *key* is what stays of a name when case, accents, punctuation and the legal form are gone. Two
bodies with one key are the same unless place or legal form speak against it; two with nearly one
key are a question for a person. Nothing here merges anything.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.name_words import (
    ADDRESS_WORDS,
    COMMON_WORDS,
    CONJUNCTIONS,
    ELSEWHERE_FORMS,
    FORMS,
    GENERAL_FORMS,
    NUMBER_SIGNS,
    ROMAN,
)

LOST = "ʔ"  # a letter, so that the word holds together; written in no name
_DOTTED = re.compile(r"\b(?:[^\W\d_]\. ?)+[^\W\d_]\b\.?")
_ONE_MAN_FIRM = re.compile(r"\bi\. ?[if]\.(?!\w)")  # Romanian Î.I., Î.F.; 'II' may be a number
_IN_BRACKETS = re.compile(r"\(([^()]{2,20})\)")
_LOST_LETTER = re.compile(r"(?<=\w)\?")
_NOT_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"\w+")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_LATIN = re.compile(r"[a-z]")
# What NFKD leaves whole; ı and ŋ do not occur in the languages of the network.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
# Latin capitals typed in Greek words (and folded since): they look alike, they sort apart.
_LOOKALIKES = str.maketrans("abehikmnoptxyz", "αβεηικμνορτχυζ")


def fold(text: str) -> str:
    """`text` without case and accents; Greek stays Greek, final sigma is sigma."""
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_LETTERS)
    if _GREEK.search(text):
        text = _WORD.sub(_in_one_script, text)
    return text


def _in_one_script(word: re.Match) -> str:
    is_mixed = _GREEK.search(word[0]) and _LATIN.search(word[0])
    return word[0].translate(_LOOKALIKES) if is_mixed else word[0]


@cache
def _forms(country: str | None) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word → [(all words, form)], longest first, for names of bodies of `country`."""
    if country in FORMS:
        tables = [GENERAL_FORMS, FORMS[country]]
    elif country:
        tables = [GENERAL_FORMS, ELSEWHERE_FORMS]
    else:
        tables = [GENERAL_FORMS, *FORMS.values()]
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for table in tables:
        for form, spellings in table.items():
            for spelling in spellings.split(";"):
                words = tuple(spelling.split())
                phrases.setdefault(words[0], []).append((words, form))
    for choices in phrases.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    return phrases


def _read(name: str, country: str | None) -> tuple[list[str], set[str]]:
    """The words of a name that are its own, and the legal forms found beside them."""
    text = fold(name)
    if "(" in text:
        text = _IN_BRACKETS.sub(lambda found: _unless_initials(found, text), text)
    if "." in text:
        if country in ("RO", None):
            text = _ONE_MAN_FIRM.sub(" pfa ", text)
        text = _DOTTED.sub(lambda found: _letters(found[0]) + " ", text)
    if "?" in text:  # a letter lost in an old code page: keeps its place in the word
        text = _LOST_LETTER.sub(LOST, text)
    words = _NOT_WORD.sub(" ", text).split()
    own: list[str] = []
    forms: set[str] = set()
    phrases = _forms(country)
    position = 0
    while position < len(words):
        word = words[position]
        for phrase, form in phrases.get(word, ()):
            if tuple(words[position : position + len(phrase)]) == phrase:
                position += len(phrase)
                forms.add(form)
                break
        else:
            own.append(word)
            position += 1
    return own or words, forms - {""}


def _letters(abbreviation: str) -> str:
    return abbreviation.replace(".", "").replace(" ", "")


def _unless_initials(found: re.Match, text: str) -> str:
    """Nothing for '(germ)' after 'Grupo Español de Rehabilitación Multimodal', else as it was."""
    initials = iter([word[0] for word in _WORD.findall(text[: found.start()])])
    letters = _letters(found[1])
    return " " if letters.isalpha() and all(c in initials for c in letters) else found[0]


def name_key(name: str, country: str | None) -> str:
    """The name as compared: folded, without punctuation, conjunctions and legal form.

    `country` (ISO 3166-1 alpha-2) chooses the legal forms that count; None takes those of all four
    countries. A name that is nothing but a legal form keeps it; only a name without letter or
    digit has an empty key.
    """
    words, _forms_found = _read(name, country)
    if words and words[0] == "the" and len(words) > 1:
        words = words[1:]
    kept: list[str] = []
    is_letter = False  # of letters standing alone, typed 'J M' or 'J. M.'
    for position, word in enumerate(words):
        if word in CONJUNCTIONS and 0 < position < len(words) - 1:
            continue
        follower = words[position + 1] if position + 1 < len(words) else ""
        if word in NUMBER_SIGNS and follower.isdigit():
            continue
        was_letter, is_letter = is_letter, len(word) == 1 and word.isalpha()
        if was_letter and is_letter:
            kept[-1] += word
        else:
            kept.append(word)
    return " ".join(kept)


def legal_forms(name: str, country: str | None) -> frozenset[str]:
    """The legal forms in `name` as codes ('sl', 'spzoo' …); empty where none is written."""
    return frozenset(_read(name, country)[1])


def similarity(a: str, b: str) -> float:
    """How alike two names are, from 0 to 1: shared trigrams of their words (as in pg_trgm).

    Case, accents, punctuation, legal form and the order of words make no difference.
    """
    left, right = _trigrams(name_key(a, None)), _trigrams(name_key(b, None))
    if not left and not right:
        return 1.0 if a == b else 0.0
    return len(left & right) / len(left | right)


def _trigrams(key: str) -> set[str]:
    padded = [f"  {word} " for word in key.split()]
    return {word[i : i + 3] for word in padded for i in range(len(word) - 2)}


class Body(NamedTuple):
    """What is known of one organisation when it is compared; an empty field means unknown.

    `country` is ISO 3166-1 alpha-2, `key` comes from `name_key`, `nuts` is a NUTS code of any
    level. `aliases` are further keys; `reference` is the caller's own.
    """

    name: str
    country: str
    key: str
    nuts: str = ""
    city: str = ""
    website: str = ""
    aliases: tuple[str, ...] = ()
    reference: Any = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome` is SAME, UNSURE or DIFFERENT; `matches` are the bodies in question, best first."""

    outcome: str
    reason: str | Promise = ""
    matches: tuple[Body, ...] = ()


SAME, UNSURE, DIFFERENT = "same", "unsure", "different"


def classify(candidate: Body, known: Iterable[Body]) -> Verdict:
    """Is `candidate` one of `known`?

    SAME names exactly one body. Two that would do, or one that might, are UNSURE: a person decides.
    """
    by_outcome: dict[str, list[tuple[Body, str | Promise]]] = {SAME: [], UNSURE: []}
    for other in known:
        outcome, reason = compare(candidate, other)
        if outcome != DIFFERENT:
            by_outcome[outcome].append((other, reason))
    same, unsure = by_outcome[SAME], by_outcome[UNSURE]
    if len(same) == 1:
        return Verdict(SAME, same[0][1], (same[0][0],))
    if same:
        return Verdict(UNSURE, ONE_OF_SEVERAL, tuple(b for b, _r in same))
    if unsure:
        return Verdict(UNSURE, unsure[0][1], tuple(b for b, _r in unsure))
    return Verdict(DIFFERENT, OTHER_NAME)


def compare(a: Body, b: Body) -> tuple[str, str | Promise]:
    """(outcome, reason) for two bodies: the name first, then what speaks for or against it."""
    if a.country != b.country or not a.key:
        return DIFFERENT, OTHER_NAME
    if a.key == b.key:
        return _same_name(a, b)
    if b.key in a.aliases or a.key in b.aliases:
        return (UNSURE, ALIAS_APART) if _place(a, b) == "apart" else (SAME, ALIAS)
    if a.website and _address(a.website) == _address(b.website):
        return UNSURE, SAME_WEBSITE
    likeness = _likeness(a, b)
    if likeness is None or _place(a, b) == "apart":
        return DIFFERENT, OTHER_NAME
    return UNSURE, likeness


# Reasons, for the person who decides
OTHER_NAME = _("another name")
ONE_OF_SEVERAL = _("several bodies bear this name")
SAME_NAME = _("the same name")
NAME_APART = _("the same name in another place")
NAME_OF_MANY = _("a name that many bodies bear, and no place to tell them by")
OTHER_FORM = _("the same name with another legal form")
ALIAS = _("another name of it is the same")
ALIAS_APART = _("another name of it is the same, in another place")
SAME_WEBSITE = _("another name, the same website")
SAME_LETTERS = _("the same letters, written together or apart")
OTHER_ORDER = _("the same words in another order")
ONE_LETTER = _("a letter more, less or other")
LONGER = _("the same name with an address or short name added")


def _same_name(a: Body, b: Body) -> tuple[str, str | Promise]:
    place = _place(a, b)
    if place == "apart":
        return UNSURE, NAME_APART
    if place != "same" and COMMON_WORDS.issuperset(a.key.split()):
        return UNSURE, NAME_OF_MANY
    forms, others = legal_forms(a.name, a.country), legal_forms(b.name, b.country)
    if forms and others and forms != others:
        return UNSURE, OTHER_FORM
    return SAME, SAME_NAME


def _likeness(a: Body, b: Body) -> Promise | None:
    """How two different names are alike, if they are; what cannot be is passed over first."""
    short, long = sorted((a, b), key=lambda body: len(body.key))
    if long.key.startswith(short.key) and _trunk(long) == short.key:
        return LONGER
    if short.key.replace(" ", "") == long.key.replace(" ", ""):
        return SAME_LETTERS
    if len(long.key) - len(short.key) > 1:
        return None
    words, others = a.key.split(), b.key.split()
    if sorted(words) == sorted(others):
        return OTHER_ORDER
    return ONE_LETTER if _is_near(words, others) else None


def _place(a: Body, b: Body) -> str:
    """'same' town, 'near' (one region), 'apart' or 'unknown'."""
    shared = min(len(a.nuts), len(b.nuts), NUTS_2)
    if shared > NUTS_0 and a.nuts[:shared] != b.nuts[:shared]:
        return "apart"
    if a.city and b.city:
        towns = _town(a.city), _town(b.city)
        return "same" if towns[0] <= towns[1] or towns[1] <= towns[0] else "apart"
    return "near" if shared > NUTS_0 else "unknown"


NUTS_0, NUTS_2 = 2, 4  # letters in a code of that level


@lru_cache(maxsize=4096)
def _town(city: str) -> frozenset[str]:
    return frozenset(_NOT_WORD.sub(" ", fold(city)).split())


def _address(website: str) -> str:
    """Host and path of a URL, so that http, https, 'www.' and a last slash make no difference."""
    return website.lower().partition("://")[2].removeprefix("www.").rstrip("/")


def _is_near(words: list[str], others: list[str]) -> bool:
    """The same words but for one mistyped letter in one of them, or letters lost to '?'."""
    if len(words) != len(others):
        return False
    pairs = [(a, b) for a, b in zip(words, others, strict=True) if not _fits(a, b)]
    if not pairs:
        return True
    if len(pairs) > 1 or not pairs[0][0].isalpha() or ROMAN.intersection(pairs[0]):
        return False
    # One letter is much in a short word, or where all the rest says only what kind of body it is.
    is_telling = not COMMON_WORDS.issuperset(set(words) & set(others))
    shortest = min(map(len, pairs[0]))
    return shortest >= (5 if is_telling else 7) and _is_one_typo(*pairs[0])


def _fits(a: str, b: str) -> bool:
    if a == b:
        return True
    if LOST not in a + b or len(a) != len(b):
        return False
    return all(x == y or LOST in (x, y) for x, y in zip(a, b, strict=True))


def _is_one_typo(a: str, b: str) -> bool:
    """One letter added, left out, replaced or swapped with its neighbour."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if start is None:
        return abs(len(a) - len(b)) == 1
    rest_a, rest_b = a[start:], b[start:]
    return (
        rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or rest_a[1:] == rest_b[1:]
        or (rest_a[2:] == rest_b[2:] and rest_a[1::-1] == rest_b[:2])
    )


def _trunk(body: Body) -> str:
    """The key without what is often written behind a name: an address, the town, an acronym."""
    words = body.key.split()
    end = len(words)
    if not ADDRESS_WORDS.isdisjoint(words):
        end = next((i for i, word in enumerate(words) if i and word in ADDRESS_WORDS), end)
    town = _town(body.city)
    while end > 1 and words[end - 1] in town:
        end -= 1
    if 2 < end > len(words[end - 1]) and words[end - 1] in _acronyms(words[: end - 1]):
        end -= 1
    return " ".join(words[:end])


def _acronyms(words: list[str]) -> tuple[str, str]:
    """'ucm' for 'universidad complutense de madrid', with and without the small words."""
    return "".join([w[0] for w in words]), "".join([w[0] for w in words if len(w) > 3])


class KnownBodies:
    """Bodies under every spelling by which one could be met again, for imports of many rows.

    `find` compares with the few that share a spelling, not with all: adding and finding take the
    same time however many are known.
    """

    def __init__(self, bodies: Iterable[Body] = ()):
        self._shelves: dict[str, list[Body]] = {}
        for body in bodies:
            self.add(body)

    def add(self, body: Body) -> None:
        for spelling in _spellings(body):
            shelf = self._shelves.get(spelling)
            if shelf is None:
                self._shelves[spelling] = [body]
            else:
                shelf.append(body)

    def find(self, candidate: Body) -> Verdict:
        """As `classify`, against all known bodies."""
        found: dict[int, Body] = {}
        for spelling in _spellings(candidate):
            for body in self._shelves.get(spelling, ()):
                found[id(body)] = body
        return classify(candidate, found.values())


@lru_cache(maxsize=1)  # a body is first looked for, then added
def _spellings(body: Body) -> list[str]:
    """Rough spellings, such that every pair `compare` may ask about has one in common."""
    country, key = body.country, body.key
    words = key.split()
    trunk = _trunk(body)
    spellings = [
        f"{country}={''.join(words)}",
        f"{country}<{' '.join(sorted([word[:3] for word in words]))}",
        f"{country}>{' '.join([word[-3:] for word in words])}",
    ]
    if trunk != key and not COMMON_WORDS.issuperset(trunk.split()):
        spellings.append(f"{country}={trunk.replace(' ', '')}")
    spellings += [f"{country}={alias.replace(' ', '')}" for alias in body.aliases]
    if body.website:
        spellings.append(f"{country}@{_address(body.website)}")
    return spellings
