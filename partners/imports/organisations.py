"""Organisations from a list: checked row by row, recognised, and written all at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO

from django.db import transaction

from moves.generation import touch
from partners.imports.checks import Checker
from partners.imports.records import CannotImport, read_header, read_records
from partners.imports.slugs import Slugs
from partners.imports.sources import SOURCES, Source, source_of
from partners.imports.targets import NAMES, Draft, Question, Target, Targets
from partners.imports.writing import insert, lock, update
from partners.mentions import renamed
from partners.models import Cluster, Organisation
from partners.vocabularies import labels

PROGRESS_EVERY = 1000  # rows


class Reject(NamedTuple):
    """A row that was left out: its first line in the file, why, and its cells as they stand."""

    line: int
    reason: str
    cells: list[str]


@dataclass
class Report:
    """What became of the rows of a file.

    `read` is the sum of the five counts below it, the rejects and the questions nobody has
    decided. `recognised` rows are another spelling of a body that is already counted or complete.
    """

    source: str
    header: list[str]
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    recognised: int = 0
    rejects: list[Reject] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def unsure(self) -> int:
        return sum(not question.is_decided for question in self.questions)


def import_organisations(
    file: TextIO,
    *,
    source_name: str = "",
    cluster: Cluster | None = None,
    decisions: Mapping[str, str] | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import the rows of `file` (opened by `records.open_table`) as unclaimed organisations.

    `source_name` is needed only where the header leaves it open. `cluster` takes all rows, else
    each goes to the cluster of its NUTS 2 region, if any. `decisions` maps the id of an unsure row
    to 'new' or to the reference of the body it is (`Target.reference`). `progress` is told now and
    then how many rows are read. With `dry_run` the database is only read.

    A second import of the same file changes nothing. Raises CannotImport.
    """
    header, delimiter = read_header(file)
    source = source_of(header, source_name)
    if source is None:
        raise CannotImport(_wrong_header(source_name))
    if not labels("nuts"):
        raise CannotImport("The lists of codes are empty: run manage.py load_vocabularies first.")
    report = Report(source.name, header)
    rows = _read(file, source, delimiter, report, progress or (lambda rows_read: None))
    drafts = _placed(rows, cluster)
    with transaction.atomic():
        if not dry_run:
            lock()
        countries = {draft.values["country"] for draft in drafts}
        targets = Targets(source, decisions or {}, countries)
        targets.find(drafts)
        changed = targets.changed
        if not dry_run:
            _write(targets.new, changed)
    changed_by_id = len(set(targets.by_id).intersection(changed))
    report.created = len(targets.new)
    report.updated = len(changed)
    report.unchanged = len(targets.by_id) - changed_by_id
    report.recognised = targets.recognised - (len(changed) - changed_by_id)
    report.questions = targets.questions
    return report


def _wrong_header(source_name: str) -> str:
    wanted = [source for source in SOURCES if source_name in ("", source.name)]
    columns = "; or ".join(
        f"{', '.join(sorted(source.columns))} ({source.name})" for source in wanted
    )
    return f"The first line must name the columns {columns}."


def _read(
    file: TextIO,
    source: Source,
    delimiter: str,
    report: Report,
    progress: Callable[[int], None],
) -> list[Draft]:
    """The rows that pass the checks; the others become rejects of the report."""
    checker = Checker()
    lines: dict[str, int] = {}  # by id
    drafts = []
    for record in read_records(file, width=len(report.header), delimiter=delimiter):
        report.read += 1
        if report.read % PROGRESS_EVERY == 0:
            progress(report.read)
        if record.fault:
            report.rejects.append(Reject(record.line, record.fault, record.cells))
            continue
        row = source.read(dict(zip(report.header, record.cells, strict=True)))
        values, faults = checker.check(row)
        if not faults and values["source_id"] in lines:
            faults = [f"line {lines[values['source_id']]} is the same body"]
        if faults:
            report.rejects.append(Reject(record.line, "; ".join(faults), record.cells))
            continue
        lines[values["source_id"]] = record.line
        values["source"] = source.name
        drafts.append(Draft(record.line, values, row.get("other_names", "")))
    progress(report.read)
    return drafts


def _placed(drafts: list[Draft], cluster: Cluster | None) -> list[Draft]:
    """Give every row its cluster: `cluster`, or the one of its region, or none."""
    by_region = dict(Cluster.objects.values_list("nuts", "pk"))
    for draft in drafts:
        region = by_region.get(draft.values["nuts"][:4])
        draft.values["cluster_id"] = cluster.pk if cluster else region
    return drafts


def _write(new: Iterable[Target], changed: Iterable[Target]) -> None:
    if new:
        slugs = Slugs(Organisation.objects.values_list("slug", flat=True))
        unclaimed = Organisation.State.UNCLAIMED.value
        insert(
            (*NAMES, "slug", "state"),
            ([*map(t.values.get, NAMES), slugs.take(t.values["name_key"]), unclaimed] for t in new),
        )
    if changed:
        update(NAMES, ([t.pk, *map(t.values.get, NAMES)] for t in changed))
        renamed([t.pk for t in changed if t.is_renamed])
    if new or changed:
        touch()
