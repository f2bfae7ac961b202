from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from events.imports.entries import Defaults
from events.imports.events import import_events
from events.models.events import Kind
from partners.imports.records import CannotImport, open_table
from publishing.imports.commands import ImportItems
from publishing.imports.items import Report


class Command(ImportItems):
    help = "Import events from a list or a calendar (docs/importing.md). Again changes nothing."
    file = "CSV or iCalendar in UTF-8; what it is, is seen from its first line"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--past", action="store_true", help="take also what is over")
        parser.add_argument(
            "--kind", choices=Kind.values, default=Kind.WORKSHOP.value, help="where none is said"
        )
        parser.add_argument(
            "--language", choices=dict(settings.LANGUAGES), default="en", help="of the texts"
        )
        parser.add_argument(
            "--place", default="", help="where none is said: 'Main hall, Kraków', or 'online'"
        )

    def import_file(self, file: str, options: dict[str, Any], **work) -> Report:
        defaults = Defaults(
            kind=options["kind"], language=options["language"], place=options["place"]
        )
        with open_table(file) as lines:
            try:
                return import_events(lines, defaults=defaults, takes_past=options["past"], **work)
            except CannotImport as error:
                raise CommandError(f"{file}: {error}") from error
