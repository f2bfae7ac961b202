"""The portal's main stories, walked by labels, links and buttons, with and without scripts."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from playwright.sync_api import Page, expect

from partners.models import User
from tests.make import PASSWORD, make_published_offer

pytestmark = pytest.mark.usefixtures("vocabularies")


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


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def fill(page: Page, typed: dict[str, str]) -> None:
    for label, text in typed.items():
        page.get_by_role("main").get_by_label(label).fill(text)


def sees(page: Page, text: str) -> None:
    expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()


def search(page: Page, words: str) -> None:
    page.get_by_role("banner").get_by_label("Search").fill(words)
    page.get_by_role("banner").get_by_role("button", name="Search").click()


def open_mail(page: Page, subject: str) -> None:
    """Read the newest mail called so, and follow its link."""
    page.get_by_role("contentinfo").get_by_role("link", name="Mailbox").click()
    follow(page, subject)
    page.get_by_role("article").get_by_role("link", name="http").first.click()


# A newcomer comes to an agreement


def sign_up(page: Page) -> None:
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    follow(page, "Create an account")
    fill(page, {"name": "Nuria Lanuza", "E-mail": "nuria@ebro.example", "Password": PASSWORD})
    page.get_by_label("I have read").check()
    press(page, "Create account")
    sees(page, "We have sent you a message with a link.")
    open_mail(page, "Confirm")
    press(page, "Yes, confirm it")


def register(page: Page) -> None:
    sees(page, "nuria@ebro.example is confirmed.")
    page.get_by_label("Bioaratec").check()
    fill(page, {"What is your organisation called?": "Ebro Sensores"})
    press(page, "Search")
    follow(page, "Register a new organisation")
    fill(page, {"Legal name": "Ebro Sensores S.L.", "Town": "Zaragoza"})
    page.get_by_label("Kind").select_option("Small or medium-sized company")
    page.get_by_label("Country").select_option("Spain")
    press(page, "Register and ask for approval")
    sees(page, "Thank you, Nuria. One step is left.")


def approve(page: Page) -> None:
    follow(page, "People who ask to join")
    sees(page, "asks to speak for Ebro Sensores S.L.")
    follow(page, "Look and approve")
    press(page, "Approve")
    sees(page, "Nothing waits for you")


def reply(page: Page) -> None:
    follow(page, "Write to")
    fill(
        page,
        {
            "What cooperation do you propose?": "We adapt our probe to your cellar.",
            "What is still unclear?": "How humid does it get?",
            "Who are you?": "A company of nine people that makes probes.",
        },
    )
    press(page, "Send to Klaster LifeScience Kraków")


def counts_agreements(page: Page, number: int) -> None:
    figure = page.locator(".figures > div").filter(has_text="recorded")
    expect(figure.get_by_role("definition")).to_have_text(str(number))


def test_a_newcomer_finds_a_request_and_comes_to_an_agreement(
    browse, krk_company, krk_member, zaragoza, zgz_coordinator, complaints
):
    title = "Czujnik wilgotności do serowarni"
    make_published_offer(
        krk_company,
        kind="request",
        language="pl",
        is_name_hidden=True,
        text={"title": title, "summary": "Szukamy czujnika do dojrzewalni serów."},
    )

    newcomer = browse()
    counts_agreements(newcomer, 0)
    sign_up(newcomer)
    register(newcomer)
    approve(browse(zgz_coordinator))

    search(newcomer, "serowarniach")
    sees(newcomer, title)
    search(newcomer, "wilgotnosci")
    follow(newcomer, title)
    expect(newcomer.get_by_text("Laboratorium Wisła")).to_have_count(0)
    reply(newcomer)
    sees(newcomer, "We adapt our probe to your cellar.")

    member = browse(krk_member)
    follow(member, "Answer")
    fill(member, {"Your message": "Ninety-five per cent, all year."})
    press(member, "Send")
    sees(member, "Ninety-five per cent, all year.")
    press(member, "Agree to be introduced")
    sees(member, "Your side has agreed.")

    open_mail(newcomer, title)
    press(newcomer, "Agree to be introduced")
    sees(newcomer, "Laboratorium Wisła sp. z o.o.")
    sees(newcomer, "member@krk.example")
    newcomer.get_by_text("Record an agreement").click()
    newcomer.get_by_label("Type of cooperation").select_option("Supplier agreement")
    fill(newcomer, {"What was agreed": "A trial in one cellar."})
    press(newcomer, "Record the agreement")
    sees(newcomer, "An agreement was recorded.")

    counts_agreements(browse(), 1)
    assert complaints == []
