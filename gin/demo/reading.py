"""The texts of the demo network, from their TOML files."""

import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SOURCE = "demo"  # the `source` of what is loaded; its key is the `source_id`
LINE_ENDS = re.compile(r"(?<=>)\n+(?=<)")

Entry = dict[str, Any]


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
