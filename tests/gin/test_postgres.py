"""The embedded server, used by real processes that come, go and crash."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from gin.postgres.server import VERSION

USER = """
    import sys
    from pathlib import Path
    import psycopg2
    from gin.postgres.server import Server
    server = Server(Path(sys.argv[1]), database="gin")
    def ask(question):
        connection = psycopg2.connect(host=server.socket_folder(), user="postgres", dbname="gin")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(question)
            answer = cursor.fetchone()[0] if cursor.description else "done"
        connection.close()
        print(answer, flush=True)
    ask("SELECT pg_postmaster_start_time()::text")
    for line in sys.stdin:
        ask(line)
"""


class User:
    """A process that asks the server of a folder."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(USER), folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def read(self) -> str:
        return self.process.stdout.readline().strip()

    def ask(self, question: str) -> str:
        self.process.stdin.write(f"{question}\n")
        self.process.stdin.flush()
        return self.read()

    def leave(self) -> str:
        """Its complaints."""
        return self.process.communicate(timeout=30)[1]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


@pytest.fixture
def folder(tmp_path):
    yield tmp_path / "postgres"
    if pid := postmaster(tmp_path / "postgres"):
        os.kill(pid, signal.SIGKILL)


def postmaster(folder: Path) -> int | None:
    """The process of the server, if it runs."""
    trace = folder / "postmaster.pid"
    if not trace.exists():
        return None
    pid = int(trace.read_text().split()[0])
    return pid if psutil.pid_exists(pid) else None


def test_the_server_stops_with_the_last_of_its_users(folder):
    one = User(folder)
    started = one.read()
    other = User(folder)
    assert other.read() == started
    assert one.leave() == ""
    assert postmaster(folder)
    assert other.ask("SELECT 7") == "7"
    assert other.leave() == ""
    assert not postmaster(folder)


def test_what_was_written_is_there_after_a_restart(folder):
    user = User(folder)
    user.read()
    user.ask("CREATE TABLE kept AS SELECT 42 AS number")
    user.leave()
    user = User(folder)
    user.read()
    assert user.ask("SELECT number FROM kept") == "42"
    user.leave()


def test_a_killed_user_does_not_keep_the_server_alive(folder):
    killed = User(folder)
    killed.read()
    killed.kill()
    assert postmaster(folder)
    user = User(folder)
    user.read()
    user.leave()
    assert not postmaster(folder)


def test_a_killed_server_starts_again_under_its_user(folder):
    user = User(folder)
    user.read()
    user.ask("CREATE TABLE kept AS SELECT 42 AS number")
    pid = postmaster(folder)
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert user.ask("SELECT number FROM kept") == "42"
    assert postmaster(folder) != pid
    user.leave()


@pytest.mark.parametrize(
    "trace",
    ["", "1\n", f"{os.getpid()}\n/somewhere\n", "999999999\n"],
    ids=["empty", "of another process", "of this process", "of none"],
)
def test_the_trace_of_a_crash_does_not_stop_the_next_start(folder, trace):
    user = User(folder)
    user.read()
    user.leave()
    (folder / "postmaster.pid").write_text(trace)
    (folder / ".handle_pids.json").write_text("[12")
    user = User(folder)
    assert user.read()
    user.leave()


def test_a_folder_of_another_version_gets_one_clear_line(folder):
    folder.mkdir()
    (folder / "PG_VERSION").write_text("12\n")
    last = User(folder).leave().splitlines()[-1]
    assert f"made by PostgreSQL 12, this is {VERSION}" in last


def test_a_place_where_nothing_can_be_written_gets_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    last = User(tmp_path / "file" / "postgres").leave().splitlines()[-1]
    assert "does not start" in last


@pytest.mark.skipif(os.geteuid() != 0, reason="only root opens folders")
def test_folders_above_are_opened_for_passing_and_not_for_reading(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    user = User(closed / "postgres")
    user.read()
    user.leave()
    assert closed.stat().st_mode & 0o777 == 0o711
