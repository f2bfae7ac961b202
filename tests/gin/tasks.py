"""Tasks for tests of the worker."""

import time
from pathlib import Path

from django_tasks import task


@task()
def note(path: str, *, stays_at_first: bool = False) -> None:
    """Write down each beginning and end; the first attempt may stay in the middle."""
    notes = Path(path)
    is_first = not notes.exists()
    with notes.open("a") as file:
        file.write("began\n")
    if is_first and stays_at_first:
        time.sleep(3600)
    with notes.open("a") as file:
        file.write("done\n")


@task()
def tick() -> None:
    """Nothing."""
