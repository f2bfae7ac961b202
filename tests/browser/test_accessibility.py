"""Every type of page, as everybody can use it: WCAG 2.2 AA by axe, widths, focus, no complaints."""

from itertools import groupby

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.visits import VISITS

AXE = Axe().axe_script
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
RESULTS = {"resultTypes": ["violations"]}
# What a scheme and a width change by themselves; the rest is the same in both.
LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
VIEWS = (
    ("light", 360, WCAG),
    ("light", 1280, LOOKS),
    ("dark", 360, LOOKS),
    ("dark", 1280, WCAG),
)
BY_ROLE = {
    role: list(visits)
    for role, visits in groupby(sorted(VISITS, key=lambda visit: visit.role), lambda v: v.role)
}
WIDE_TEXT = """
    * { letter-spacing: .12em !important; word-spacing: .16em !important;
        line-height: 1.5 !important } p { margin-block-end: 2em !important }
"""  # WCAG 1.4.12
# The policy keeps out a <style>, as it should, but not what a script adopts.
ADOPT = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""


def violations(page: Page, options: dict) -> list[str]:
    found = page.evaluate("options => axe.run(options)", options | RESULTS)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("role", BY_ROLE)
def test_everybody_can_use_every_page(role, visit_as, world, complaints):
    page, wrong = visit_as(role), []
    for visit in BY_ROLE[role]:
        response = page.goto(visit.url(world))
        is_missing = response.status == 404
        assert response.ok or is_missing, f"{page.url}: {response.status}"
        if is_missing:
            assert "no-such-page" in page.url
            complaints.clear()  # the browser tells of the status itself
        page.evaluate(AXE)
        for scheme, width, options in VIEWS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{page.url} {scheme} {width} {told}" for told in violations(page, options)]
        page.set_viewport_size({"width": 320, "height": 640})
        if is_too_wide(page):
            wrong.append(f"{page.url} is wider than 320 px")
    assert "\n".join(wrong) == ""
    assert complaints == []


def test_wide_text_fits_in_every_language(visit_as, world, complaints):
    page = visit_as("visitor", viewport={"width": 320, "height": 640})
    wrong = []
    for language in ("", "/pl", "/es", "/ro", "/el"):
        for path in ("/", "/offers/", "/account/login/", "/account/signup/"):
            page.goto(language + path)
            page.evaluate(ADOPT, WIDE_TEXT)
            if is_too_wide(page):
                wrong.append(page.url)
    assert wrong == []


def test_the_keyboard_reaches_everything_in_order(visit_as, world):
    page = visit_as("visitor", viewport={"width": 1280, "height": 800})
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_focus_is_never_hidden(visit_as, world):
    page = visit_as("visitor", viewport={"width": 360, "height": 640})
    page.goto("/offers/")
    for _ in range(40):
        page.keyboard.press("Tab")
        is_seen = page.evaluate(
            """() => {
                const at = document.activeElement.getBoundingClientRect();
                return document.activeElement === document.body
                    || (at.bottom > 0 && at.top < innerHeight && at.width > 0);
            }"""
        )
        assert is_seen, page.evaluate("document.activeElement.outerHTML")


def test_an_error_is_told_first_and_leads_to_its_field(visit_as, world):
    page = visit_as("visitor")
    page.goto("/account/signup/")
    page.click("form.stack .btn.full")
    summary = page.locator(".notice.err")
    assert summary.get_attribute("role") == "alert"
    assert summary.evaluate("element => element === document.activeElement")
    summary.locator("a").first.click()
    assert page.evaluate("location.hash") == "#id_name"
