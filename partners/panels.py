"""What other rooms add to the pages of clusters and organisations.

A room knows those to its left only: it enrols its panels at start-up, in its `panels.py`, and the
pages here show them without knowing what they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Panel:
    """A part of the page of a `model`: `template` is given as `shown` what `load` finds.

    It may depend on the object, the day and what is public, never on who looks: pages are kept for
    visitors.
    """

    model: type[models.Model]
    template: str
    load: Callable[[models.Model], Any]


@dataclass(frozen=True)
class Tally:
    """A number beside each of many of a `model` in a list.

    `count` gives keys with their numbers, by one query; `label` says a number in words, or nothing.
    """

    model: type[models.Model]
    count: Callable[[Sequence[models.Model]], Mapping[int, int]]
    label: Callable[[int], str]


_panels: list[Panel] = []
_tallies: list[Tally] = []


def enrol(part: Panel | Tally) -> None:
    """Make a panel or a tally known; at start-up."""
    (_panels if isinstance(part, Panel) else _tallies).append(part)


def beside(item: models.Model) -> list[tuple[str, Any]]:
    """(template, what it shows) of the panels on the page of `item`, in the order of the rooms."""
    return [(panel.template, panel.load(item)) for panel in _panels if panel.model is type(item)]


def tallied(
    model: type[models.Model], items: Iterable[models.Model]
) -> list[tuple[models.Model, list[str]]]:
    """(item, the numbers of other rooms about it, in words) for the lines of a list."""
    items = list(items)
    counted = [(tally, tally.count(items)) for tally in _tallies if tally.model is model]
    return [
        (item, list(filter(None, (tally.label(c.get(item.pk, 0)) for tally, c in counted))))
        for item in items
    ]
