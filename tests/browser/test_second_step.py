"""Setting up a second step as a person does, under the policy that forbids inline scripts."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import AXE, WCAG, violations
from tests.make import PASSWORD


@pytest.fixture
def page(visit_as) -> Page:
    """The member's, who has just shown once more that it is they."""
    page = visit_as("member")
    page.goto("/account/reauthenticate/?next=/account/2fa/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url("/account/2fa/")
    return page


@pytest.fixture
def fingerprint(page: Page) -> None:
    """A device that knows its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def check(page: Page) -> None:
    page.evaluate(AXE)
    assert violations(page, WCAG) == [], page.url


def test_a_passkey_is_added_and_signs_in(page, fingerprint, complaints):
    page.get_by_role("link", name="Add a passkey").click()
    check(page)
    page.get_by_label("Name of this passkey").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("heading", name="My laptop")).to_be_visible()
    check(page)

    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url("/desk/")
    assert complaints == []


def test_a_refused_passkey_is_told(page, complaints):
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill("None")
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error('refused')) }"
    )
    page.get_by_role("button", name="Add it").click()

    expect(page.get_by_text("The passkey was not accepted")).to_be_visible()


def test_the_app_is_set_up_and_recovery_codes_are_shown(page, complaints):
    page.get_by_role("link", name="Set up the app").click()
    check(page)
    secret = page.locator("code").inner_text()
    now = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, now))
    page.locator("#id_code").fill(code)
    page.get_by_role("button", name="Start using the app").click()

    expect(page.locator(".codes li")).to_have_count(10)
    check(page)
    page.goto("/account/2fa/totp/deactivate/")
    check(page)
    page.goto("/account/2fa/recovery-codes/generate/")
    check(page)
    page.goto("/account/2fa/")
    check(page)
    assert complaints == []
