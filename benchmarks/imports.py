"""Imports beside COPY of the same rows: an invented list, and the real files where they stand."""

import csv
import io
import json
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.dataset import make_clusters
from benchmarks.measure import drop, ensure, milliseconds, spread
from events.imports.entries import Defaults
from events.imports.events import import_events
from events.models import Event
from offers.imports.offers import import_offers
from offers.models import Offer
from partners.imports.organisations import import_organisations
from partners.imports.records import open_table
from partners.models import Cluster, Organisation, User

ROWS = 10_000
CONFERENCES = 500
DATABASE = "gin_bench_imports"
REAL = Path(__file__).resolve().parents[2] / "shared" / "data"
TOWNS = (("PL", "Kraków", "PL21"), ("ES", "Zaragoza", "ES24"), ("RO", "Cluj-Napoca", "RO11"))
HEADER = ("id", "legal_name", "kind", "country", "city", "nuts", "website")


def imports(rounds: int) -> dict:
    """For each list: what came of it; milliseconds of a first import, a second one, and COPY."""
    drop(DATABASE)
    ensure(DATABASE, _fill)
    found = {"invented": _beside_copy(_table, Organisation, rounds)}
    for name in ("ror", "beneficiaries"):
        path = REAL / "organisations" / f"organisations_{name}.csv"
        if path.exists():
            found[name] = _beside_copy(partial(_file, path), Organisation, 1)
    conferences = REAL / "events" / "events_tech_conferences.csv"
    if conferences.exists():
        found["conferences"] = _beside_copy(partial(_conferences, conferences), Event, 1)
    projects = REAL / "projects" / "projects_cordis_sme.json"
    if projects.exists():
        found["cordis"] = _beside_copy(partial(_projects, projects), Offer, 1)
    drop(DATABASE)
    return found


def _fill() -> None:
    call_command("load_vocabularies", verbosity=0)
    make_clusters()
    User.objects.create_superuser("bench@gin.example")


def _beside_copy(opened: Callable[[], Callable], model: type, rounds: int) -> dict:
    """`opened` gives a fresh import each time, which returns its report.

    The limit is COPY of the stored rows into a twin of the table, with its indexes.
    """
    times: dict[str, list[float]] = {"import": [], "import again": [], "copy": []}
    for _round in range(rounds):
        with transaction.atomic():
            report = _run(opened(), times["import"])
            again = _run(opened(), times["import again"])
            times["copy"].append(milliseconds(partial(_copy, model, _stored(model))))
            transaction.set_rollback(True)
    if again.created or again.updated:
        raise SystemExit(f"A second import changed {again.created + again.updated} rows.")
    took = {name: spread(taken) for name, taken in times.items()}
    return {
        "read": report.read,
        "created": report.created,
        "rejected": len(report.rejects),
        "unsure": getattr(report, "unsure", 0),
        "milliseconds": took,
        "import over copy": round(took["import"]["median"] / took["copy"]["median"], 1),
    }


def _run(work: Callable, times: list[float]):
    """What `work` returns; how long it took is added to `times`."""
    returned: list = []
    times.append(milliseconds(lambda: returned.append(work())))
    return returned[0]


def _table() -> Callable:
    """A list as a cluster would send it: every name differs in a word, not in a number alone."""
    chance = random.Random(ROWS)
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for number in range(ROWS):
        country, town, nuts = chance.choice(TOWNS)
        name = "".join(chance.choices(parts, k=5)).title()
        second = "".join(chance.choices(parts, k=4)).title()
        website = f"https://{name.lower()}{number}.example"
        writer.writerow([number, f"{name} {second} Ltd", "sme", country, town, nuts, website])
    file.seek(0)
    return partial(import_organisations, file, source_name="csv")


def _file(path: Path) -> Callable:
    def work():
        with open_table(path) as file:
            return import_organisations(file)

    return work


def _projects(path: Path) -> Callable:
    records = json.loads(path.read_text(encoding="utf-8"))
    return partial(import_offers, records, **_who())


def _conferences(path: Path) -> Callable:
    """The newest: each goes through the form, as the projects do."""
    with open_table(path) as file:
        header, *rows = file.readlines()
    newest = io.StringIO("".join([header, *rows[-CONFERENCES:]]), newline="")
    return partial(import_events, newest, defaults=Defaults(), takes_past=True, **_who())


def _who() -> dict:
    """Who imports, for which cluster, and when."""
    cluster = Cluster.objects.get(code="KRK")
    return {"author": User.objects.get(), "cluster": cluster, "now": timezone.now()}


def _stored(model: type) -> str:
    """The rows as the import left them."""
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} TO STDOUT", rows)
    return rows.getvalue()


def _copy(model: type, rows: str) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE twin (LIKE {table} INCLUDING ALL)")
        cursor.copy_expert("COPY twin FROM STDIN", io.StringIO(rows))
        cursor.execute("DROP TABLE twin")
