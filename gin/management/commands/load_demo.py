from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gin.demo import load
from gin.demo.reading import BadEntry
from partners.models import Term


class Command(BaseCommand):
    help = "Load the demo network, whose passwords are known; loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--yes", action="store_true", help="load it also where neither DEMO nor DEBUG is set"
        )

    def handle(self, *, yes: bool, **options):
        if not (settings.DEMO or settings.DEBUG or yes):
            raise CommandError(
                "This is no demonstration: DEMO and DEBUG are off. The demo network's passwords are"
                " public; to load it all the same, say --yes."
            )
        if not Term.objects.exists():
            raise CommandError("Load the lists first: manage.py load_vocabularies")
        try:
            counts = load(now=timezone.now())
        except BadEntry as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for what, count in counts.items():
            self.stdout.write(f"{count:>6} {what}")
