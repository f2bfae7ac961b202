"""Once a year an organisation's people are asked whether its profile still holds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.reminding import remind
from tests.make import make_member

NOW = timezone.now()


@pytest.fixture
def old(krk_company, krk_member):
    krk_company.confirmed_at = NOW - timedelta(days=366)
    krk_company.save()
    return krk_company


def test_owners_are_asked_after_a_year(old, krk_member, mailoutbox):
    make_member(old)
    assert remind(now=NOW) == 1
    assert [mail.to for mail in mailoutbox] == [[krk_member.email]]
    assert reverse("partners:organisation_edit", args=[old.slug]) in mailoutbox[0].body


def test_asked_once_they_are_left_in_peace_for_a_while(old, mailoutbox):
    remind(now=NOW)
    assert remind(now=NOW + timedelta(days=1)) == 0
    assert remind(now=NOW + timedelta(days=91)) == 1
    assert len(mailoutbox) == 2


def test_a_confirmed_profile_is_not_asked_about(old, mailoutbox):
    old.confirmed_at = NOW - timedelta(days=364)
    old.save()
    assert remind(now=NOW) == 0
    assert not mailoutbox


@pytest.mark.parametrize("state", ["archived", "pending", "unclaimed"])
def test_only_members_are_asked(old, state):
    old.state = state
    old.save()
    assert remind(now=NOW) == 0
