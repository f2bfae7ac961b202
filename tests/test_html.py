"""The markup of every type of page, read by a parser of the standard that forgives nothing."""

from collections import Counter
from itertools import pairwise

import html5lib
import pytest
from django.db import transaction

from tests.visits import VISITS, client_of
from tests.world import World, build

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
HEADINGS = [f"{NAMESPACE}h{level}" for level in range(1, 7)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser()
    tree = parser.parse(html)
    lines = html.splitlines()
    found = [f"{code}: {lines[line - 1][:200]}" for (line, _column), code, _ in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    found += [f"id {name} stands {n} times" for name, n in ids.items() if n > 1]
    for element in tree.iter():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for target in (element.get(name) or "").split():
                if target not in ids:
                    found.append(f"{name} names {target}, which is nowhere")
    return found + heading_faults(tree)


def heading_faults(tree) -> list[str]:
    levels = [HEADINGS.index(element.tag) + 1 for element in tree.iter() if element.tag in HEADINGS]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} main headings"]
    return found + [
        f"h{below} follows h{above}" for above, below in pairwise(levels) if below > above + 1
    ]


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_every_page_is_written_well(visit, world, db):
    response = client_of(world, visit.role).get(visit.url(world), follow=True)

    assert faults(response.content.decode()) == []
