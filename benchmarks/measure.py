"""Times, what is told of them, and databases to take them in."""

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from partners.vocabularies import forget_labels
from publishing.listing import forget_roll


def milliseconds(work: Callable[[], Any]) -> float:
    """How long `work` takes, once."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def spread(times: list[float]) -> dict[str, float]:
    """What a list of milliseconds comes to: median, 95th percentile, extremes, how many."""
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        "min": round(ordered[0], 3),
        "max": round(ordered[-1], 3),
        "n": len(ordered),
    }


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return {
        "python": platform.python_version(),
        "postgresql": server,
        "system": platform.platform(terse=True),
        "processor": platform.machine(),
    }


def use(name: str) -> None:
    """Let the default connection speak to the database `name` from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    forget_roll()
    forget_labels()


def ensure(name: str, fill: Callable[[], None]) -> None:
    """Make the database `name` and `fill` it, unless it stands; then use it."""
    if not _exists(name):
        with _server() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
        use(f"{name}_unfinished")
        call_command("migrate", verbosity=0)
        fill()
        connection.close()
        with _server() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    use(name)


def drop(name: str) -> None:
    """Remove a database that `ensure` made, and what an interrupted run left of it."""
    connection.close()
    with _server() as cursor:
        for each in (name, f"{name}_unfinished"):
            cursor.execute(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


def _exists(name: str) -> bool:
    with _server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}_unfinished" WITH (FORCE)')
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


@contextmanager
def _server() -> Iterator:
    """A cursor on the server's own database: from none of ours can ours be made or renamed."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor
