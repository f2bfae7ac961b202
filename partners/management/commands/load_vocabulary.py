from django.core.management.base import BaseCommand, CommandError

from partners.models import Term
from partners.vocabularies import VocabularyError, load, read_entries


class Command(BaseCommand):
    help = "Replace one list (NACE, NUTS, keywords) by a CSV file (partners/data/README.md)."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=Term.Vocabulary.values)
        parser.add_argument("file", help="CSV in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, name: str, file: str, dry_run: bool, **options):
        try:
            with open(file, encoding="utf-8-sig", newline="") as lines:
                entries = read_entries(lines)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except VocabularyError as error:
            raise CommandError(f"{file}: nothing was loaded.\n{error}") from error
        loaded = load(name, entries, dry_run=dry_run)
        self.stdout.write(f"{name}: {loaded}{' (dry run)' if dry_run else ''}")
