import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.make import make_user


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def add(kind: str, user) -> None:
    Authenticator.objects.create(user=user, type=kind, data={})


@pytest.mark.parametrize("who", ["krk_coordinator", "administrator"])
def test_who_reviews_or_administers_sets_up_a_second_factor_first(who, request, signed_in):
    client = signed_in(request.getfixturevalue(who))

    response = client.get(reverse("gin:about"), follow=True)

    assert response.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Your role needs a second step" in response.content.decode()


def test_who_opens_the_administration_needs_one_too(db, signed_in):
    client = signed_in(make_user(is_staff=True))

    assert client.get(reverse("admin:index")).url == reverse("mfa_index")


@pytest.mark.parametrize("who", ["krk_editor", "krk_member", "stranger"])
def test_others_may_do_without(who, request, signed_in):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("gin:about")).status_code == 200


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_an_app_or_a_passkey_is_enough(kind, krk_coordinator, signed_in):
    add(kind, krk_coordinator)

    assert signed_in(krk_coordinator).get(reverse("gin:about")).status_code == 200


def test_recovery_codes_alone_are_not(krk_coordinator, signed_in):
    add("recovery_codes", krk_coordinator)

    assert signed_in(krk_coordinator).get(reverse("gin:about")).status_code == 302


def test_nothing_is_done_on_the_way(krk_coordinator, signed_in):
    """A form sent without the second factor changes nothing."""
    response = signed_in(krk_coordinator).post(reverse("gin:theme"), {"theme": "dark"})

    assert response.url == reverse("mfa_index")
    assert "theme" not in response.cookies


@pytest.mark.parametrize("name", ["mfa_index", "account_email", "usersessions_list"])
def test_the_pages_of_the_own_account_stay_open(name, krk_coordinator, signed_in):
    assert signed_in(krk_coordinator).get(reverse(name)).status_code == 200


def test_signing_out_stays_possible(krk_coordinator, signed_in):
    assert signed_in(krk_coordinator).post(reverse("account_logout")).url == reverse("gin:home")


def test_a_former_coordinator_is_left_alone(krk_coordinator, signed_in):
    krk_coordinator.staff_roles.update(state="ended")

    assert signed_in(krk_coordinator).get(reverse("gin:about")).status_code == 200


def test_nobody_is_asked_where_the_setting_is_off(settings, krk_coordinator, signed_in):
    settings.SECOND_FACTOR_REQUIRED = False

    assert signed_in(krk_coordinator).get(reverse("gin:about")).status_code == 200
