"""The portal's main stories, walked by labels, links and buttons, with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.steps import fill, follow, open_mail, press, search, sees
from tests.make import PASSWORD, make_published_offer

pytestmark = pytest.mark.usefixtures("vocabularies")


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


# An offer comes to be published


def write_offer(page: Page) -> None:
    page.get_by_role("banner").get_by_role("link", name="Post an offer").click()
    page.get_by_role("radio", name="Business").check()
    page.get_by_label("Who posts it?").select_option("Moncayo Salud S.L.")
    fill(
        page,
        {
            "Title": "Rosemary extract",
            "Summary": "A steady supply for makers.",
            "Description": "Pressed, dried and measured batch by batch.",
            "Advantages": "Made without solvent.",
            "Expected role of the partner": "Buys every month.",
            "Open until": f"{timezone.localdate() + timedelta(days=200)}",
        },
    )
    page.get_by_label("Sector", exact=True).select_option("Manufacture of food products")
    page.locator("summary").filter(has_text="Biotechnology").click()
    for choice in ("Biotechnology", "Supplier agreement", "Larger company"):
        page.get_by_role("checkbox", name=choice, exact=True).check()
    press(page, "Submit for review")
    sees(page, "Submitted. The cluster reviews it within five working days.")


def review(page: Page) -> None:
    page.get_by_role("banner").get_by_role("link", name="Carlos Vidal").click()
    follow(page, "Review Rosemary extract")


def test_an_offer_is_returned_mended_and_published(
    browse, zgz_company, zgz_editor, zgz_coordinator, complaints
):
    editor, coordinator = browse(zgz_editor), browse(zgz_coordinator)

    write_offer(editor)

    review(coordinator)
    fill(coordinator, {"Reason": "Say for which makers it is meant."})
    press(coordinator, "Return with a reason")
    sees(coordinator, "The author is told why by e-mail.")

    open_mail(editor, "To mend: Rosemary extract")
    sees(editor, "Say for which makers it is meant.")
    follow(editor, "Edit")
    fill(editor, {"Summary": "A steady supply for makers of supplements."})
    press(editor, "Submit for review")

    review(coordinator)
    press(coordinator, "Publish")
    sees(coordinator, "Published. Readers find it from now on.")

    reader = browse()
    search(reader, "supplement")
    follow(reader, "Rosemary extract")
    sees(reader, "Made without solvent.")
    assert complaints == []


# A report has consequences


def test_a_reported_offer_is_archived_and_its_author_reads_why(
    browse, zgz_company, zgz_member, administrator, complaints
):
    make_published_offer(zgz_company, author=zgz_member, text={"title": "Miracle water"})

    reader = browse()
    follow(reader, "Miracle water")
    follow(reader, "Report this profile")
    reader.get_by_role("radio").first.check()
    fill(reader, {"What should we know?": "There is no such study."})
    press(reader, "Send the report")
    sees(reader, "Your report has reached Bioaratec.")

    admin = browse(administrator)
    follow(admin, "Administration")
    follow(admin, "What waits for a decision")
    follow(admin, "Reports (1)")
    sees(admin, "There is no such study.")
    follow(admin, "Look at it and decide")
    fill(admin, {"Reason": "The study that it names does not exist."})
    press(admin, "Archive")
    sees(admin, "Archived. Readers no longer find it.")

    author = browse(zgz_member)
    open_mail(author, "Archived: Miracle water")
    sees(author, "The study that it names does not exist.")
    search(reader, "miracle")
    sees(reader, "Nothing matches yet")
    assert complaints == []
