"""Where other rooms have written down what an organisation is called: they renew it there.

A room enrols what does so at start-up, in its `mentions.py`.
"""

from collections.abc import Callable, Collection

NAMES = frozenset({"legal_name", "short_name"})

_renewals: list[Callable[[list[int]], object]] = []


def enrol(renew: Callable[[list[int]], object]) -> None:
    """Make known what is called with the keys of renamed organisations; at start-up."""
    _renewals.append(renew)


def renamed(organisations: Collection[int]) -> None:
    """Tell the rooms of new names of `organisations` (keys), in the transaction that gives them."""
    if organisations:
        for renew in _renewals:
            renew(list(organisations))
