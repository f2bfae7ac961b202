"""`make run`: the portal as in production, with the demo network, on one machine."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from hashlib import blake2b
from io import StringIO
from typing import cast

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.urls import reverse

from gin.demo.network import PASSWORD

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1  # prctl(2)


class Command(BaseCommand):
    help = "Prepare the demo network, then run a web server and a worker until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--reload", action="store_true", help="start anew when code changes")

    def handle(self, *, reload: bool, **options):
        port = int(os.environ.get("PORT", "8000"))
        _refuse_taken(port)
        self._prepare()
        commands: list[Sequence[str]]
        if reload:
            commands = [
                ("manage.py", "runserver", f"{HOST}:{port}"),
                ("manage.py", "worker", "--reload"),
            ]
        else:
            commands = [
                ("-m", "gunicorn", "gin.wsgi", "--bind", f"{HOST}:{port}"),
                ("manage.py", "worker"),
            ]
        self.log = None if reload else (settings.DATA_DIR / "portal.log").open("a")
        processes = [self._start(command) for command in commands]
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, _leave)
        try:
            _wait_until_served(port, processes)
            self._greet()
            self._keep_running(processes)
        finally:
            _stop(processes)

    def _prepare(self) -> None:
        for label, prepare in (
            ("Database", lambda: _quietly("migrate", interactive=False)),
            ("Vocabularies", lambda: _quietly("load_vocabularies")),
            ("Demo network", lambda: _quietly("load_demo")),
            ("Languages", lambda: _quietly("compile_translations")),
            ("Static files", _collect_static),
        ):
            began = time.monotonic()
            prepare()
            self.stdout.write(f"{label} ready ({time.monotonic() - began:.1f} s)")

    def _keep_running(self, processes: list[subprocess.Popen]) -> None:
        """What ends by itself is started again, as a service manager does in production."""
        while True:
            time.sleep(1)
            for number, process in enumerate(processes):
                if process.poll() is not None:
                    self.stderr.write(f"{_name(process)} has ended, and starts again.")
                    processes[number] = self._start(_arguments(process))

    def _start(self, arguments: Sequence[str]) -> subprocess.Popen:
        """In a session of its own: Ctrl-C reaches this process only, which stops the others."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads
        )

    def _greet(self) -> None:
        self.stdout.write(
            f"\nThe portal:    {settings.SITE_URL}/"
            f"\nIts mailbox:   {settings.SITE_URL}{reverse('gin:mailbox')}"
            f"\n\nSign in with the password  {PASSWORD}"
            "\n  admin@gin.example          administrator"
            "\n  coordinator@krk.example    coordinator of Kraków"
            "\n  editor@krk.example         editor of Kraków"
            "\n  member@krk.example         company in Kraków"
            "\n  (zgz, clj and koz instead of krk: Zaragoza, Cluj-Napoca and Kozani)"
            f"\n\nIts log: {settings.DATA_DIR / 'portal.log'}. Ctrl-C stops it."
        )


def _quietly(command: str, **given: object) -> None:
    call_command(command, verbosity=0, stdout=StringIO(), **given)


def _collect_static() -> None:
    """Compressing takes long, so only where a file is not as it was the last time."""
    found = sorted(
        (name, storage.size(name), storage.get_modified_time(name).timestamp())
        for finder in get_finders()
        for name, storage in finder.list(apps.get_app_config("staticfiles").ignore_patterns)
    )
    state = blake2b(repr(found).encode()).hexdigest()
    mark = settings.STATIC_ROOT.with_name("static.state")
    if not mark.exists() or mark.read_text() != state:
        _quietly("collectstatic", interactive=False, clear=True)
        mark.write_text(state)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is not free ({error.strerror}). Try another: make run PORT={port + 1}"
            ) from error


def _end_with_parent() -> None:
    """Also where this process is killed: a server left behind would keep the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit


def _wait_until_served(port: int, processes: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _refuse_ended(processes)
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"The web server has not answered in {START_SECONDS} seconds.")


def _refuse_ended(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        if process.poll() is not None:
            raise CommandError(f"{_name(process)} does not start (exit code {process.returncode}).")


def _name(process: subprocess.Popen) -> str:
    return " ".join(_arguments(process))


def _arguments(process: subprocess.Popen) -> list[str]:
    return cast(list[str], process.args)[1:]


def _stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
