"""Registering for an event, and the honest queue for its seats.

Each verb first locks the pool of seats it may change, so that two people, two tabs or two workers
follow one another; the moves of the registration then count its seats. Pools are locked in the
order of their keys.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.models import Event, Participant, Pool, Registration
from events.models.registrations import State
from moves.machine import Stale, make
from moves.models import Decision


class Closed(Stale):
    """The event takes no registrations: not yet, no more, or it was cancelled."""

    def __init__(self) -> None:
        super().__init__(_("Registration for this event is closed."))


class AlreadyRegistered(ValidationError):
    """The address has a living registration for the event: `registration`."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(_("You have registered for this event already."))
        self.registration = registration


@transaction.atomic
def register(
    registration: Registration, participants: Sequence[Participant], *, now: datetime
) -> Registration:
    """Keep a new registration; it holds no seat before it is confirmed (`confirm`).

    The same `token` again gives the same registration. Raises Closed, and AlreadyRegistered.
    """
    event = registration.event
    Pool.objects.select_for_update().get(event=event, attendance=registration.attendance)
    if again := Registration.objects.filter(token=registration.token).first():
        return again
    if not event.takes_registrations_at(now):
        raise Closed
    known = event.registrations.alive().filter(email__iexact=registration.email)
    if already := known.first():
        raise AlreadyRegistered(already)
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
    pool = _lock(registration)
    if registration.state != State.UNCONFIRMED:
        return None
    if not registration.event.takes_registrations_at(now):
        raise Closed
    if registration.event.needs_approval:
        return make("request", registration, user=user)
    if _may_sit(registration, pool):
        return make("place", registration, user=user)
    decision = make("queue", registration, user=user)
    _offer_free(pool, now)  # where all who wait before are groups too large for what is free
    return decision


@transaction.atomic
def approve(registration: Registration, *, user) -> Decision:
    """Let one who asked have a seat, or where none is free a place in the queue."""
    pool = _lock(registration)
    name = "approve" if _may_sit(registration, pool) else "approve_later"
    return make(name, registration, user=user)


@transaction.atomic
def accept(registration: Registration, *, user, now: datetime) -> Decision:
    """Take the seat that was offered. Raises Stale where the offer has lapsed meanwhile."""
    _lock(registration)
    if registration.state == State.OFFERED and registration.offered_until <= now:
        raise Stale(_("The time to take this place has passed. It goes to the next."))
    return make("place", registration, user=user)


@transaction.atomic
def give_up(registration: Registration, *, user, note: str = "", now: datetime) -> Decision:
    """Cancel it, and offer what becomes free to who is next."""
    pool = _lock(registration)
    decision = make("cancel", registration, user=user, note=note)
    _offer_free(pool, now)
    return decision


@transaction.atomic
def decline(registration: Registration, *, user, note: str) -> Decision:
    _lock(registration)
    return make("decline", registration, user=user, note=note)


@transaction.atomic
def lapse(registration: Registration, *, now: datetime) -> None:
    """End an offer whose time has passed, and offer the seat to the next."""
    pool = _lock(registration)
    if registration.state == State.OFFERED and registration.offered_until <= now:
        make("lapse", registration, user=None)
        _offer_free(pool, now)


@transaction.atomic
def resize(event: Event, attendance: str, capacity: int | None, *, now: datetime) -> None:
    """Give an event more or fewer seats; new ones are offered to those who wait.

    Raises ValidationError where more are taken than there would be.
    """
    pool = Pool.objects.select_for_update().get(event=event, attendance=attendance)
    if capacity is not None and capacity < pool.taken:
        raise ValidationError(
            _("%(taken)d seats are taken: there cannot be fewer."), params={"taken": pool.taken}
        )
    pool.capacity = capacity
    pool.save(update_fields=["capacity"])
    _offer_free(pool, now)


@transaction.atomic
def reorder(registration: Registration, *, before: Registration | None, user, note: str) -> None:
    """Put one who waits before another, or last; the reason is kept. Staff alone may."""
    _lock(registration)
    waiting = list(
        Registration.objects.waiting().filter(
            event=registration.event_id, attendance=registration.attendance
        )
    )
    if not Registration.objects.staffed_by(user).filter(pk=registration.pk).exists():
        raise PermissionDenied
    make("reorder", registration, user=user, note=note)
    others = [each for each in waiting if each.pk != registration.pk]
    place = next((n for n, each in enumerate(others) if before and each.pk == before.pk), None)
    others.insert(len(others) if place is None else place, registration)
    for each, rank in zip(others, sorted(each.rank for each in waiting), strict=True):
        each.rank = rank
        each.save(update_fields=["rank"])


def lapsing_at(now: datetime) -> Iterable[Registration]:
    """Offers whose time has passed, the oldest first."""
    return Registration.objects.to_lapse_at(now).select_related("event")


def _lock(registration: Registration) -> Pool:
    """Lock its pool, and see the registration as it is behind the lock."""
    pool = registration.pool().select_for_update().get()
    registration.refresh_from_db()
    return pool


def _may_sit(registration: Registration, pool: Pool) -> bool:
    """Nobody passes those who wait, and there are seats for all of them."""
    waits = Registration.objects.waiting().filter(event=pool.event_id, attendance=pool.attendance)
    return pool.has_room_for(registration.seats) and not waits.exists()


def _offer_free(pool: Pool, now: datetime) -> None:
    """Offer free seats to those who wait, in order; a group that does not fit keeps its place.

    So no seat stays empty while somebody waits who could take it.
    """
    event = Event.objects.get(pk=pool.event_id)
    if event.is_cancelled or event.is_over_at(now):
        return
    waiting = Registration.objects.waiting().filter(event=event, attendance=pool.attendance)
    for registration in waiting:
        pool.refresh_from_db()
        if pool.free == 0:
            return
        if pool.has_room_for(registration.seats):
            make("offer", registration, user=None)
