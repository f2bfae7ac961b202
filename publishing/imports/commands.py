"""The command that imports a list as items, but for what its list is."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.imports.commands import Progress, cluster_called
from partners.imports.records import TableWriter
from partners.models import Cluster, User
from publishing.imports.items import Report

PROGRESS_EVERY = 100  # entries, where the progress line cannot be overwritten


class ImportItems(BaseCommand):
    """Subclasses say what the `file` is, and import it."""

    file: ClassVar[str]
    rejected: ClassVar[tuple[str, ...]] = ("line", "id", "reason", "title")

    def import_file(self, file: str, options: dict[str, Any], **work) -> Report:
        """Import `file`, with the `options` of the command line.

        `work` is what all imports take: author, cluster, now, publishes, dry_run, progress.
        """
        raise NotImplementedError

    def add_arguments(self, parser):
        parser.add_argument("file", help=self.file)
        parser.add_argument("--cluster", help="the code of the cluster that takes the entries")
        parser.add_argument("--author", help="e-mail of who imports (default: an administrator)")
        parser.add_argument("--publish", action="store_true", help="publish; else they are drafts")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing in the database")
        parser.add_argument("--rejects", help="for what is left out (default: NAME.rejects.csv)")

    def handle(self, *, file: str, **options):
        progress = Progress(self.stderr, "entries", every=PROGRESS_EVERY)
        author = _author(options["author"])
        own = Cluster.objects.active() & Cluster.objects.staffed_by(author)
        code = options["cluster"]
        try:
            report = self.import_file(
                file,
                options,
                author=author,
                cluster=cluster_called(code, among=own) if code else None,
                now=timezone.now(),
                publishes=options["publish"],
                dry_run=options["dry_run"],
                progress=progress if options["verbosity"] else None,
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        progress.end()
        rejects = Path(options["rejects"] or f"{Path(file).stem}.rejects.csv")
        # A file is written where there is something to say, or to replace what was said before.
        if report.rejects or rejects.exists():
            self._write_rejects(report, rejects)
        self._summarise(report, rejects, dry_run=options["dry_run"])

    def _write_rejects(self, report: Report, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as out:
            table = TableWriter(out, self.rejected)
            for reject in report.rejects:
                table.write(reject)

    def _summarise(self, report: Report, rejects: Path, *, dry_run: bool) -> None:
        for what in ("read", "created", "updated", "cancelled", "unchanged", "kept"):
            if what != "cancelled" or report.cancelled:
                self.stdout.write(f"{what:<11}{getattr(report, what):>9,}")
        self.stdout.write(f"{'rejected':<11}{len(report.rejects):>9,}")
        if report.is_idle:
            self.stdout.write("Nothing changed.")
        elif dry_run:
            self.stdout.write("Dry run: nothing was kept in the database.")
        if report.rejects:
            self.stdout.write(f"Rejected entries with reasons: {rejects}")


def _author(email: str | None) -> User:
    people = User.objects.filter(is_active=True).order_by("pk")
    found = people.filter(email__iexact=email) if email else people.filter(is_superuser=True)
    author = found.first()
    if author is None:
        raise CommandError(f"There is nobody called {email}." if email else "No administrator.")
    if not Cluster.objects.staffed_by(author).exists():
        raise CommandError(f"{author} works for no cluster.")
    return author
