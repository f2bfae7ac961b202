"""Importing 10,000 organisations beside COPY of the same rows."""

import csv
import io
import random

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.measure import drop, ensure, milliseconds, spread
from partners.imports.organisations import import_organisations

ROWS = 10_000
DATABASE = "gin_bench_imports"
TOWNS = (("PL", "Kraków", "PL21"), ("ES", "Zaragoza", "ES24"), ("RO", "Cluj-Napoca", "RO11"))
HEADER = ("id", "legal_name", "kind", "country", "city", "nuts", "website")


def imports(rounds: int) -> dict:
    """Milliseconds for a first import, for a second that changes nothing, and for COPY."""
    text = _table()
    times: dict[str, list[float]] = {"copy": [], "import": [], "import again": []}
    drop(DATABASE)
    ensure(DATABASE, lambda: call_command("load_vocabularies", verbosity=0))
    for _round in range(rounds):
        times["copy"].append(milliseconds(lambda: _copy(text)))
        with transaction.atomic():
            times["import"].append(milliseconds(lambda: _import(text, created=ROWS)))
            times["import again"].append(milliseconds(lambda: _import(text, created=0)))
            transaction.set_rollback(True)
    drop(DATABASE)
    found = {name: spread(taken) for name, taken in times.items()}
    return {
        "rows": ROWS,
        "milliseconds": found,
        "import over copy": round(found["import"]["median"] / found["copy"]["median"], 1),
    }


def _table() -> str:
    """A list as a cluster would send it: every name differs in a word, not in a number alone."""
    chance = random.Random(ROWS)
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for number in range(ROWS):
        country, town, nuts = chance.choice(TOWNS)
        name = "".join(chance.choices(parts, k=5)).title()
        second = "".join(chance.choices(parts, k=4)).title()
        website = f"https://{name.lower()}{number}.example"
        writer.writerow([number, f"{name} {second} Ltd", "sme", country, town, nuts, website])
    return file.getvalue()


def _copy(text: str) -> None:
    """The bare limit: the same rows into a table of text columns, committed."""
    with transaction.atomic(), connection.cursor() as cursor:
        columns = ", ".join(f"{name} text" for name in HEADER)
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns}) ON COMMIT DROP")
        cursor.copy_expert("COPY bare FROM STDIN CSV HEADER", io.StringIO(text))


def _import(text: str, *, created: int) -> None:
    report = import_organisations(io.StringIO(text, newline=""), source_name="csv")
    if report.created != created:
        raise SystemExit(f"{report.created} organisations created instead of {created}.")
