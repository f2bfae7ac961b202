"""What each room keeps of a person, so that it can be shown and erased as a whole.

A room enrols what it keeps at start-up, in its `holdings.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partners.models import User


def _nothing(user: User) -> None:
    """What stays, since it belongs to others too, and no longer names the person."""


@dataclass(frozen=True)
class Holding:
    """`export` gives what is kept as plain data for JSON; `erase` deletes what is theirs alone."""

    name: str
    export: Callable[[User], Any]
    erase: Callable[[User], None] = _nothing


_holdings: list[Holding] = []


def enrol(holding: Holding) -> None:
    """Make a holding known; at start-up."""
    _holdings.append(holding)


def every() -> list[Holding]:
    """All holdings, in the order of the rooms."""
    return list(_holdings)
