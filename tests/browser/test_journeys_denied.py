"""An editor of Zaragoza tries what Kraków keeps to itself: drafts, conversations, administration.

By every address in the table of access, and by every form on these pages: opened by somebody who
may, and sent by the editor.
"""

import pytest
from django.db import connection
from playwright.sync_api import Page

from tests.access import ROWS, address
from tests.asking import REMEMBERED
from tests.world import ROLES, World

DRAFTS = ("draft", "submitted", "returned")
BUTTON = "button, [type=submit]"
FORM = f"main form[method=post]:has({BUTTON})"
FETCH = """([urls, asked]) => Promise.all(
    urls.map(async url => [url, (await fetch(url, asked)).status])
)"""
FORMLESS = ("attachment", "event_ics", "jsi18n", "_history", "_csv")


def is_kept(name: str, state: str) -> bool:
    """Whether the page is one of Kraków's drafts or conversations, or of the administration."""
    if name.startswith("admin:"):
        return name != "admin:logout"
    return state in DRAFTS or (name.startswith("threads:") and state != "–")


def kept(world: World, method: str) -> list[str]:
    """The addresses of what is kept, if they take `method`."""
    return [
        address(world, name, state)
        for known, name, state, statuses in ROWS
        if known == method and is_kept(name, state) and "405" not in statuses
    ]


def shown_pages(world: World) -> list[str]:
    """One address of each kind of page that an administrator is shown of what is kept."""
    shown = {}
    for method, name, state, statuses in ROWS:
        is_shown = method == "GET" and statuses[ROLES.index("administrator")] == "200"
        if is_shown and is_kept(name, state) and not name.endswith(FORMLESS):
            shown.setdefault(name, address(world, name, state))
    return list(shown.values())


def send(page: Page, number: int, cookies: list) -> int:
    """The status when one of the page's forms is sent in the session of those cookies."""
    page.context.add_cookies(cookies)
    with page.expect_navigation(wait_until="commit") as answer:
        page.locator(FORM).nth(number).locator(BUTTON).first.dispatch_event("click")
    return answer.value.status


def denial(url: str) -> int:
    """Everybody knows that there is an administration; of the rest, not even that it exists."""
    return 403 if url.startswith("/admin/") else 404


def contents() -> dict[str, str]:
    """Table → a fingerprint of its rows, but for sessions and what is merely remembered."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(REMEMBERED):
                rows = "md5(string_agg(row::text, '' ORDER BY row::text))"
                cursor.execute(f"SELECT {rows} FROM {table} AS row")
                found[table] = cursor.fetchone()[0]
    return found


def test_no_address_lets_an_editor_of_another_region_in(visit_as, world):
    page = visit_as("other_editor")
    page.goto("/desk/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    before = contents()

    for method in ("GET", "POST"):
        asked = {"method": method, "headers": {"X-CSRFToken": token}}
        answers = dict(page.evaluate(FETCH, [kept(world, method), asked]))
        assert len(answers) > 50
        assert {url: status for url, status in answers.items() if status != denial(url)} == {}

    assert contents() == before


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_no_form_takes_what_an_editor_of_another_region_sends(visit_as, world, scripts):
    page = visit_as("administrator", java_script_enabled=scripts)
    rightful = page.context.cookies()
    intruding = visit_as("other_editor").context.cookies()
    before, answers = contents(), []

    for url in shown_pages(world):
        page.goto(url, wait_until="domcontentloaded")
        for number in range(page.locator(FORM).count()):
            if number:
                page.goto(url, wait_until="domcontentloaded")
            answers.append((url, send(page, number, intruding)))
            page.context.add_cookies(rightful)

    assert len(answers) > 25
    assert [(url, status) for url, status in answers if status != denial(url)] == []
    assert contents() == before
