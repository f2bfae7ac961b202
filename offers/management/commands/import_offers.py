import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from offers.imports.offers import Report, import_offers
from partners.imports.records import TableWriter
from partners.models import Cluster, User

PROGRESS_EVERY = 100  # entries, where the progress line cannot be overwritten


class Command(BaseCommand):
    help = "Import projects of CORDIS as offers (docs/importing.md). Again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a JSON array of projects, in UTF-8")
        parser.add_argument("--cluster", help="takes what comes from countries without a cluster")
        parser.add_argument("--author", help="e-mail of who imports (default: an administrator)")
        parser.add_argument("--publish", action="store_true", help="publish; else they are drafts")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing in the database")
        parser.add_argument("--rejects", help="for what is left out (default: NAME.rejects.csv)")

    def handle(self, *, file: str, dry_run: bool, publish: bool, **options):
        rejects = Path(options["rejects"] or f"{Path(file).stem}.rejects.csv")
        report = import_offers(
            self._records(file),
            author=self._author(options["author"]),
            cluster=self._cluster(options["cluster"]),
            now=timezone.now(),
            publishes=publish,
            dry_run=dry_run,
            progress=self._progress if options["verbosity"] else None,
        )
        # A file is written where there is something to say, or to replace what was said before.
        if report.rejects or rejects.exists():
            with rejects.open("w", encoding="utf-8", newline="") as out:
                table = TableWriter(out, ("entry", "project_id", "reason", "title"))
                for reject in report.rejects:
                    table.write(reject)
        self._summarise(report, rejects, dry_run=dry_run)

    def _records(self, file: str) -> list[Any]:
        try:
            records = json.loads(Path(file).read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:  # of JSON, or of UTF-8
            raise CommandError(f"{file}: {error}") from error
        if not isinstance(records, list):
            raise CommandError(f"{file}: not a JSON array of projects")
        return records

    def _author(self, email: str | None) -> User:
        people = User.objects.filter(is_active=True).order_by("pk")
        found = people.filter(email__iexact=email) if email else people.filter(is_superuser=True)
        author = found.first()
        if author is None:
            raise CommandError(f"There is nobody called {email}." if email else "No administrator.")
        if not Cluster.objects.staffed_by(author).exists():
            raise CommandError(f"{author} works for no cluster.")
        return author

    def _cluster(self, code: str | None) -> Cluster | None:
        if not code:
            return None
        try:
            return Cluster.objects.active().get(code=code.upper())
        except Cluster.DoesNotExist:
            codes = ", ".join(Cluster.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no cluster {code}; there are: {codes}.") from None

    def _progress(self, entries: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{entries:,} entries read", ending="")
        elif entries % PROGRESS_EVERY == 0:
            self.stderr.write(f"{entries:,} entries read")

    def _summarise(self, report: Report, rejects: Path, *, dry_run: bool) -> None:
        if self.stderr.isatty():
            self.stderr.write("")  # ends the line of progress
        for what in ("read", "created", "updated", "unchanged", "kept"):
            self.stdout.write(f"{what:<11}{getattr(report, what):>9,}")
        self.stdout.write(f"{'rejected':<11}{len(report.rejects):>9,}")
        if not report.created and not report.updated:
            self.stdout.write("Nothing changed.")
        elif dry_run:
            self.stdout.write("Dry run: nothing was kept in the database.")
        if report.rejects:
            self.stdout.write(f"Rejected entries with reasons: {rejects}")
