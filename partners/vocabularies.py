"""The replaceable lists: reading their files, loading them, and their labels for pages."""

import csv
import re
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import get_language

from partners.models import Term

DATA = Path(__file__).parent / "data"
COLUMNS = ("code", "parent", "level", "label_en")
CODE_LENGTH = Term._meta.get_field("code").max_length
# How long a process may show labels after another one has replaced them, in seconds.
LABELS_LAST = 60


class VocabularyError(Exception):
    """A file that cannot be loaded; `problems` says why, line by line."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


class Entry(NamedTuple):
    """One entry of a list: `labels` maps language to label and holds 'en' at least."""

    code: str
    parent: str
    level: int
    order: int
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many entries a load read, and what became of those in the database."""

    read: int
    created: int
    updated: int
    unchanged: int
    retired: int

    def __str__(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in asdict(self).items())


def shipped() -> dict[str, Path]:
    """The lists that come with the portal: vocabulary → file."""
    return {name: DATA / f"{name}.csv" for name in Term.Vocabulary.values}


def read_entries(file: TextIO) -> list[Entry]:
    """The entries of a list, from a CSV of the columns described in partners/data/README.md.

    Without a column `order` they stand in the order of the file. Raises VocabularyError with every
    problem of the file: a list is loaded whole or not at all, since what it lacks is taken out of
    use.
    """
    reader = csv.DictReader(file, strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise VocabularyError([f"line 1: no column {', '.join(missing)}"])
        languages = [n for n in reader.fieldnames if re.fullmatch("label_[a-z]{2}", n)]
        problems: list[str] = []
        entries: dict[str, Entry] = {}
        lines: dict[str, int] = {}
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                problems.append(f"line {line}: not as many cells as there are columns")
                continue
            labels = {name[-2:]: " ".join(row[name].split()) for name in languages}
            labels = {language: label for language, label in labels.items() if label}
            row.setdefault("order", str(len(entries) + 1))
            faults = _faults(row, labels, entries)
            if faults:
                problems += [f"line {line}: {fault}" for fault in faults]
                continue
            numbers = int(row["level"]), int(row["order"])
            entries[row["code"]] = Entry(row["code"], row["parent"], *numbers, labels)
            lines[row["code"]] = line
    except (csv.Error, UnicodeDecodeError) as error:
        raise VocabularyError([f"line {reader.line_num + 1}: {error}"]) from error
    for entry in entries.values():
        parent = entries.get(entry.parent)
        if entry.parent and (parent is None or parent.level >= entry.level):
            problems.append(f"line {lines[entry.code]}: no entry above has the code {entry.parent}")
    if not entries and not problems:
        problems = ["the file has no entries"]
    if problems:
        raise VocabularyError(problems)
    return list(entries.values())


def _faults(row: dict[str, str], labels: dict[str, str], entries: dict[str, Entry]) -> list[str]:
    code = row["code"]
    faults = []
    if not code or code != code.strip() or len(code) > CODE_LENGTH or "\0" in code:
        faults.append(f"no code of 1 to {CODE_LENGTH} characters")
    if code in entries:
        faults.append(f"the code {code} again")
    if not (row["level"].isdecimal() and row["order"].isdecimal()):
        faults.append("level and order must be whole numbers")
    if "en" not in labels:
        faults.append("no English label")
    if any("\0" in label for label in labels.values()):
        faults.append("a NUL character in a label")
    return faults


def load(vocabulary: str, entries: Iterable[Entry], *, dry_run: bool = False) -> Loaded:
    """Make `entries` the current list `vocabulary`; with `dry_run` only count what would change.

    Codes that are missing from `entries` stay, no longer current: items may bear them.
    """
    entries = list(entries)
    with transaction.atomic():
        known = {t.code: t for t in Term.objects.filter(vocabulary=vocabulary).select_for_update()}
        changed = [entry for entry in entries if _differs(entry, known.get(entry.code))]
        created = sum(entry.code not in known for entry in changed)
        codes = {entry.code for entry in entries}
        retired = [t.pk for t in known.values() if t.is_current and t.code not in codes]
        if not dry_run:
            Term.objects.bulk_create(
                [Term(vocabulary=vocabulary, is_current=True, **e._asdict()) for e in changed],
                update_conflicts=True,
                unique_fields=["vocabulary", "code"],
                update_fields=["parent", "level", "order", "labels", "is_current", "updated_at"],
            )
            if retired:
                Term.objects.filter(pk__in=retired).update(
                    is_current=False, updated_at=timezone.now()
                )
    if not dry_run:
        forget_labels()
    return Loaded(
        read=len(entries),
        created=created,
        updated=len(changed) - created,
        unchanged=len(entries) - len(changed),
        retired=len(retired),
    )


def _differs(entry: Entry, term: Term | None) -> bool:
    if term is None or not term.is_current:
        return True
    return entry != (term.code, term.parent, term.level, term.order, term.labels)


@dataclass(slots=True)
class _Shelf:
    """What this process remembers of all lists. Replaced whole, so threads need no lock."""

    terms: dict[str, list[Term]]
    parents: dict[str, dict[str, str]]
    labels: dict[tuple[str, str], dict[str, str]]
    updated_at: object
    read_at: float


_shelf: _Shelf | None = None


def _current_shelf() -> _Shelf:
    """The shelf, asked for news at most once in LABELS_LAST seconds, by one query."""
    global _shelf
    shelf, now = _shelf, time.monotonic()
    if shelf and now - shelf.read_at < LABELS_LAST:
        return shelf
    terms = Term.objects.all()
    if shelf:  # every row if any is newer, else none
        terms = terms.filter(Exists(Term.objects.filter(updated_at__gt=shelf.updated_at)))
    found = list(terms)
    if not found:  # nothing new; and nothing to remember of an empty table
        if shelf:
            shelf.read_at = now
        return shelf or _Shelf({}, {}, {}, None, now)
    by_vocabulary: dict[str, list[Term]] = {}
    for term in found:
        by_vocabulary.setdefault(term.vocabulary, []).append(term)
    parents = {
        vocabulary: {term.code: term.parent for term in entries}
        for vocabulary, entries in by_vocabulary.items()
    }
    _shelf = _Shelf(by_vocabulary, parents, {}, max(term.updated_at for term in found), now)
    return _shelf


def forget_labels() -> None:
    """Read the lists again at the next call, in this process."""
    global _shelf
    _shelf = None


def labels(vocabulary: str, language: str | None = None) -> dict[str, str]:
    """Code → label in `language` (default: the active one), else in English; old codes too.

    At most one query, none when warm. The answer is shared: do not change it.
    """
    language = (language or get_language() or "en")[:2]
    shelf = _current_shelf()
    known = shelf.labels.get((vocabulary, language))
    if known is None:
        known = {term.code: term.label(language) for term in shelf.terms.get(vocabulary, ())}
        shelf.labels[vocabulary, language] = known
    return known


def choices(
    vocabulary: str, language: str | None = None, *, level: int | None = None
) -> list[tuple[str, str]]:
    """(code, label) of the entries forms may offer, in their order; of one `level` if given."""
    names = labels(vocabulary, language)
    return [
        (term.code, names[term.code])
        for term in _current_shelf().terms.get(vocabulary, ())
        if term.is_current and level in (None, term.level)
    ]


def path(vocabulary: str, code: str) -> list[str]:
    """The codes that lead to `code`, from the top of the list down; empty for an unknown one."""
    parents = _current_shelf().parents.get(vocabulary, {})
    codes: list[str] = []
    while code in parents:
        codes.insert(0, code)
        code = parents[code]
    return codes
