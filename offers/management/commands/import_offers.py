import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from offers.imports.offers import import_offers
from publishing.imports.commands import ImportItems
from publishing.imports.items import Report


class Command(ImportItems):
    help = "Import projects of CORDIS as offers (docs/importing.md). Again changes nothing."
    file = "a JSON array of projects, in UTF-8"
    rejected = ("entry", "project_id", "reason", "title")

    def import_file(self, file: str, options: dict[str, Any], **work) -> Report:
        return import_offers(_records(file), **work)


def _records(file: str) -> list[Any]:
    try:
        records = json.loads(Path(file).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:  # of JSON, or of UTF-8
        raise CommandError(f"{file}: {error}") from error
    if not isinstance(records, list):
        raise CommandError(f"{file}: not a JSON array of projects")
    return records
