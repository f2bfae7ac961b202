"""Registering for an event, and the honest queue for its seats.

Each verb first locks the row of the event, so that two people, two tabs or two workers follow one
another; the moves of the registration then count its seats.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.models import Event, Participant, Registration
from events.models.registrations import RegistrationQuerySet, State
from moves.machine import Stale, make
from moves.models import Decision
from partners.models import User

GONE = _("This one no longer waits. Choose again.")


class Closed(Stale):
    """The event takes no registrations: not yet, no more, or it was cancelled."""

    def __init__(self) -> None:
        super().__init__(_("Registration for this event is closed."))


class AlreadyRegistered(ValidationError):
    """The address has a living, confirmed registration for the event: `registration`."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(_("You have registered for this event already."))
        self.registration = registration


@transaction.atomic
def register(
    registration: Registration, participants: Sequence[Participant], *, now: datetime
) -> Registration:
    """Keep a new registration; it holds no seat before it is confirmed (`confirm`).

    The same `token` again gives the same registration; one of the same address that was never
    confirmed makes way. Raises Closed, and AlreadyRegistered.
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
    if again := Registration.objects.filter(token=registration.token).first():
        return again
    if not event.takes_registrations_at(now):
        raise Closed
    known = event.registrations.alive().filter(email__iexact=registration.email).first()
    if known and known.state != State.UNCONFIRMED:
        raise AlreadyRegistered(known)
    if known:
        known.delete()
    registration.seats = len(participants)
    registration.created_at = now
    registration.save(force_insert=True)
    for participant in participants:
        participant.registration = registration
    Participant.objects.bulk_create(participants)
    return registration


@transaction.atomic
def confirm(registration: Registration, *, user, now: datetime) -> Decision | None:
    """Give who has shown that the address is theirs a seat, or a place in the queue.

    Nothing happens a second time. Raises Closed where the event takes no registrations any more.
    """
    _lock(registration)
    if registration.state != State.UNCONFIRMED:
        return None
    if not registration.event.takes_registrations_at(now):
        raise Closed
    if registration.user_id is None:
        _recognise(registration)
    if registration.event.needs_approval:
        return make("request", registration, user=user)
    if _may_sit(registration):
        return make("place", registration, user=user)
    decision = make("queue", registration, user=user)
    # Where all who wait before are groups too large for what is free.
    _offer_free(registration.event, registration.attendance, now)
    registration.refresh_from_db()
    return decision


@transaction.atomic
def approve(registration: Registration, *, user, now: datetime) -> Decision:
    """Let one who asked have a seat, or where none is free a place in the queue."""
    _lock(registration)
    if _may_sit(registration):
        return make("approve", registration, user=user)
    decision = make("approve_later", registration, user=user)
    _offer_free(registration.event, registration.attendance, now)
    return decision


@transaction.atomic
def accept(registration: Registration, *, user, now: datetime) -> Decision:
    """Take the seat that was offered. Raises Stale where the offer has lapsed meanwhile."""
    _lock(registration)
    if registration.state == State.OFFERED and registration.offered_until <= now:
        raise Stale(_("The time to take this place has passed. It goes to the next."))
    return make("place", registration, user=user)


@transaction.atomic
def give_up(registration: Registration, *, user, now: datetime) -> Decision:
    """Cancel one's own, and offer what becomes free to who is next."""
    return _leave("cancel", registration, user=user, note="", now=now)


@transaction.atomic
def remove(registration: Registration, *, user, note: str, now: datetime) -> Decision:
    """Take somebody off the list, and offer what becomes free to who is next."""
    return _leave("remove", registration, user=user, note=note, now=now)


@transaction.atomic
def decline(registration: Registration, *, user, note: str) -> Decision:
    _lock(registration)
    return make("decline", registration, user=user, note=note)


@transaction.atomic
def lapse(registration: Registration, *, now: datetime) -> None:
    """End an offer whose time has passed, and offer the seat to the next."""
    _lock(registration)
    if registration.state == State.OFFERED and registration.offered_until <= now:
        make("lapse", registration, user=None)
        _offer_free(registration.event, registration.attendance, now)


@transaction.atomic
def offer_free_seats(event: Event, *, now: datetime) -> None:
    """Offer what is free to those who wait: after there are more seats than there were."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    for attendance in event.attendances:
        _offer_free(event, attendance, now)


@transaction.atomic
def reorder(registration: Registration, *, before: Registration | None, user, note: str) -> None:
    """Put one who waits before another, or last; the reason is kept. Staff alone may.

    Raises Stale where one of the two no longer waits.
    """
    _lock(registration)
    waiting = list(queue_of(registration))
    if not Registration.objects.staffed_by(user).filter(pk=registration.pk).exists():
        raise PermissionDenied
    make("reorder", registration, user=user, note=note)
    others = [each for each in waiting if each.pk != registration.pk]
    if before and before not in others:
        raise Stale(GONE)
    others.insert(others.index(before) if before else len(others), registration)
    for each, rank in zip(others, sorted(each.rank for each in waiting), strict=True):
        each.rank = rank
        each.save(update_fields=["rank"])


def queue_of(registration: Registration) -> RegistrationQuerySet:
    """Those who wait for the same seats, itself among them."""
    event, attendance = registration.event_id, registration.attendance
    return Registration.objects.waiting().filter(event=event, attendance=attendance)


def _lock(registration: Registration) -> None:
    """Lock its event, and see both as they are behind the lock."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
    registration.refresh_from_db()
    registration.event = event


def _leave(name: str, registration: Registration, *, user, note: str, now: datetime) -> Decision:
    _lock(registration)
    decision = make(name, registration, user=user, note=note)
    _offer_free(registration.event, registration.attendance, now)
    return decision


def _recognise(registration: Registration) -> None:
    """Who confirms an address owns it: the account of that address, if there is one, has it."""
    registration.user = User.objects.filter(email__iexact=registration.email).first()
    registration.save(update_fields=["user"])


def _may_sit(registration: Registration) -> bool:
    """Nobody passes those who wait, and there are seats for all of them."""
    has_room = registration.event.has_room_for(registration.seats, registration.attendance)
    return has_room and not queue_of(registration).exists()


def _offer_free(event: Event, attendance: str, now: datetime) -> None:
    """Offer free seats to those who wait, in order; a group that does not fit keeps its place.

    So no seat stays empty while somebody waits who could take it.
    """
    if event.is_cancelled or event.is_over_at(now):
        return
    for registration in Registration.objects.waiting().filter(event=event, attendance=attendance):
        event.refresh_from_db(fields=[f"taken_{attendance}"])
        if event.free(attendance) == 0:
            return
        if event.has_room_for(registration.seats, attendance):
            make("offer", registration, user=None)
