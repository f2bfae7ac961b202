"""`make bench`: everything that is measured, into one JSON file and onto the screen."""

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gin.settings")
os.environ.setdefault("DEMO", "1")
django.setup()

from benchmarks import events, offers  # noqa: E402 - Django first
from benchmarks.imports import imports  # noqa: E402
from benchmarks.lists import lists  # noqa: E402
from benchmarks.measure import machine  # noqa: E402
from benchmarks.pages import EVENTS, OFFERS, pages  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["lists", "events", "pages", "imports"])
    parser.add_argument("--counts", type=int, nargs="+", default=[100_000], help="offers")
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000], help="events")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--output", type=Path, default=Path("var/benchmarks"), help="a folder")
    chosen = parser.parse_args()
    call_command("collectstatic", interactive=False, verbosity=0)  # without it no page is drawn
    result = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine()}
    if "lists" in chosen.parts:
        result["lists"] = lists(offers.LISTED, chosen.counts, chosen.rounds)
    if "events" in chosen.parts:
        result["events"] = lists(events.LISTED, chosen.events, chosen.rounds)
    if "pages" in chosen.parts:
        result["pages"] = {
            "offers": pages(offers.LISTED, chosen.counts[0], OFFERS, chosen.rounds),
            "events": pages(events.LISTED, chosen.events[-1], EVENTS, chosen.rounds),
        }
    if "imports" in chosen.parts:
        result["imports"] = imports(min(chosen.rounds, 5))
    text = json.dumps(result, indent=1)
    chosen.output.mkdir(parents=True, exist_ok=True)
    file = chosen.output / f"{result['at'].replace(':', '')}.json"
    file.write_text(text + "\n", encoding="utf-8")
    print(text)
    print(f"Written to {file}")


main()
