from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partners.imports.commands import Progress, cluster_called
from partners.imports.decisions import BadDecisions, has_decisions, read_decisions, write_questions
from partners.imports.organisations import CannotImport, Report, import_organisations
from partners.imports.records import TableWriter, open_table
from partners.imports.sources import SOURCES
from partners.models import Cluster

PROGRESS_EVERY = 10_000  # rows, where the progress line cannot be overwritten


class Command(BaseCommand):
    help = "Import organisations from a CSV file (docs/importing.md). Again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="CSV in UTF-8; what it is, is seen from its header")
        parser.add_argument("--source", choices=[source.name for source in SOURCES], default="")
        parser.add_argument("--cluster", help="put all rows into this cluster (its code)")
        parser.add_argument("--dry-run", action="store_true", help="write nothing to the database")
        parser.add_argument("--rejects", help="for rows left out (default: NAME.rejects.csv here)")
        parser.add_argument(
            "--unsure", help="for rows to decide on (default: NAME.unsure.csv here)"
        )
        parser.add_argument("--decisions", help="an unsure file, its column 'decision' filled in")

    def handle(self, *, file: str, source: str, cluster: str | None, dry_run: bool, **options):
        name = Path(file).stem
        rejects = Path(options["rejects"] or f"{name}.rejects.csv")
        unsure = Path(options["unsure"] or f"{name}.unsure.csv")
        decisions = Path(options["decisions"]) if options["decisions"] else None
        progress = Progress(self.stderr, "rows", every=PROGRESS_EVERY)
        try:
            if unsure != decisions and has_decisions(unsure):
                raise CommandError(
                    f"{unsure} holds decisions: give it back with --decisions {unsure},"
                    " or name another file with --unsure."
                )
            with open_table(file) as table:
                report = import_organisations(
                    table,
                    source_name=source,
                    cluster=cluster and cluster_called(cluster, among=Cluster.objects.all()),
                    decisions=read_decisions(decisions) if decisions else None,
                    dry_run=dry_run,
                    progress=progress if options["verbosity"] else None,
                )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except CannotImport as error:
            raise CommandError(f"{file}: {error}") from error
        except BadDecisions as error:
            raise CommandError(str(error)) from error
        progress.end()
        # A file is written where there is something to say, or to replace what was said before.
        if report.rejects or options["rejects"] or rejects.exists():
            self._write_rejects(report, rejects)
        if report.questions or options["unsure"] or unsure.exists():
            write_questions(report.questions, unsure)
        self._summarise(report, rejects, unsure, dry_run=dry_run)

    def _write_rejects(self, report: Report, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = TableWriter(file, ("line", "reason", *report.header))
            for line, reason, cells in report.rejects:
                table.write([line, reason, *cells])

    def _summarise(self, report: Report, rejects: Path, unsure: Path, *, dry_run: bool) -> None:
        counts = {
            "read": report.read,
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "recognised": report.recognised,
            "unsure": report.unsure,
            "rejected": len(report.rejects),
        }
        for what, count in counts.items():
            self.stdout.write(f"{what:<11}{count:>9,}")
        if not report.created and not report.updated:
            self.stdout.write("Nothing changed.")
        elif dry_run:
            self.stdout.write("Dry run: nothing was written to the database.")
        if report.rejects:
            self.stdout.write(f"Rejected rows with reasons: {rejects}")
        if report.unsure:
            self.stdout.write(f"To decide on (same or new), then give back: {unsure}")
