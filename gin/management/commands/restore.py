from pathlib import Path

from django.core.management.base import BaseCommand

from gin.backups import restore


class Command(BaseCommand):
    help = "Replace the database and the uploaded files by a backup; stop the portal first."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options):
        erased = restore(folder)
        self.stdout.write(f"Restored from {folder}. Erased again: {erased} people.")
