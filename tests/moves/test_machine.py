"""The machine, tried on memberships."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from moves.machine import NOTE_LIMIT, Stale, make, make_for_all, moves_for
from moves.models import Decision
from partners.models import Membership
from tests.make import make_membership, make_staff, make_user


@pytest.fixture
def request_(krk_company, stranger):
    return make_membership(stranger, krk_company, state="pending")


def names(moves):
    return [move.name for move in moves]


def test_the_table_says_who_may_do_what_now(request_, krk_coordinator, stranger, zgz_coordinator):
    assert names(moves_for(krk_coordinator, request_)) == ["approve", "decline"]
    assert names(moves_for(stranger, request_)) == ["withdraw"]
    assert names(moves_for(zgz_coordinator, request_)) == []
    assert names(moves_for(AnonymousUser(), request_)) == []


def test_a_move_changes_the_state_and_is_recorded(request_, krk_coordinator):
    decision = make("approve", request_, user=krk_coordinator)
    assert request_.state == "active"
    kept = Decision.objects.about(request_).get()
    assert kept == decision
    assert (kept.move, kept.from_state, kept.to_state) == ("approve", "pending", "active")
    assert kept.user == krk_coordinator
    assert str(kept.label) == "Approve"
    assert str(kept) == "approve: pending → active"


@pytest.mark.parametrize("who", ["stranger", "krk_editor", "krk_member", "zgz_coordinator"])
def test_who_may_not_is_refused_and_nothing_changes(request, request_, who):
    with pytest.raises(PermissionDenied):
        make("approve", request_, user=request.getfixturevalue(who))
    request_.refresh_from_db()
    assert request_.state == "pending"
    assert not Decision.objects.exists()


def test_there_is_no_other_move(request_, administrator):
    with pytest.raises(PermissionDenied):
        make("crown", request_, user=administrator)


def test_a_second_decision_is_told_that_it_is_late(request_, krk_coordinator):
    other = Membership.objects.get(pk=request_.pk)
    make("approve", request_, user=krk_coordinator)
    with pytest.raises(Stale):
        make("decline", other, user=krk_coordinator, note="Unknown here.")
    other.refresh_from_db()
    assert other.state == "active"


@pytest.mark.parametrize("note", ["", "  \n ", "x" * (NOTE_LIMIT + 1)])
def test_a_refusal_needs_a_reason_of_bearable_length(request_, krk_coordinator, note):
    with pytest.raises(ValidationError) as refused:
        make("decline", request_, user=krk_coordinator, note=note)
    assert "note" in refused.value.message_dict
    request_.refresh_from_db()
    assert request_.state == "pending"


def test_what_follows_from_a_move_fails_with_it(request_, krk_coordinator, monkeypatch):
    def refuse(self, decision):
        raise ValidationError("no")

    monkeypatch.setattr(Membership, "verify_organisation", refuse)
    with pytest.raises(ValidationError):
        make("approve", request_, user=krk_coordinator)
    assert Membership.objects.get(pk=request_.pk).state == "pending"
    assert not Decision.objects.exists()


def test_what_a_move_requires_stops_it(krakow, krk_coordinator):
    role = krk_coordinator.staff_roles.get()
    with pytest.raises(ValidationError, match="Nobody else coordinates"):
        make("end", role, user=krk_coordinator)
    make_staff(krakow, "coordinator")
    make("end", role, user=krk_coordinator)
    assert role.state == "ended"


def test_many_are_moved_one_by_one(request_, krk_company, zgz_company, krk_coordinator):
    foreign = make_membership(make_user(), zgz_company, state="pending")
    late = make_membership(make_user(), krk_company, state="active")
    made, refused = make_for_all("approve", [foreign, request_, late], user=krk_coordinator)
    assert [decision.item for decision in made] == [request_]
    assert [item for item, _reason in refused] == [foreign, late]
    assert all(reason for _item, reason in refused)
