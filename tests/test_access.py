"""The portal's first promises: everyone may do what the table says, and sees what is for them.

The world (tests/world.py) carries marked words. Each role is taken through every address of the
table and everything linked from there; who must not see a mark never meets it, and who may sees it
somewhere, so that the search itself is held to find what is there.
"""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import ROWS, Answers, address
from tests.world import CALENDAR, ROLES, SECRET

DENIED = ("403", "404", "405", "in")
HOST = "http://testserver"
OWN = {"member", "editor", "coordinator", "administrator"}
REPLIED = {"partner", "partner_editor"}
MEMBERS = OWN | REPLIED | {"other_member", "other_editor", "other_coordinator"}
STAFF = {"editor", "coordinator", "administrator"}
# Where a company stands under its own name, whatever its offers hide.
DIRECTORY = ("/companies", "/clusters/", "/join/", "/sitemap")
HIDDEN = SECRET.format("Firma")
# Mark → who may meet it.
MAY_SEE = {
    SECRET.format("draft"): OWN,
    SECRET.format("submitted"): OWN,
    SECRET.format("returned"): OWN,
    SECRET.format("archived"): OWN,
    SECRET.format("Spotkaniedraft"): STAFF,
    SECRET.format("Spotkaniesubmitted"): STAFF,
    SECRET.format("Spotkaniemembers"): MEMBERS,
    SECRET.format("Spotkaniecluster"): OWN,
    SECRET.format("Gość"): STAFF | {"partner"},
    SECRET.format("Kolejka"): STAFF,
    SECRET.format("Salka"): STAFF | {"partner"},
    SECRET.format("Cykl"): STAFF,
    SECRET.format("Pytanie"): STAFF,
    SECRET.format("Opinia"): STAFF,
    CALENDAR: {"partner"},
    HIDDEN: OWN,  # the company whose offer hides its name
    SECRET.format("Nowa"): STAFF,  # waits for approval
    SECRET.format("Wiadomość"): OWN | REPLIED,
    SECRET.format("Wiadomośćowner"): STAFF,
    SECRET.format("Wiadomośćsender"): {"partner_editor", "administrator"},
    SECRET.format("Umowa"): OWN | REPLIED,
    SECRET.format("Zgłoszenie"): {"coordinator", "administrator"},
    SECRET.format("Alarm"): {"member"},
    "invited@gin.example": {"member", "coordinator", "administrator"},
    "pending@gin.example": {"pending", "coordinator", "administrator"},
}
# The reader's own account, files of the design, and the same pages in other languages.
LEFT_OUT = ("/account/", "/settings/", "/static/", "/admin/jsi18n", "/pl/", "/es/", "/ro/", "/el/")
BY_LINK = {
    *("partners:invitation", "events:registration", "events:registration_ics"),
    *("events:feedback", "events:private_calendar"),
}
MOST = 800  # pages for each reader
LINK = re.compile(r"""\b(?:href|src)=["']([^"']*)""")


@pytest.fixture(scope="module")
def answers(world, django_db_blocker) -> Answers:
    """Of both tests: what the table lists is asked once, and then searched for marks."""
    with django_db_blocker.unblock():
        return Answers(world)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row[:3]) for row in ROWS])
def test_everyone_is_answered_as_the_table_says(world, answers, row):
    """What is denied, and what is only asked for, writes nothing."""
    method, name, state, statuses = row
    url, found = address(world, name, state), {}
    for role in ROLES:
        answer = answers.get(role, url) if method == "GET" else answers.ask(role, method, url)
        found[role] = answer.status
        if answer.status in DENIED or method == "GET":
            assert not answer.writes, f"{role} has changed something"
    assert found == dict(zip(ROLES, statuses, strict=True))


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}"


def test_every_url_of_the_portal_stands_in_the_table():
    assert {name for _method, name, _state, _statuses in ROWS} == set(
        names(get_resolver().url_patterns)
    )


def start_of(world) -> list[str]:
    """Every page of the table, but for those that are for whoever has their link."""
    return [
        address(world, name, state)
        for method, name, state, _statuses in ROWS
        if method == "GET" and name not in BY_LINK
    ]


def linked(base: str, html: str) -> list[str]:
    found = []
    for link in map(unescape, LINK.findall(html)):
        url = urldefrag(urljoin(base, link))[0]
        if url.startswith(HOST):
            parts = urlsplit(url)
            # The administration sorts and narrows its lists in more ways than can be walked.
            is_plain = not parts.query or parts.path.startswith("/admin/")
            found.append(parts.path if is_plain else f"{parts.path}?{parts.query}")
    return found


def everything_for(answers: Answers, role: str, start: list[str]) -> str:
    """All that `role` can fetch, in one text."""
    waiting, seen, texts = start, set(), []
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or path.startswith(LEFT_OUT):
            continue
        seen.add(path)
        answer = answers.get(role, path)
        if answer.status != "200" or "pdf" in answer.kind:
            continue
        text = answer.content.decode("utf-8")
        texts.append(text.replace(HIDDEN, "") if path.startswith(DIRECTORY) else text)
        if answer.kind.startswith("text/html"):
            waiting += linked(HOST + path, text)
    assert len(seen) < MOST, "more pages than are looked at"
    return "\n".join(texts)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_nobody_meets_what_is_not_for_them(world, answers, role):
    text = everything_for(answers, role, start_of(world))

    met = {mark for mark in MAY_SEE if mark in text}
    assert met == {mark for mark, roles in MAY_SEE.items() if role in roles}
