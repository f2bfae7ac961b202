"""Real workers, in processes of their own."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection


def start_worker(*, data: Path | None = None) -> subprocess.Popen:
    """One on the database of the tests; what it sends goes into the mailbox below `data`."""
    known = connection.connection.get_dsn_parameters()
    password = connection.settings_dict["PASSWORD"]
    url = f"postgresql://{known['user']}:{password}@/{known['dbname']}?host={known['host']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gin.settings",
        "DATABASE_URL": url,
        "DATA_DIR": str(data or settings.DATA_DIR),
    }
    return subprocess.Popen([sys.executable, "manage.py", "worker"], env=environment)


def wait_for(condition, *, seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)
