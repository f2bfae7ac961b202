"""What people do on any page: by labels, links and buttons."""

from playwright.sync_api import Page, expect


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
