"""The questions of an import as a table that a person fills in and gives back."""

from collections.abc import Iterable
from pathlib import Path

from partners.imports.records import TableWriter, open_table, read_header, read_records
from partners.imports.targets import NEW, Question

SAME = "same"  # the decision that a row is the candidate on its line
COLUMNS = (
    "line",
    "id",
    "legal_name",
    "country",
    "city",
    "nuts",
    "reason",
    "candidate",
    "candidate_name",
    "candidate_city",
    "candidate_nuts",
    "decision",
)
_PLACE = ("legal_name", "city", "nuts")


class BadDecisions(Exception):
    """A table of decisions that cannot be followed."""


def write_questions(questions: Iterable[Question], path: Path) -> None:
    """One line for each candidate of each question; decided ones stay, with their decision."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = TableWriter(file, COLUMNS)
        for draft, reason, candidates, is_decided in sorted(questions, key=_line):
            values = draft.values
            about = [
                values[name] for name in ("source_id", "legal_name", "country", "city", "nuts")
            ]
            for candidate in candidates or (None,):
                other = [""] * 4
                if candidate:
                    other = [candidate.reference, *(candidate.values[name] for name in _PLACE)]
                decision = SAME if is_decided else ""
                table.write([draft.line, *about, reason, *other, decision])


def _line(question: Question) -> int:
    return question.draft.line


def read_decisions(path: Path) -> dict[str, str]:
    """Id of a row → 'new' or the reference of the body it is. Lines without decision say nothing.

    Raises BadDecisions if a line cannot be read, says something else, or contradicts another.
    """
    decisions: dict[str, str] = {}
    for line, row in _rows(path):
        said = row["decision"].strip().lower()
        if said not in ("", SAME, NEW):
            raise BadDecisions(f"{path}, line {line}: 'decision' must be {SAME}, {NEW} or empty")
        if not said:
            continue
        meaning = row["candidate"] if said == SAME else NEW
        if not meaning:
            raise BadDecisions(f"{path}, line {line}: there is no candidate to be the same as")
        if decisions.setdefault(row["id"], meaning) != meaning:
            raise BadDecisions(f"{path}, line {line}: another line decides otherwise")
    return decisions


def has_decisions(path: Path) -> bool:
    """Whether somebody has filled in the table at `path`, if there is one."""
    return path.exists() and any(row["decision"].strip() for _line, row in _rows(path))


def _rows(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    with open_table(str(path)) as file:
        header, delimiter = read_header(file)
        missing = [name for name in ("id", "candidate", "decision") if name not in header]
        if missing:
            raise BadDecisions(f"{path}: no column {', '.join(missing)}")
        for record in read_records(file, width=len(header), delimiter=delimiter):
            if record.fault:
                raise BadDecisions(f"{path}, line {record.line}: {record.fault}")
            yield record.line, dict(zip(header, record.cells, strict=True))
