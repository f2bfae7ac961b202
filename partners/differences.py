"""What differs between two times of something that people write, in words for readers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """A run of words, and whether the other side lacks it."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Change:
    """One field that differs. `language` is that of a text, else empty."""

    label: str
    before: list[Piece]
    after: list[Piece]
    language: str = ""


def unsaved(form: forms.ModelForm, *, language: str = "") -> list[Change]:
    """What a valid `form` would change in its instance, which is as saved."""
    return [
        Change(
            str(form[name].label),
            *compare_words(
                _in_words(form.fields[name], form.get_initial_for_field(form.fields[name], name)),
                _in_words(form.fields[name], form.cleaned_data.get(name)),
            ),
            language,
        )
        for name in form.changed_data
    ]


def compare_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in zip(pieces, (old[i1:i2], new[j1:j2]), strict=True):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return pieces


def compare_lists(
    before: Iterable[tuple[Any, str]], after: Iterable[tuple[Any, str]]
) -> tuple[list[Piece], list[Piece]]:
    """Each entry is (value, label): compared by value, shown by label, one on a line."""

    def pieces(entries, others):
        values = [other for other, _text in others]
        return [
            Piece(("\n" if number else "") + str(label), value not in values)
            for number, (value, label) in enumerate(entries)
        ]

    before, after = list(before), list(after)
    return pieces(before, after), pieces(after, before)


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if not value:
        return ""
    known = dict(flatten_choices(getattr(field, "choices", ())))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(known.get(one, one)) for one in values)
