"""Signing up, in and out, as a browser does it but for scripts."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import User
from tests.make import PASSWORD, make_user

NEWCOMER = {
    "name": "Nela Nowa",
    "email": "nela@nowa.example",
    "password1": "a sentence that nobody guesses",
    "is_informed": "on",
}


def link_in(mail) -> str:
    """The path of the first link into the portal."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]


@pytest.fixture
def person(db) -> User:
    user = make_user("person@gin.example", name="Paula Person")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email="person@gin.example", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_a_newcomer_confirms_by_a_button_and_goes_on_to_join(client, db, mailoutbox):
    sent = client.post(reverse("account_signup"), NEWCOMER, follow=True)
    assert "Look into your mail" in sent.content.decode()

    link = link_in(mailoutbox[0])
    page = client.get(link)
    assert "Yes, confirm it" in page.content.decode()
    assert not User.objects.get().emailaddress_set.get().verified  # a GET changes nothing

    confirmed = client.post(link)

    assert confirmed.url == reverse("partners:join")
    user = User.objects.get()
    assert (user.name, user.email) == ("Nela Nowa", "nela@nowa.example")
    assert user.emailaddress_set.get().verified


def test_in_another_browser_one_signs_in_after_confirming(client, db, mailoutbox):
    client.post(reverse("account_signup"), NEWCOMER)
    client.cookies.clear()

    assert client.post(link_in(mailoutbox[0])).url == reverse("account_login")
    assert sign_in(client, NEWCOMER["email"], NEWCOMER["password1"]).url == reverse("partners:join")


def test_the_language_of_the_page_becomes_that_of_the_mails(client, db, mailoutbox):
    client.post("/pl" + reverse("account_signup"), NEWCOMER)

    assert User.objects.get().language == "pl"
    assert "/pl/account/confirm-email/" in mailoutbox[0].body


@pytest.mark.parametrize("missing", list(NEWCOMER))
def test_what_is_missing_is_said_and_what_was_typed_is_kept(missing, client, db):
    typed = {**NEWCOMER, missing: ""}

    page = client.post(reverse("account_signup"), typed).content.decode()

    assert 'class="notice err"' in page
    assert not User.objects.exists()
    assert all(value in page for name, value in typed.items() if name in ("name", "email"))


def test_nobody_learns_whether_an_address_has_an_account(client, person, mailoutbox):
    known = client.post(reverse("account_signup"), {**NEWCOMER, "email": person.email}, follow=True)
    assert "Look into your mail" in known.content.decode()
    assert mailoutbox[0].subject == "You have an account already"

    for email in (person.email, "unknown@gin.example"):
        asked = client.post(reverse("account_reset_password"), {"email": email})
        assert asked.url == reverse("account_reset_password_done")


def test_a_wrong_password_is_told_without_saying_which(client, person):
    for email in (person.email, "unknown@gin.example"):
        page = sign_in(client, email, "not the password at all").content.decode()
        assert "That e-mail address and password do not match" in page
        assert f'value="{email}"' in page


def test_who_belongs_somewhere_begins_at_the_desk(client, krk_editor):
    krk_editor.set_password(PASSWORD)
    krk_editor.save()

    assert sign_in(client, krk_editor.email).url == reverse("gin:desk")


def test_who_was_on_the_way_to_a_page_comes_there(client, person):
    assert sign_in(client, next="/threads/").url == "/threads/"


def test_another_site_is_never_gone_to(client, person):
    assert sign_in(client, next="https://evil.example/").url == reverse("partners:join")


def test_a_code_by_mail_signs_in(client, person, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = mailoutbox[0].subject.split()[0]
    assert code in mailoutbox[0].body

    response = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert response.url == reverse("partners:join")


def test_a_new_password_comes_by_a_link_that_works_once(client, person, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(mailoutbox[0])
    page = client.get(link, follow=True)
    new = "another sentence nobody guesses"
    client.post(page.redirect_chain[-1][0], {"password1": new})

    assert sign_in(client, password=new).status_code == 302
    client.logout()
    assert "no longer valid" in client.get(link, follow=True).content.decode()


def test_a_changed_password_is_told_by_mail(client, person, mailoutbox):
    sign_in(client)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another sentence nobody guesses"},
    )

    assert mailoutbox[-1].subject == "Your password was changed"
    assert "If it was not you" in mailoutbox[-1].body


@pytest.mark.django_db(transaction=True)  # the mail goes out with the commit
def test_the_app_is_set_up_with_a_picture_and_asked_for_afterwards(client, person, mailoutbox):
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;' in page.content.decode()
    now = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(page.context["form"].secret, now))

    client.post(reverse("mfa_activate_totp"), {"code": code})

    assert "Your authenticator app is in use" in [mail.subject for mail in mailoutbox]
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    client.post(reverse("account_logout"))
    assert sign_in(client).url == reverse("mfa_authenticate")
    second = client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert second.url == reverse("partners:join")


def test_changing_how_one_signs_in_asks_for_the_password_again(client, person):
    client.force_login(person)

    response = client.get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_other_devices_are_signed_out_at_once(client, person):
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    for browser in (client, other):
        sign_in(browser)
        browser.get(reverse("usersessions_list"))
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Windows" in page and "This device" in page

    client.post(reverse("usersessions_list"))

    assert other.get(reverse("usersessions_list")).status_code == 302
    assert client.get(reverse("usersessions_list")).status_code == 200


def test_a_device_is_noted_at_its_first_page_and_not_at_each(client, person):
    client.force_login(person)
    devices = person.usersession_set
    client.get(reverse("gin:about"))
    seen = devices.get().last_seen_at

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("gin:about"))

    assert not [query for query in queries if "usersessions" in query["sql"]]
    assert devices.get().last_seen_at == seen
