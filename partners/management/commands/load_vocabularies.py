from django.core.management import call_command
from django.core.management.base import BaseCommand

from partners.vocabularies import shipped


class Command(BaseCommand):
    help = "Load the lists that come with the portal; loading them again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, dry_run: bool, **options):
        for name, file in shipped().items():
            call_command("load_vocabulary", name, str(file), dry_run=dry_run, stdout=self.stdout)
