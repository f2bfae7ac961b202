"""One request as a test asks it: what it writes is told, and undone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# A session, and what is merely noted by the way.
REMEMBERED = ("django_session", "usersessions_", "publishing_facetchunk", "threads_readmark")


class Writes:
    """The tables that are written to, but for what is merely REMEMBERED.

    A savepoint is made before the first statement that may write, and not for those that only
    read: that is most requests, and a quarter of what the database would be asked.
    """

    def __init__(self) -> None:
        self.tables: list[str] = []
        self._savepoint: str | None = None

    def __call__(self, execute, sql, params, many, context):
        if self._savepoint is None and not sql.startswith("SELECT"):
            self._savepoint = ""  # the next statement makes it, and comes by here
            self._savepoint = transaction.savepoint()
        if (found := WRITE.match(sql)) and not found[1].startswith(REMEMBERED):
            self.tables.append(found[1])
        return execute(sql, params, many, context)

    def undo(self) -> None:
        if self._savepoint:
            transaction.set_rollback(False)  # of what has failed, nothing is left
            transaction.savepoint_rollback(self._savepoint)
            transaction.savepoint_commit(self._savepoint)


@contextmanager
def undone(client: Client) -> Iterator[list[str]]:
    """Requests of `client` in here leave nothing behind; yields the tables they write to."""
    cookies, writes = copy(client.cookies), Writes()
    if session := cookies.get(settings.SESSION_COOKIE_NAME):
        # It has been here before: nothing is noted of the device (partners.devices).
        cache.add(f"device:{session.value}", True)
    try:
        with connection.execute_wrapper(writes):
            yield writes.tables
    finally:
        writes.undo()
        client.cookies = cookies
