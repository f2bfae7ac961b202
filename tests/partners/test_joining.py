"""From an account to an organisation."""

import pytest
from django.urls import reverse

from moves.machine import make
from moves.models import Decision
from partners import joining
from partners.models import Membership, Organisation
from tests.make import make_cluster, make_membership, make_organisation, make_user

NUL = "a\0b"
LONG = "x" * 1_000_000


@pytest.fixture
def signed_in(client, stranger):
    client.force_login(stranger)
    return client


def registration(**cells):
    return {
        "cluster": "KRK",
        "legal_name": "Apteka Nowa sp. z o.o.",
        "kind": "sme",
        "size": "1-10",
        "country": "PL",
        "city": "Kraków",
        "website": "apteka.example",
        **cells,
    }


def find(client, **query):
    return client.get(reverse("partners:join"), query)


# Finding


@pytest.mark.parametrize("typed", ["wisla", "WISŁA", "Laboratorium Wisla SA", "laboratorim wisła"])
def test_the_own_organisation_is_found_however_it_is_spelled(
    signed_in, krakow, krk_company, zgz_company, typed
):
    page = find(signed_in, cluster="KRK", name=typed)
    assert list(page.context["found"]) == [krk_company]
    assert reverse("partners:claim", args=["wisla"]) in page.content.decode()


def test_only_listed_ones_of_the_chosen_region_are_offered(signed_in, krakow, zgz_company):
    make_organisation(krakow, legal_name="Moncayo w Krakowie", state="pending")
    make_organisation(krakow, legal_name="Moncayo dawne", state="archived")
    page = find(signed_in, cluster="KRK", name="Moncayo")
    assert not page.context["found"]
    assert "Nobody of that name" in page.content.decode()


@pytest.mark.parametrize("query", [{"cluster": "XXX", "name": "ab"}, {"name": NUL}, {"name": LONG}])
def test_a_bad_question_is_answered_beside_the_field(signed_in, krakow, query):
    page = find(signed_in, **query)
    assert page.status_code == 422
    assert "error" in page.content.decode()


def test_visitors_sign_in_first(client, krakow):
    assert find(client, cluster="KRK", name="x").status_code == 302


# Claiming


def test_a_request_waits_and_the_coordinator_is_told(
    signed_in, stranger, krk_company, krk_coordinator, zgz_coordinator, mailoutbox
):
    asked = {"position": "Sales", "message": "Ask Maria."}
    answer = signed_in.post(reverse("partners:claim", args=["wisla"]), asked)
    assert answer.url == reverse("partners:pending")
    membership = Membership.objects.get(user=stranger)
    assert (membership.organisation, membership.state) == (krk_company, "pending")
    assert not Organisation.objects.represented_by(stranger).exists()
    assert [mail.to for mail in mailoutbox] == [[krk_coordinator.email]]
    assert "Ask Maria." in mailoutbox[0].body
    assert reverse("partners:approvals") in mailoutbox[0].body


def test_without_a_coordinator_the_administrators_are_told(
    signed_in, krk_company, administrator, mailoutbox
):
    signed_in.post(reverse("partners:claim", args=["wisla"]), {"position": "Sales"})
    assert [mail.to for mail in mailoutbox] == [[administrator.email]]


def test_sent_twice_it_is_one_request(signed_in, krk_company, krk_coordinator, mailoutbox):
    for _again in range(2):
        signed_in.post(reverse("partners:claim", args=["wisla"]), {"position": "Sales"})
    assert Membership.objects.count() == 1
    assert len(mailoutbox) == 1


def test_who_comes_first_looks_after_the_organisation(stranger, krk_company):
    first = joining.claim(krk_company, user=stranger, position="", message="")
    assert first.role == "owner"
    make_membership(make_user(), krk_company)
    second = joining.claim(krk_company, user=make_user(), position="", message="")
    assert second.role == "member"


def test_the_countries_of_the_clusters_are_offered_first(signed_in, krakow, zaragoza):
    make_cluster(country="IT", is_active=False)
    form = signed_in.get(reverse("partners:register")).context["form"]
    _empty, (_near, near), (_others, others) = form.fields["country"].choices
    assert [name for _code, name in near] == ["Poland", "Spain"]
    assert {"IT", "PL"} & dict(others).keys() == {"IT"}


@pytest.mark.parametrize("state", ["pending", "archived"])
def test_what_is_not_listed_cannot_be_claimed(signed_in, krakow, state):
    make_organisation(krakow, slug="secret", state=state)
    page = signed_in.post(reverse("partners:claim", args=["secret"]))
    assert page.status_code == 404
    assert not Membership.objects.exists()


@pytest.mark.parametrize("message", [NUL, LONG])
def test_what_was_typed_is_kept_where_it_cannot_be_taken(signed_in, krk_company, message):
    asked = {"position": "Sales manager", "message": message}
    page = signed_in.post(reverse("partners:claim", args=["wisla"]), asked)
    assert page.status_code == 422
    assert "Sales manager" in page.content.decode()


def test_there_is_a_limit_to_asking(signed_in, krakow):
    for number in range(12):
        organisation = make_organisation(krakow)
        url = reverse("partners:claim", args=[organisation.slug])
        status = signed_in.post(url, {"position": f"{number}"}).status_code
    assert status == 422
    assert Membership.objects.count() == 10


# Registering


def test_a_new_organisation_waits_with_its_person(
    signed_in, stranger, krakow, krk_coordinator, vocabularies, mailoutbox
):
    answer = signed_in.post(reverse("partners:register"), registration(nace="47"))
    assert answer.url == reverse("partners:pending")
    organisation = Organisation.objects.get()
    assert (organisation.state, organisation.slug) == ("pending", "apteka-nowa")
    assert (organisation.name_key, organisation.nace) == ("apteka nowa", "47")
    assert organisation.website == "https://apteka.example"
    assert organisation.memberships.get().role == "owner"
    assert "new in the directory" in mailoutbox[0].body


def test_registered_twice_it_is_one(signed_in, krakow):
    for _again in range(2):
        signed_in.post(reverse("partners:register"), registration())
    assert Organisation.objects.count() == Membership.objects.count() == 1


def test_likely_the_same_body_is_shown_first(signed_in, krakow, krk_company):
    named = registration(legal_name="LABORATORIUM WISLA S.A.")
    page = signed_in.post(reverse("partners:register"), named)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Is it one of these?" in text
    assert reverse("partners:claim", args=["wisla"]) in text
    assert Organisation.objects.count() == 1
    signed_in.post(reverse("partners:register"), {**named, "is_other": "on"})
    assert Organisation.objects.count() == 2


def test_an_organisation_that_waits_is_not_given_away(signed_in, krakow):
    make_organisation(krakow, legal_name="Apteka Nowa sp. z o.o.", state="pending")
    page = signed_in.post(reverse("partners:register"), registration())
    assert page.status_code == 302


def test_slugs_of_namesakes_differ(signed_in, krakow):
    make_organisation(krakow, slug="apteka-nowa", state="archived")
    signed_in.post(reverse("partners:register"), registration())
    assert Organisation.objects.get(state="pending").slug == "apteka-nowa-2"


@pytest.mark.parametrize(
    "cells",
    [
        {"legal_name": ""},
        {"legal_name": "…"},
        {"legal_name": NUL},
        {"legal_name": LONG},
        {"cluster": "9" * 30},
        {"country": "ZZ"},
        {"website": "javascript:alert(1)"},
        {"kind": "king"},
        {"city": ""},
    ],
)
def test_a_bad_registration_is_mended_not_lost(signed_in, krakow, cells):
    page = signed_in.post(reverse("partners:register"), registration(**cells))
    assert page.status_code == 422
    assert "needs your attention" in page.content.decode()
    assert not Organisation.objects.exists()


def test_the_name_typed_before_is_there(signed_in, krakow):
    page = signed_in.get(reverse("partners:register"), {"cluster": "KRK", "name": "Apteka"})
    assert 'value="Apteka"' in page.content.decode()


# Waiting


def test_the_pending_page_says_what_comes_and_lets_go(signed_in, stranger, krk_company):
    request = make_membership(stranger, krk_company, state="pending")
    page = signed_in.get(reverse("partners:pending"))
    assert "One step is left" in page.content.decode()
    url = reverse("partners:withdraw", args=[request.pk])
    signed_in.get(url)
    assert Membership.objects.waiting().exists(), "a GET changes nothing"
    assert signed_in.post(url).url == reverse("partners:join")
    assert Membership.objects.get().state == "ended"
    assert Organisation.objects.exists()


def test_a_new_organisation_goes_with_its_only_request(signed_in, stranger, krakow):
    new = make_organisation(krakow, state="pending")
    request = make_membership(stranger, new, state="pending")
    joining.withdraw(request, user=stranger)
    assert not Organisation.objects.exists()
    assert Decision.objects.get().move == "withdraw"


def test_a_new_organisation_stays_for_others(stranger, krakow):
    new = make_organisation(krakow, state="pending")
    request = make_membership(stranger, new, state="pending")
    make_membership(make_user(), new, state="pending")
    joining.withdraw(request, user=stranger)
    assert Organisation.objects.get().state == "pending"


@pytest.mark.parametrize("who", ["krk_member", "krk_coordinator"])
def test_nobody_withdraws_for_another(request, client, stranger, krk_company, who):
    asked = make_membership(stranger, krk_company, state="pending")
    client.force_login(request.getfixturevalue(who))
    assert client.post(reverse("partners:withdraw", args=[asked.pk])).status_code == 404


def test_who_waits_for_nothing_is_shown_on(client, krk_member, stranger):
    client.force_login(krk_member)
    assert client.get(reverse("partners:pending")).url == reverse("gin:desk")
    client.force_login(stranger)
    assert client.get(reverse("partners:pending")).url == reverse("partners:join")


def test_who_was_declined_may_ask_again(
    signed_in, stranger, krk_company, krk_coordinator, mailoutbox
):
    request = make_membership(stranger, krk_company, state="pending")
    make("decline", request, user=krk_coordinator, note="Who are you?")
    assert "declined" in signed_in.get(reverse("partners:pending")).content.decode()
    mailoutbox.clear()
    asked = {"position": "Sales", "message": "I am Sam."}
    signed_in.post(reverse("partners:claim", args=["wisla"]), asked)
    request.refresh_from_db()
    assert (request.state, request.message) == ("pending", "I am Sam.")
    assert [mail.to for mail in mailoutbox] == [[krk_coordinator.email]]
