"""A number that grows with every change readers can see, so that nothing kept is ever stale.

The number is a row, not a sequence: it changes with the transaction that made the change, and a
page made from what was there before cannot be kept under the new number.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar

from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from moves.models import Generation

View = TypeVar("View", bound=Callable)
Made = TypeVar("Made")
SECONDS = 3600
_TABLE = Generation._meta.db_table


def touch() -> None:
    """Tell that something public changes in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} AS known (id, number) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET number = known.number + 1"
        )


def current() -> int:
    """The number now; one short query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number FROM {_TABLE} WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def key(number: int, *parts: str) -> str:
    """A cache key for what is made of `parts` and of what was public at `number`, today."""
    named = "\0".join((str(number), timezone.localdate().isoformat(), *parts))
    return blake2b(named.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def remembered(make: Callable[[], Made], *parts: str) -> Made:
    """What `make` makes of public content for `parts`, in this language: once, until it changes."""
    cache = caches["pages"]
    # The number is read first: what changes meanwhile makes the result unreachable.
    name = key(current(), "part", get_language() or "", *parts)
    made = cache.get(name)
    if made is None:
        made = make()
        cache.set(name, made, SECONDS)
    return made


def kept_for_visitors(view: View) -> View:
    """Mark a view whose page depends, for a visitor, on the address, the day and this number alone.

    gin.pagecache keeps such pages; no longer than `kept_seconds`, where the response has that, for
    what changes with the hour. The view may not use a session, nor a form with a token.
    """
    view.is_kept_for_visitors = True
    return view


def is_kept(view: Callable) -> bool:
    """Whether the view is marked by `kept_for_visitors`."""
    return getattr(view, "is_kept_for_visitors", False)
