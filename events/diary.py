"""For what a person is registered: as their page lists it, and as their calendar shows it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q

from events.models import PrivateCalendar, Registration
from events.models.registrations import RegistrationQuerySet, State
from partners.models import User


def coming(user: User, now: datetime) -> RegistrationQuerySet:
    """For what is not over, the first to begin first."""
    own = _own(user).alive().filter(event__ends_at__gte=now)
    return own.order_by("event__starts_at", "pk")


def past(user: User, now: datetime) -> RegistrationQuerySet:
    """Where they had a place and which is over, the last first."""
    own = _own(user).with_seat().filter(event__ends_at__lt=now)
    return own.order_by("-event__starts_at", "-pk")


def in_calendar(user: User, now: datetime) -> RegistrationQuerySet:
    """Where they have a place; and what is uncertain or was cancelled, until its time is over."""
    is_kept = Q(state=State.PLACED, event__cancelled_at=None) | Q(event__ends_at__gte=now)
    own = _own(user).confirmed().filter(is_kept, event__starts_at__isnull=False)
    return own.order_by("event__starts_at", "pk")


def _own(user: User) -> RegistrationQuerySet:
    """With what is shown of their events."""
    own = Registration.objects.held_by(user).select_related("event__cluster")
    return own.prefetch_related("event__texts", "event__cluster__texts").defer("event__words")


def calendar_of(user: User) -> PrivateCalendar | None:
    return PrivateCalendar.objects.filter(user=user).first()


def renew_calendar(user: User, *, now: datetime) -> None:
    """Give the calendar of `user` an address, in place of the one it had."""
    fresh = {"token": uuid4(), "created_at": now}
    PrivateCalendar.objects.update_or_create(user=user, defaults=fresh)


def end_calendar(user: User) -> None:
    PrivateCalendar.objects.filter(user=user).delete()


def reader_of(token: UUID) -> User | None:
    """Whose calendar has that address; nobody's, where the account was deactivated."""
    known = PrivateCalendar.objects.filter(token=token, user__is_active=True)
    calendar = known.select_related("user").first()
    return calendar and calendar.user
