"""What is not for somebody's eyes is on no page, feed, table, file or mail that reaches them.

The world (tests/world.py) carries marked words. Each role is taken through every address of the
access table and everything linked from there; who must not see a mark never meets it, and who may
sees it somewhere, so that the search itself is held to find what is there.
"""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.pages import Page
from tests.test_access import ROWS, address
from tests.world import ROLES, SECRET

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
MOST = 400  # pages for each reader


def start_of(world) -> list[str]:
    """Every page of the table, but for the invitation: who has its link may read it."""
    return [
        address(world, name, state)
        for method, name, state, _statuses in ROWS
        if method == "GET" and name != "partners:invitation"
    ]


def linked(base: str, html: str) -> list[str]:
    found = []
    for link in Page(html).links:
        url = urldefrag(urljoin(base, link))[0]
        if url.startswith(HOST):
            parts = urlsplit(url)
            # The administration sorts and narrows its lists in more ways than can be walked.
            is_plain = not parts.query or parts.path.startswith("/admin/")
            found.append(parts.path if is_plain else f"{parts.path}?{parts.query}")
    return found


def everything_for(world, role: str) -> str:
    """All that `role` can fetch, in one text."""
    client = Client()
    if role != "visitor":
        client.force_login(world.people[role])
    waiting, seen, texts = start_of(world), set(), []
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or path.startswith(LEFT_OUT):
            continue
        seen.add(path)
        response = client.get(path)
        if response.status_code != 200:
            continue
        kind = response.headers["Content-Type"]
        # A table is streamed; what is read to its end is closed.
        content = response.getvalue() if response.streaming else response.content
        if "pdf" in kind:
            continue
        text = content.decode("utf-8")
        texts.append(text.replace(HIDDEN, "") if path.startswith(DIRECTORY) else text)
        if kind.startswith("text/html"):
            waiting += linked(HOST + path, text)
    assert len(seen) < MOST, "more pages than are looked at"
    return "\n".join(texts)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_nobody_meets_what_is_not_for_them(world, role):
    with transaction.atomic():
        text = everything_for(world, role)
        transaction.set_rollback(True)

    met = {mark for mark in MAY_SEE if mark in text}
    assert met == {mark for mark, roles in MAY_SEE.items() if role in roles}
