"""The entries of the demo network, from their TOML files into the database."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

DATA = Path(__file__).parent / "data"
SOURCE = "demo"  # the `source` of what is loaded; its key is the `source_id`
LINE_ENDS = re.compile(r"(?<=>)\n+(?=<)")

Entry = dict[str, Any]
Row = TypeVar("Row", bound=models.Model)


class BadEntry(Exception):
    """An entry that cannot be loaded: which, and why."""


def read(name: str, kind: str) -> list[Entry]:
    """The entries `[[kind]]` of the file `name`."""
    with (DATA / name).open("rb") as file:
        return tomllib.load(file)[kind]


def require_known(entry: Entry, known: Collection[str], name: str) -> None:
    """Raises BadEntry where the entry says what nobody reads: mostly a misspelt field."""
    if unknown := entry.keys() - set(known):
        raise BadEntry(f"{name}: unknown {', '.join(sorted(unknown))}")


def texts(entry: Entry) -> dict[str, Entry]:
    """The texts by language, without the line ends that only make the file readable."""
    return {
        language: {name: LINE_ENDS.sub("", value.strip()) for name, value in fields.items()}
        for language, fields in entry.get("text", {}).items()
    }


def keep(row: Row, name: str) -> Row:
    """Save `row` and return it. Raises BadEntry where the model's own rules speak against it."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise BadEntry(f"{name}: {error}") from error
    row.save()
    return row
