"""What coordinators decide about people and organisations."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.models import Membership, Organisation
from tests.make import make_membership, make_organisation, make_user

BIG = 10**30


@pytest.fixture
def asked(krk_company, stranger):
    return make_membership(stranger, krk_company, state="pending", message="I am Sam.")


def move(membership, name):
    return reverse("partners:membership_move", args=[membership.pk, name])


def test_the_list_shows_the_own_cluster_oldest_first(client, krk_coordinator, asked, zgz_company):
    make_membership(make_user(name="Zoe"), zgz_company, state="pending")
    client.force_login(krk_coordinator)
    page = client.get(reverse("partners:approvals"))
    assert list(page.context["memberships"]) == [asked]
    text = page.content.decode()
    assert "Sam Stranger" in text and "I am Sam." in text
    assert "Zoe" not in text


@pytest.mark.parametrize("who", ["stranger", "krk_member", "krk_editor"])
def test_the_list_is_for_coordinators(request, client, asked, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("partners:approvals")).status_code == 403


def test_approved_people_may_act_and_are_told(client, krk_coordinator, asked, stranger, mailoutbox):
    client.force_login(krk_coordinator)
    assert client.post(move(asked, "approve")).url == reverse("partners:approvals")
    assert Organisation.objects.represented_by(stranger).exists()
    assert [mail.to for mail in mailoutbox] == [[stranger.email]]
    assert reverse("gin:desk") in mailoutbox[0].body


def test_approving_twice_does_no_harm(client, krk_coordinator, asked, mailoutbox):
    client.force_login(krk_coordinator)
    client.post(move(asked, "approve"))
    page = client.post(move(asked, "approve"), follow=True)
    assert "decided already" in page.content.decode()
    assert len(mailoutbox) == 1


def test_a_new_organisation_is_verified_with_its_person(client, krk_coordinator, krakow, stranger):
    new = make_organisation(krakow, state="pending")
    request = make_membership(stranger, new, state="pending", role="owner")
    client.force_login(krk_coordinator)
    client.post(move(request, "approve"))
    new.refresh_from_db()
    assert new.state == "verified"
    assert new.verified_by == krk_coordinator
    assert new.verified_at == new.confirmed_at


def test_before_a_new_one_is_let_in_likely_doubles_are_named(
    client, krk_coordinator, krakow, krk_company, stranger
):
    double = make_organisation(krakow, legal_name="Laboratorium Wisla SA", state="pending")
    request = make_membership(stranger, double, state="pending")
    client.force_login(krk_coordinator)
    assert krk_company.get_absolute_url() in client.get(move(request, "approve")).content.decode()


def test_declining_needs_a_reason_which_the_person_reads(
    client, krk_coordinator, asked, stranger, mailoutbox
):
    client.force_login(krk_coordinator)
    page = client.post(move(asked, "decline"), {"note": "  "})
    assert page.status_code == 422
    assert Membership.objects.get().state == "pending"
    client.post(move(asked, "decline"), {"note": "Nobody knows you there."})
    assert Membership.objects.get().state == "declined"
    assert "Nobody knows you there." in mailoutbox[0].body
    assert mailoutbox[0].to == [stranger.email]


def test_a_new_organisation_is_put_away_with_its_only_request(
    client, krk_coordinator, krakow, stranger
):
    new = make_organisation(krakow, state="pending")
    request = make_membership(stranger, new, state="pending")
    client.force_login(krk_coordinator)
    client.post(move(request, "decline"), {"note": "No such company."})
    new.refresh_from_db()
    assert new.state == "archived"


@pytest.mark.parametrize("note", ["a\0b", "x" * 1_000_000])
def test_a_bad_reason_is_answered_beside_the_field(client, krk_coordinator, asked, note):
    client.force_login(krk_coordinator)
    assert client.post(move(asked, "decline"), {"note": note}).status_code == 422


@pytest.mark.parametrize("who", ["zgz_coordinator", "zgz_member", "krk_member", "krk_editor"])
def test_nobody_else_decides(request, client, asked, who):
    client.force_login(request.getfixturevalue(who))
    for name in ("approve", "decline"):
        status = client.post(move(asked, name), {"note": "x"}).status_code
        assert status in (403, 404)
        assert status == 404 or who == "krk_member"  # an owner knows of the request
    assert Membership.objects.get(pk=asked.pk).state == "pending"


def test_a_request_that_is_not_there_is_not_found(client, krk_coordinator, asked):
    client.force_login(krk_coordinator)
    for path in (
        reverse("partners:membership_move", args=[BIG, "approve"]),
        reverse("partners:membership_move", args=[asked.pk, "crown"]),
        reverse("partners:staff_role_move", args=[BIG, "end"]),
        reverse("partners:organisation_move", args=["nowhere", "archive"]),
    ):
        assert client.post(path).status_code == 404, path


def test_a_get_changes_nothing(client, krk_coordinator, asked):
    client.force_login(krk_coordinator)
    assert client.get(move(asked, "approve")).status_code == 200
    assert Membership.objects.get().state == "pending"


def test_it_does_not_lead_to_other_sites(client, krk_coordinator, asked):
    client.force_login(krk_coordinator)
    answer = client.post(move(asked, "approve"), {"next": "https://evil.example/"})
    assert answer.url == reverse("partners:approvals")


def test_the_list_costs_the_same_for_one_and_for_many(
    client, krk_coordinator, krakow, asked, django_assert_num_queries
):
    client.force_login(krk_coordinator)
    url = reverse("partners:approvals")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _more in range(29):
        new = make_organisation(krakow, state="pending")
        make_membership(make_user(), new, state="pending")
    with django_assert_num_queries(len(one)):
        assert len(client.get(url).context["memberships"]) == 30


def test_archiving_an_organisation_takes_it_from_its_people(
    client, krk_coordinator, krk_company, krk_member
):
    client.force_login(krk_coordinator)
    url = reverse("partners:organisation_move", args=[krk_company.slug, "archive"])
    assert client.post(url, {}).status_code == 422
    client.post(url, {"note": "Closed down."})
    assert not Organisation.objects.represented_by(krk_member).exists()
    client.logout()
    assert client.get(krk_company.get_absolute_url()).status_code == 404


def test_only_coordinators_archive(client, krk_company, krk_member):
    client.force_login(krk_member)
    url = reverse("partners:organisation_move", args=[krk_company.slug, "archive"])
    assert client.post(url, {"note": "x"}).status_code == 403
