from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from gin.backups import back_up


class Command(BaseCommand):
    help = "Back up the database and the uploaded files; the portal may run meanwhile."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=Path, help="default: a new one in var/backups"
        )

    def handle(self, *, folder: Path | None, **options):
        name = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
        folder = folder or settings.DATA_DIR / "backups" / name
        back_up(folder)
        self.stdout.write(f"Backed up to {folder}")
