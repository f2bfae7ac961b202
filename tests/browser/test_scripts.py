"""What the scripts add to pages that work without them."""

import re

import pytest
from playwright.sync_api import Page, expect

from offers.models import Alert, Offer
from tests.make import make_published_offer


@pytest.fixture
def member(visit_as) -> Page:
    return visit_as("member")


def test_filters_change_the_list_in_place(visit_as, world, complaints):
    make_published_offer(world.companies["ZGZ"], kind="request", text={"title": "A request"})
    page = visit_as("visitor", viewport={"width": 1280, "height": 900})
    page.goto("/offers/")
    page.evaluate("window.isSamePage = true")

    page.locator("#kind-request").check()

    expect(page.locator("#results .row")).to_have_count(1)
    assert "kind=request" in page.url
    assert page.evaluate("window.isSamePage")
    assert page.evaluate("document.activeElement.value") == "request"
    expect(page.locator("#chosen")).to_have_text("Filters (1 chosen)")
    expect(page.locator("p.sr[role=status]")).to_contain_text("1 ")
    page.go_back()
    expect(page.locator("#results .row").nth(1)).to_be_visible()
    assert complaints == []


def test_links_of_the_page_follow_the_filters(visit_as, world):
    make_published_offer(world.companies["ZGZ"], kind="request", text={"title": "A request"})
    page = visit_as("visitor", viewport={"width": 1280, "height": 900})
    page.goto("/offers/?kind=offer")

    page.locator("#kind-request").check()
    page.wait_for_url("**kind=request**")

    feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
    assert "/offers/atom.xml?" in feed and "kind=request" in feed
    page.locator(".util a[hreflang=pl]").click()
    expect(page).to_have_url(re.compile("/pl/offers/.*kind=request"))
    expect(page.locator("#kind-request")).to_be_checked()


def test_filters_work_without_scripts(visit_as, world):
    page = visit_as("visitor", java_script_enabled=False)
    page.goto("/offers/")
    page.locator("#kind-offer").check()
    page.get_by_role("button", name="Show results").click()

    assert "kind=offer" in page.url


def test_the_count_follows_the_typing(member, world):
    member.goto(f"/offers/{world.offers['draft'].reference}/edit/")
    field = member.locator("[data-limit]").first
    limit = int(field.get_attribute("data-limit"))
    count = member.locator(f"#{field.get_attribute('id')}_count")

    field.fill("ż" * (limit + 1))

    expect(count).to_have_class("count over")
    assert count.locator("[data-length]").inner_text().replace(",", "") == str(limit + 1)


def test_a_draft_is_kept_while_it_is_written(member, world, complaints):
    draft = world.offers["draft"]
    member.goto(f"/offers/{draft.reference}/edit/")

    member.locator("input[data-limit]").first.fill("A title nobody has sent")

    expect(member.locator("[data-autosave-state]")).to_contain_text("Draft saved at", timeout=10000)
    assert Offer.objects.get(pk=draft.pk).title == "A title nobody has sent"
    assert complaints == []


def test_what_is_missing_follows_the_typing(member, world, complaints):
    draft = world.offers["draft"]
    draft.texts.update(summary="")
    member.goto(f"/offers/{draft.reference}/edit/")
    hints = member.locator("[data-hints]")
    expect(hints.locator("a[href='#id_summary']")).to_be_visible()

    member.locator("#id_summary").fill("A method that waits for a partner.")
    member.locator("#id_title").fill("Offer published")

    expect(hints.locator("a[href='#id_summary']")).to_have_count(0, timeout=10000)
    expect(hints.get_by_role("link", name="Offer published")).to_be_visible()
    assert complaints == []


def test_a_search_is_saved_as_an_alert(member, world, complaints):
    member.goto("/offers/?cluster=KRK")
    member.locator("#kind-offer").check()
    expect(member.locator("#chosen")).to_have_text("Filters (2 chosen)")

    member.get_by_role("button", name="Save as alert").click()

    expect(member.locator("[role=status]").first).to_contain_text("Saved as an alert")
    assert member.url.endswith("/offers/?kind=offer&cluster=KRK")
    assert Alert.objects.of(world.people["member"]).first().query == "kind=offer&cluster=KRK"
    assert complaints == []


def test_the_link_of_an_offer_is_copied(visit_as, world, complaints):
    page = visit_as("visitor", permissions=["clipboard-read", "clipboard-write"])
    offer = world.offers["published"]
    page.goto(offer.get_absolute_url())

    page.get_by_role("button", name="Copy link").click()

    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    expect(page.locator("p.sr[role=status]")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(offer.get_absolute_url())
    assert complaints == []


def test_without_scripts_there_is_no_button_that_copies(visit_as, world):
    page = visit_as("visitor", java_script_enabled=False)
    page.goto(world.offers["published"].get_absolute_url())

    expect(page.get_by_text("Copy link")).to_be_hidden()


def test_leaving_asks_while_something_is_not_sent(member, world):
    member.goto(f"/offers/{world.offers['draft'].reference}/edit/")
    asked = []
    member.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    member.locator("input[data-limit]").first.fill("Not sent yet")

    member.evaluate("location.assign('/')")
    member.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert "/edit/" in member.url


def test_a_form_is_sent_once(member, world):
    member.goto("/account/email/")
    sent = []
    member.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    member.evaluate(
        """() => {
            const form = document.querySelector("main form");
            form.email.value = "new@gin.example";
            form.requestSubmit();
            form.requestSubmit();
        }"""
    )
    member.wait_for_load_state("networkidle")

    assert len(sent) == 1


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_refused_form_opens_where_it_says_why(visit_as, world, has_scripts):
    small = {"width": 360, "height": 700}
    page = visit_as("editor", viewport=small, java_script_enabled=has_scripts)
    page.goto(world.threads["open"].get_absolute_url())
    page.get_by_text("End this conversation").click()

    page.get_by_role("button", name="Decline").click()

    summary = page.locator("[role=alert]")
    expect(summary).to_be_in_viewport()
    expect(summary).to_be_focused()


def test_the_menu_closes_by_escape_and_gives_the_focus_back(visit_as, world):
    page = visit_as("visitor", viewport={"width": 360, "height": 700})
    page.goto("/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.keyboard.press("Tab")

    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_chosen_scheme_stays(visit_as, world):
    page = visit_as("visitor")
    page.goto("/about/")
    page.get_by_role("button", name="Dark").click()

    expect(page).to_have_url("/about/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
