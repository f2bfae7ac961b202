"""What a person typed, as a tsquery."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from publishing.words.letters import Word, is_without_accents, plain, words_of
from publishing.words.lexemes import (
    beginnings_of,
    can_be_joined,
    lexemes_of,
    lexemes_without_accents,
)

LONGEST = 1_000  # characters of a question that are read
MOST_WORDS = 24
PREFIX_FROM = 2  # letters
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<words>[^\s"]+))')


class Term(NamedTuple):
    """A part of a question: words that all occur, one after the other in a phrase; or not one."""

    words: list[Word]
    is_phrase: bool
    is_excluded: bool


def tsquery(text: str, languages: Iterable[str], *, is_prefix: bool = False) -> str | None:
    """The tsquery literal for what a person typed, to be asked of texts in `languages`.

    All words must occur, each in any inflected form; "words in quotes" one after the other; a word
    after a minus sign must not. With `is_prefix` the last word may be the beginning of one. A text
    without a single accent is taken as typed without them. The question is put once for each
    language, with that language's stop words left out: `en & en | pl & pl`.

    Ready for `%s::tsquery`, whatever was typed; None where there is nothing to look for (nothing,
    stop words or exclusions alone).
    """
    terms = _terms(text)
    beginning = _beginning(text, terms) if is_prefix else None
    is_plain = is_without_accents(text[:LONGEST])
    readers = [_Reader(language, is_plain, beginning) for language in languages]
    questions = dict.fromkeys(reader.question(terms) for reader in readers)
    return " | ".join(filter(None, questions)) or None


def lexemes_wanted(
    text: str, languages: Iterable[str], *, is_prefix: bool = False
) -> tuple[frozenset[str], str]:
    """All lexemes that `text` looks for, and the beginning of a word that it ends with (or '')."""
    terms = _terms(text)
    words = [word for term in terms if not term.is_excluded for word in term.words]
    spellings = {part for word in words for part in (*word.parts, "".join(word.parts))}
    look_up = lexemes_without_accents if is_without_accents(text[:LONGEST]) else lexemes_of
    found = [look_up(spelling, language) for language in languages for spelling in spellings]
    last = _beginning(text, terms) if is_prefix else None
    return frozenset().union(*found), plain(last.parts[-1]) if last else ""


def _terms(text: str) -> list[Term]:
    terms = []
    left = MOST_WORDS
    for found in _TERM.finditer(text[:LONGEST].translate(_QUOTES)):
        words = list(words_of(found["phrase"] or found["words"] or ""))[:left]
        left -= len(words)
        terms.append(Term(words, found["phrase"] is not None, found["minus"] is not None))
    return terms


def _beginning(text: str, terms: list[Term]) -> Word | None:
    """The word that is still being typed."""
    if not terms or not text[:LONGEST][-1:].isalnum():
        return None
    last = terms[-1]
    if last.is_phrase or last.is_excluded or not last.words:
        return None
    return last.words[-1] if len(plain(last.words[-1].parts[-1])) >= PREFIX_FROM else None


class _Reader(NamedTuple):
    """Puts a question to the texts of one language."""

    language: str
    is_plain: bool  # its writer may have left out accents
    beginning: Word | None  # its word that may be the beginning of one

    def question(self, terms: list[Term]) -> str:
        """The tsquery for all terms; nothing where the language has them all as stop words."""
        wanted, excluded = [], []
        for term in terms:
            clauses = [self._word(word) for word in term.words]
            if term.is_phrase:
                clauses = [_phrase(clauses)]
            clauses = [clause for clause in clauses if clause]
            if not term.is_excluded:
                wanted += clauses
            elif clauses:
                excluded.append(f"!({' & '.join(clauses)})")
        return " & ".join(wanted + excluded) if wanted else ""

    def _word(self, word: Word) -> str:
        is_beginning = word is self.beginning
        *others, last = word.parts
        clauses = [self._part(part) for part in others]
        clauses.append(self._part(last, is_beginning=is_beginning))
        if not can_be_joined(word.parts):
            return _phrase(clauses)
        together = self._part("".join(word.parts), is_beginning=is_beginning)
        apart = _phrase(clauses) if all(clauses) else ""
        return f"({together} | {apart})" if together and apart else together or apart

    def _part(self, part: str, *, is_beginning: bool = False) -> str:
        look_up = lexemes_without_accents if self.is_plain else lexemes_of
        # A lexeme has letters, digits and a colon only: nothing in it is to be escaped.
        choices = [f"'{lexeme}'" for lexeme in look_up(part, self.language)]
        if is_beginning:
            beginnings = beginnings_of(part, self.language, is_plain=self.is_plain)
            choices += [f"'{beginning}':*" for beginning in beginnings]
        return f"({' | '.join(choices)})" if len(choices) > 1 else "".join(choices)


def _phrase(clauses: list[str]) -> str:
    """The clauses one after the other; an empty one is a stop word, which keeps its place."""
    phrase = ""
    distance = 1
    for clause in clauses:
        if not clause:
            distance += 1
            continue
        phrase = f"{phrase} <{distance}> {clause}" if phrase else clause
        distance = 1
    return phrase
