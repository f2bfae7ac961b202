"""One's own account: what it says, what is stored, and the way out."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partners import erasure, invitations
from partners.models import Invitation, Organisation, User
from tests.make import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_published_offer,
    make_staff,
    make_thread,
    make_user,
)


@pytest.fixture
def signed_in(client, krk_member):
    """Signed in by password just now: what is sensitive asks for that."""
    krk_member.set_password(PASSWORD)
    krk_member.save()
    client.post(reverse("account_login"), {"login": krk_member.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_name_and_language_are_ones_own(signed_in, krk_member):
    answer = signed_in.post(reverse("partners:settings"), {"name": "Maria W.", "language": "pl"})
    assert answer.url == reverse("partners:settings")
    krk_member.refresh_from_db()
    assert (krk_member.name, krk_member.language) == ("Maria W.", "pl")


@pytest.mark.parametrize(
    "cells", [{"name": ""}, {"name": "a\0b"}, {"name": "x" * 1_000_000}, {"language": "xx"}]
)
def test_a_bad_name_is_mended(signed_in, krk_member, cells):
    form = {"name": "Maria", "language": "en", **cells}
    assert signed_in.post(reverse("partners:settings"), form).status_code == 422
    krk_member.refresh_from_db()
    assert krk_member.name == "Maria Wrona"


def test_memberships_and_roles_are_shown_with_the_way_out(
    signed_in, krk_member, krakow, zgz_company
):
    make_staff(krakow, "editor", krk_member)
    make_membership(krk_member, zgz_company, state="pending")
    page = signed_in.get(reverse("partners:settings")).content.decode()
    active = krk_member.memberships.get(state="active")
    role = krk_member.staff_roles.get()
    assert reverse("partners:membership_move", args=[active.pk, "leave"]) in page
    assert reverse("partners:staff_role_move", args=[role.pk, "leave"]) in page
    assert "waits for approval" in page
    signed_in.post(reverse("partners:staff_role_move", args=[role.pk, "leave"]))
    assert not krk_member.staff_roles.active().exists()


def test_all_that_is_stored_is_taken_along(signed_in, krk_member, krk_company):
    answer = signed_in.get(reverse("partners:data"))
    assert "attachment" in answer["Content-Disposition"]
    data = answer.json()
    assert data["account"]["email"] == krk_member.email
    assert data["memberships"][0]["organisation__legal_name"] == krk_company.legal_name
    assert data["sessions"]
    assert {"reports", "messages", "offers", "saved_offers"} <= data.keys()


@pytest.mark.parametrize("name", ["data", "erase"])
def test_what_is_sensitive_asks_who_it_is(client, krk_member, name):
    krk_member.set_password(PASSWORD)
    krk_member.save()
    client.force_login(krk_member)
    answer = client.get(reverse(f"partners:{name}"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_an_erased_account_is_forgotten_and_what_others_rely_on_stays(
    signed_in, krk_member, krk_company, zgz_company, krk_coordinator
):
    offer = make_published_offer(zgz_company)
    thread = make_thread(offer, krk_company, sender=krk_member)
    now = timezone.now()
    invitations.invite(
        zgz_company,
        email=krk_member.email,
        role="member",
        language="en",
        message="",
        user=krk_coordinator,
        now=now,
    )
    assert "cannot be taken back" in signed_in.get(reverse("partners:erase")).content.decode()
    answer = signed_in.post(reverse("partners:erase"))
    assert answer.url == reverse("gin:home")
    erased = User.objects.get(pk=krk_member.pk)
    assert erased.email == f"{erased.pk}@erased.invalid"
    assert (erased.name, erased.is_active) == ("", False)
    assert not erased.has_usable_password()
    assert not erased.emailaddress_set.exists()
    assert not Organisation.objects.represented_by(erased).exists()
    assert not Invitation.objects.exists()
    thread.refresh_from_db()
    assert thread.sender == erased
    assert signed_in.get(reverse("partners:settings")).status_code == 302
    erasure.erase(erased)  # once more changes nothing


def test_requests_go_with_the_account(krk_member, krakow):
    new = make_organisation(krakow, state="pending")
    make_membership(krk_member, new, state="pending")
    make_membership(krk_member, make_organisation(krakow), state="declined")
    erasure.erase(krk_member)
    assert set(krk_member.memberships.values_list("state", flat=True)) == {"ended"}
    assert not Organisation.objects.filter(pk=new.pk).exists()


def test_the_last_coordinator_hands_over_first(client, krakow, krk_coordinator):
    with pytest.raises(ValidationError, match="Nobody else coordinates"):
        erasure.erase(krk_coordinator)
    krk_coordinator.refresh_from_db()
    assert krk_coordinator.is_active
    make_staff(krakow, "coordinator", make_user())
    erasure.erase(krk_coordinator)
    krk_coordinator.refresh_from_db()
    assert not krk_coordinator.is_active


def test_what_an_account_page_refuses_is_said_and_kept(client, db):
    answer = client.post(reverse("account_login"), {"login": "Maria at example", "password": "x"})
    assert answer.status_code == 422
    assert "Maria at example" in answer.content.decode()
