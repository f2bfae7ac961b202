"""Seats and the queue for them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import registering
from events.models import Event, Registration
from events.registering import AlreadyRegistered, Closed
from moves.machine import Stale
from tests.events.make import holder, make_event, make_registration, make_unconfirmed

pytestmark = pytest.mark.django_db


def states(event):
    return [r.state for r in event.registrations.order_by("pk")]


def taken(event):
    return Event.objects.get(pk=event.pk).taken_on_site


@pytest.fixture
def event(krakow):
    return make_event(krakow, seats=2)


def test_first_come_sit_and_later_ones_wait_in_order(event):
    made = [make_registration(event) for _each in range(4)]

    assert states(event) == ["placed", "placed", "waiting", "waiting"]
    assert taken(event) == 2
    assert [made[n].position() for n in (2, 3)] == [1, 2]


def test_no_seat_is_taken_before_the_address_is_confirmed(event):
    unconfirmed = make_unconfirmed(event)

    assert (unconfirmed.state, taken(event)) == ("unconfirmed", 0)


def test_confirming_twice_takes_one_seat(event):
    registration = make_registration(event)

    again = registering.confirm(registration, user=holder(registration), now=timezone.now())

    assert again is None
    assert taken(event) == 1


def test_freed_place_is_offered_to_the_next_and_kept(event):
    first, _second, third, fourth = (make_registration(event) for _each in range(4))
    now = timezone.now()

    registering.give_up(first, user=holder(first), now=now)

    third.refresh_from_db()
    assert states(event) == ["cancelled", "placed", "offered", "waiting"]
    assert taken(event) == 2, "the seat is kept for who was asked"
    assert third.offered_until - now >= timedelta(hours=47)
    assert fourth.position() == 1


def test_offer_that_lapses_goes_to_the_next(event):
    first, _second, third, fourth = (make_registration(event) for _each in range(4))
    registering.give_up(first, user=holder(first), now=timezone.now())
    late = timezone.now() + timedelta(hours=49)
    third.refresh_from_db()

    with pytest.raises(Stale):
        registering.accept(third, user=holder(third), now=late)
    with time_machine.travel(late):
        for due in Registration.objects.to_lapse_at(late):
            registering.lapse(due, now=late)
            registering.lapse(due, now=late)
        registering.accept(fourth, user=holder(fourth), now=late)

    assert states(event) == ["cancelled", "placed", "lapsed", "placed"]
    assert taken(event) == 2


def test_newcomer_does_not_pass_those_who_wait(event):
    _first, second = (make_registration(event) for _each in range(2))
    group = make_registration(event, people=2)

    registering.give_up(second, user=holder(second), now=timezone.now())

    assert group.state == "waiting", "one seat is too few for two"
    newcomer = make_registration(event)
    newcomer.refresh_from_db()
    assert newcomer.state == "offered", "but it does not stay empty"
    assert taken(event) == 2


def test_group_gets_all_seats_or_none(event):
    make_registration(event)
    group = make_registration(event, people=2)

    assert (group.state, taken(event)) == ("waiting", 1)


def test_more_seats_are_offered_to_those_who_wait(event):
    for _each in range(5):
        make_registration(event)

    Event.objects.update(seats_on_site=4)
    registering.offer_free_seats(event, now=timezone.now())

    assert states(event) == ["placed", "placed", "offered", "offered", "waiting"]
    registering.offer_free_seats(event, now=timezone.now())
    assert taken(event) == 4


def test_cancelled_event_offers_nothing(event):
    first, _second, third = (make_registration(event) for _each in range(3))
    event.cancelled_at = timezone.now()
    event.save(update_fields=["cancelled_at"])

    registering.give_up(first, user=holder(first), now=timezone.now())

    third.refresh_from_db()
    assert third.state == "waiting"


def test_one_address_has_one_living_registration(event):
    first = make_registration(event, email="Maria@example.org")

    with pytest.raises(AlreadyRegistered) as told:
        make_registration(event, email="maria@EXAMPLE.org")
    assert told.value.registration == first

    registering.give_up(first, user=holder(first), now=timezone.now())
    assert make_registration(event, email="maria@example.org").state == "placed"


def test_form_sent_twice_makes_one_registration(event):
    first = make_registration(event)
    again = Registration(
        event=event,
        attendance="on_site",
        name=first.name,
        email=first.email,
        language="en",
        token=first.token,
    )

    assert registering.register(again, [], now=timezone.now()) == first
    assert event.registrations.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"opens_at": timedelta(days=1)},
        {"closes_at": timedelta(days=-1)},
        {"cancelled_at": timedelta()},
    ],
)
def test_nobody_registers_while_it_is_closed(event, change):
    for field, delta in change.items():
        setattr(event, field, timezone.now() + delta)
    event.save()

    with pytest.raises(Closed):
        make_registration(event)


def test_approval_comes_before_the_seat(event, krk_editor):
    event.needs_approval = True
    event.save()
    first, second, third = (make_registration(event) for _each in range(3))
    assert (states(event), taken(event)) == (["requested"] * 3, 0)

    for registration in (first, second, third):
        registering.approve(registration, user=krk_editor, now=timezone.now())

    assert states(event) == ["placed", "placed", "waiting"]


def test_staff_of_another_cluster_cannot_approve_or_reorder(event, zgz_editor):
    event.needs_approval = True
    event.save()
    registration = make_registration(event)

    with pytest.raises(PermissionDenied):
        registering.approve(registration, user=zgz_editor, now=timezone.now())
    with pytest.raises(PermissionDenied):
        registering.reorder(registration, before=None, user=zgz_editor, note="x")
    with pytest.raises(PermissionDenied):
        registering.give_up(registration, user=zgz_editor, now=timezone.now())
    assert states(event) == ["requested"]


def test_staff_reorder_the_queue_with_a_reason(event, krk_editor):
    waiting = [make_registration(event) for _each in range(5)][2:]

    with pytest.raises(ValidationError):
        registering.reorder(waiting[2], before=waiting[0], user=krk_editor, note=" ")
    registering.reorder(waiting[2], before=waiting[0], user=krk_editor, note="Speaks first.")

    for registration in waiting:
        registration.refresh_from_db()
    assert [r.position() for r in waiting] == [2, 3, 1]


def test_nobody_is_put_before_who_no_longer_waits(event, krk_editor):
    waiting = [make_registration(event) for _each in range(5)][2:]
    registering.give_up(waiting[0], user=holder(waiting[0]), now=timezone.now())

    with pytest.raises(Stale):
        registering.reorder(waiting[2], before=waiting[0], user=krk_editor, note="Speaks.")

    assert [r.position() for r in waiting[1:]] == [1, 2]


def test_link_of_one_registration_does_not_open_another(event):
    first, second = (make_registration(event) for _each in range(2))

    with pytest.raises(PermissionDenied):
        registering.give_up(second, user=holder(first), now=timezone.now())


def test_database_refuses_a_seat_too_many(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken_on_site=3)
