"""People of organisations and clusters: inviting them, and parting."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners import invitations
from partners.invitation_tokens import token_hash, token_of
from partners.models import Invitation, Membership, Organisation, StaffRole
from tests.make import make_member, make_membership, make_organisation, make_staff, make_user

NOW = timezone.now()


def invite(target, user, email="sam@new.example", role="member", now=None, **more):
    more = {"language": "en", "message": "", **more}
    return invitations.invite(
        target, email=email, role=role, user=user, now=now or timezone.now(), **more
    )


def form(**cells):
    return {"email": "sam@new.example", "role": "member", "language": "en", **cells}


@pytest.fixture
def sam(db):
    return make_user("sam@new.example", name="Sam New")


def people_url(organisation):
    return reverse("partners:people", args=[organisation.slug])


# Inviting


def test_an_owner_invites_a_colleague_who_joins_at_once(
    client, krk_company, krk_member, sam, mailoutbox
):
    client.force_login(krk_member)
    assert client.post(people_url(krk_company), form(message="Come in.")).status_code == 302
    invitation = Invitation.objects.get()
    link = reverse("partners:invitation", args=[token_of(invitation)])
    assert mailoutbox[0].to == ["sam@new.example"]
    assert link in mailoutbox[0].body and "Come in." in mailoutbox[0].body

    client.force_login(sam)
    page = client.get(link)
    assert "You are invited" in page.content.decode()
    assert not Membership.objects.filter(user=sam).exists(), "a GET changes nothing"
    answer = client.post(reverse("partners:accept", args=[invitation.pk]))
    assert answer.url == reverse("gin:desk")
    assert Organisation.objects.represented_by(sam).get() == krk_company
    assert not Organisation.objects.owned_by(sam).exists()


def test_only_the_hash_of_the_link_is_stored(krk_company, krk_member):
    invitation = invite(krk_company, krk_member)
    token = token_of(invitation)
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(stored)
    assert stored["token_hash"] == token_hash(token)
    assert token_of(Invitation.objects.get()) == token, "as good from the database"


def test_the_mail_is_in_the_chosen_language(krk_company, krk_member, mailoutbox):
    invite(krk_company, krk_member, language="pl")
    assert "/pl/invitations/" in mailoutbox[0].body


def test_a_coordinator_invites_to_an_unclaimed_organisation_and_so_verifies_it(
    client, krakow, krk_coordinator, sam
):
    unclaimed = make_organisation(krakow, state="unclaimed")
    client.force_login(krk_coordinator)
    client.post(people_url(unclaimed), form(role="owner"))
    unclaimed.refresh_from_db()
    assert unclaimed.state == "verified"
    invitations.accept(Invitation.objects.get(), user=sam, now=timezone.now())
    assert Organisation.objects.owned_by(sam).get() == unclaimed


def test_a_coordinator_invites_staff(client, krakow, krk_coordinator, sam):
    client.force_login(krk_coordinator)
    client.post(reverse("partners:staff", args=["krk"]), form(role="editor"))
    client.force_login(sam)
    client.post(reverse("partners:accept", args=[Invitation.objects.get().pk]))
    assert sam.staff_roles.get().role == "editor"


def test_roles_of_the_other_kind_are_not_to_be_had(client, krk_company, krk_member):
    client.force_login(krk_member)
    assert client.post(people_url(krk_company), form(role="coordinator")).status_code == 422
    assert not Invitation.objects.exists()


def test_a_request_that_waits_becomes_active_by_an_invitation(krk_company, krk_member, sam):
    membership = make_membership(sam, krk_company, state="pending")
    invitations.accept(invite(krk_company, krk_member), user=sam, now=timezone.now())
    membership.refresh_from_db()
    assert membership.state == "active"


def test_who_has_joined_is_not_invited(client, krk_company, krk_member):
    client.force_login(krk_member)
    page = client.post(people_url(krk_company), form(email=krk_member.email.upper()))
    assert page.status_code == 422
    assert "joined already" in page.content.decode()


def test_asked_twice_there_is_one_invitation_and_the_newer_link_counts(krk_company, krk_member):
    first = token_of(invite(krk_company, krk_member, now=NOW))
    again = invite(krk_company, krk_member, email="SAM@new.example", now=NOW + timedelta(hours=1))
    assert Invitation.objects.count() == 1
    assert invitations.find(first) is None
    assert invitations.find(token_of(again)) == again


@pytest.mark.parametrize(
    "cells",
    [
        {"email": "no address"},
        {"email": "a\0@b.example"},
        {"message": "x" * 1_000_000},
        {"role": ""},
    ],
)
def test_a_bad_invitation_is_mended(client, krk_company, krk_member, cells):
    client.force_login(krk_member)
    assert client.post(people_url(krk_company), form(**cells)).status_code == 422
    assert not Invitation.objects.exists()


def test_there_is_a_limit_to_inviting(client, krk_company, krk_member):
    client.force_login(krk_member)
    for number in range(41):
        page = client.post(people_url(krk_company), form(email=f"p{number}@new.example"))
    assert page.status_code == 422
    assert Invitation.objects.count() == 40


# The link


@pytest.mark.parametrize("token", ["unknown", "x" * 3000, "a" * 64])
def test_an_unknown_link_says_so(client, db, token):
    page = client.get(reverse("partners:invitation", args=[token]))
    assert page.status_code == 410
    assert "no longer open" in page.content.decode()


def test_a_visitor_is_led_to_an_account_and_back(client, krk_company, krk_member):
    link = reverse("partners:invitation", args=[token_of(invite(krk_company, krk_member))])
    page = client.get(link).content.decode()
    assert f"{reverse('account_signup')}?next={link}" in page
    assert "sam@new.example" in page


def test_somebody_else_cannot_use_the_link(client, krk_company, krk_member, stranger):
    invitation = invite(krk_company, krk_member)
    client.force_login(stranger)
    page = client.get(reverse("partners:invitation", args=[token_of(invitation)]))
    assert "You are signed in as stranger@gin.example" in page.content.decode()
    assert client.post(reverse("partners:accept", args=[invitation.pk])).status_code == 404
    assert not stranger.memberships.exists()


def test_an_address_nobody_confirmed_is_not_enough(client, krk_company, krk_member, sam):
    sam.emailaddress_set.update(verified=False)
    invitation = invite(krk_company, krk_member)
    client.force_login(sam)
    assert client.post(reverse("partners:accept", args=[invitation.pk])).status_code == 404


def test_an_old_or_withdrawn_invitation_cannot_be_accepted(client, krk_company, krk_member, sam):
    old = invite(krk_company, krk_member, now=NOW - timedelta(days=31))
    with pytest.raises(ValidationError, match="no longer open"):
        invitations.accept(old, user=sam, now=NOW)
    client.force_login(krk_member)
    client.post(reverse("partners:take_back", args=[old.pk]))
    client.force_login(sam)
    link = reverse("partners:invitation", args=[token_of(old)])
    assert client.get(link).status_code == 410
    page = client.post(reverse("partners:accept", args=[old.pk]), follow=True)
    assert "no longer open" in page.content.decode()
    assert not sam.memberships.exists()


def test_accepted_twice_it_is_one_membership(client, krk_company, krk_member, sam):
    invitation = invite(krk_company, krk_member)
    client.force_login(sam)
    for _again in range(2):
        client.post(reverse("partners:accept", args=[invitation.pk]))
    assert sam.memberships.count() == 1


def test_an_invitation_waits_on_the_join_page(client, krk_company, krk_member, sam):
    invitation = invite(krk_company, krk_member)
    client.force_login(sam)
    page = client.get(reverse("partners:join")).content.decode()
    assert reverse("partners:accept", args=[invitation.pk]) in page


def test_sent_again_the_first_link_ends(client, krk_company, krk_member, mailoutbox):
    invitation = invite(krk_company, krk_member, now=NOW - timedelta(days=40))
    client.force_login(krk_member)
    client.post(reverse("partners:resend", args=[invitation.pk]))
    assert invitations.find(token_of(invitation)) is None
    assert len(mailoutbox) == 2
    assert Invitation.objects.open_at(timezone.now()).exists()


@pytest.mark.parametrize("name", ["resend", "take_back"])
@pytest.mark.parametrize("who", ["zgz_coordinator", "zgz_member", "krk_editor", "stranger"])
def test_invitations_are_for_those_who_manage_the_people(
    request, client, krk_company, krk_member, who, name, mailoutbox
):
    invitation = invite(krk_company, krk_member)
    client.force_login(request.getfixturevalue(who))
    assert client.post(reverse(f"partners:{name}", args=[invitation.pk])).status_code == 404
    assert client.post(reverse(f"partners:{name}", args=[10**30])).status_code == 404
    assert Invitation.objects.unanswered().exists()
    assert len(mailoutbox) == 1


# People


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("krk_member", 200),
        ("krk_coordinator", 200),
        ("administrator", 200),
        ("krk_editor", 403),
        ("zgz_coordinator", 403),
        ("zgz_member", 403),
        ("stranger", 403),
    ],
)
def test_who_sees_the_people_of_an_organisation(request, client, krk_company, who, status):
    make_member(krk_company)
    client.force_login(request.getfixturevalue(who))
    assert client.get(people_url(krk_company)).status_code == status
    assert client.post(people_url(krk_company), form(email="")).status_code in (status, 422)


def test_people_of_an_organisation_nobody_may_know_are_not_found(client, krakow, zgz_coordinator):
    secret = make_organisation(krakow, state="pending")
    client.force_login(zgz_coordinator)
    assert client.get(people_url(secret)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("krk_coordinator", 200), ("krk_editor", 403), ("zgz_coordinator", 403), ("stranger", 403)],
)
def test_who_sees_the_staff_of_a_cluster(request, client, krakow, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("partners:staff", args=["krk"])).status_code == status
    assert client.get(reverse("partners:staff", args=["xyz"])).status_code == 404


def test_an_owner_ends_a_membership_with_a_reason(client, krk_company, krk_member, mailoutbox):
    colleague = make_member(krk_company)
    url = reverse("partners:membership_move", args=[colleague.memberships.get().pk, "end"])
    client.force_login(krk_member)
    client.post(url, {"note": "Has left us."})
    assert not Organisation.objects.represented_by(colleague).exists()
    assert "Has left us." in mailoutbox[0].body


def test_a_plain_member_ends_nobodys_membership(client, krk_company, krk_member):
    colleague = make_member(krk_company)
    client.force_login(colleague)
    url = reverse("partners:membership_move", args=[krk_member.memberships.get().pk, "end"])
    assert client.post(url, {"note": "x"}).status_code == 404


def test_one_leaves_and_may_come_back(client, krk_company, krk_member):
    membership = krk_member.memberships.get()
    client.force_login(krk_member)
    url = reverse("partners:membership_move", args=[membership.pk, "leave"])
    assert client.post(url).url == reverse("partners:settings")
    client.post(reverse("partners:claim", args=[krk_company.slug]), {"position": "x"})
    assert list(krk_member.memberships.values_list("state", flat=True)) == ["ended", "pending"]


def test_a_role_ends_but_never_the_last_coordinators(
    client, krakow, krk_coordinator, krk_editor, mailoutbox
):
    client.force_login(krk_coordinator)
    own, editor = krk_coordinator.staff_roles.get(), krk_editor.staff_roles.get()
    page = client.post(reverse("partners:staff_role_move", args=[own.pk, "end"]))
    assert page.status_code == 422
    assert "Nobody else coordinates" in page.content.decode()
    client.post(reverse("partners:staff_role_move", args=[editor.pk, "end"]))
    assert not StaffRole.objects.active().filter(user=krk_editor).exists()
    assert mailoutbox[0].to == [krk_editor.email]


def test_staff_of_another_cluster_are_not_found(client, zgz_coordinator, krk_editor):
    client.force_login(zgz_coordinator)
    role = krk_editor.staff_roles.get()
    assert (
        client.post(reverse("partners:staff_role_move", args=[role.pk, "end"])).status_code == 404
    )


def test_the_lists_cost_the_same_for_one_and_for_many(
    client, krakow, krk_company, krk_coordinator, django_assert_num_queries
):
    def grow(count):
        for number in range(count):
            make_member(krk_company)
            make_staff(krakow)
            email = f"p{StaffRole.objects.count()}{number}@new.example"
            invite(krk_company, krk_coordinator, email=email)
            invite(krakow, krk_coordinator, email=email, role="editor")

    client.force_login(krk_coordinator)
    grow(1)
    urls = people_url(krk_company), reverse("partners:staff", args=["krk"])
    counts = []
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        counts.append(len(one))
    grow(29)
    for url, count in zip(urls, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(url)
