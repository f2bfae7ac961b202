"""A real Chromium, driven by Playwright, at a live server with a small network in it.

Without Chromium these tests are left out, but where GIN_REQUIRE_BROWSER=1 says that it must be
there. CHROMIUM names another than the first in the path.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page

from partners.models import User
from tests.make import PASSWORD
from tests.visits import client_for
from tests.world import World, build

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = Path(__file__).parent

# Playwright keeps an event loop in the thread of the tests, which is no reason to refuse queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    if not path:
        if os.environ.get("GIN_REQUIRE_BROWSER") == "1":
            pytest.fail("There is no Chromium, and GIN_REQUIRE_BROWSER=1 asks for it.")
        pytest.skip("There is no Chromium.")
    return {"executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session", autouse=True)
def short_connections(playwright):
    """Nothing stays open to the database, which goes in the end.

    Neither do the live server's threads leave a connection, nor does the test's own thread: Django
    keeps another there while Playwright's event loop runs, and would not find it afterwards.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
        yield
    connections.close_all()


@pytest.fixture
def world(transactional_db, vocabularies) -> World:
    """What the live server shows: committed, as it asks over its own connections."""
    world = build()
    member = world.people["member"]
    member.set_password(PASSWORD)
    member.save()
    return world


class Complaints(list[str]):
    """What pages wrote to the console, where a breach of the policy is told too."""

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def open_page(browser: Browser, live_server, complaints: Complaints) -> Callable[..., Page]:
    """`open_page(person, **context)` → a page in a browser of its own, where they are signed in."""
    contexts: list[BrowserContext] = []

    def open_one(person: User | AnonymousUser, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        contexts.append(context)
        for name, cookie in client_for(person).cookies.items():
            context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        complaints.watch(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def visit_as(open_page, world: World) -> Callable[..., Page]:
    """`visit_as(role, **context)` → a page of the person of that role."""
    return lambda role, **options: open_page(world.people[role], **options)


@pytest.fixture(params=(True, False), ids=("scripts", "no scripts"))
def browse(request, open_page, live_server, settings) -> Callable[..., Page]:
    """`browse()` → the home page in a browser of its own; `browse(user)` → their desk."""
    settings.EMAIL_BACKEND = "gin.mailbox.MailboxBackend"
    settings.SITE_URL = live_server.url

    def enter(person: User | None = None) -> Page:
        page = open_page(person or AnonymousUser(), java_script_enabled=request.param)
        page.goto("/desk/" if person else "/")
        return page

    return enter
