"""Mails that those with a place get by themselves: the day before an event, and the day after.

They come at nine in the morning by the event's own clocks: so nobody is woken, and an event of
whole days or of several has its hour, too. Whether one is due follows from the event as it is now
and from when the last was sent; so an event that is moved to a later day reminds once more.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from events.models import Event, Registration
from events.models.registrations import RegistrationQuerySet, State
from moves.models import Decision

MORNING = time(9)
DAY = timedelta(days=1)
# From the morning before to the last minute of the first day, in a night of 25 hours.
AHEAD = timedelta(hours=40)
# After workers that stood still for longer, nobody is thanked any more: it would surprise.
LATE = timedelta(days=10)


def remind_at(event: Event) -> datetime:
    """When those with a place are reminded of `event`."""
    return _morning_of(event.first_day - DAY, event)


def thank_at(event: Event) -> datetime:
    """When those who took part in `event` are thanked."""
    return _morning_of(event.last_day + DAY, event)


def to_remind_at(now: datetime) -> Iterator[RegistrationQuerySet]:
    """The registrations that are to be reminded: those of one event after the other."""
    soon = Event.objects.upcoming_at(now).filter(starts_at__gt=now, starts_at__lt=now + AHEAD)
    for event in soon.defer("words"):
        due = remind_at(event)
        if due <= now:
            unreminded = Q(reminded_at__isnull=True) | Q(reminded_at__lt=due)
            yield _seated_before(due - DAY, event).filter(unreminded)


def to_thank_at(now: datetime) -> Iterator[RegistrationQuerySet]:
    """The registrations that are to be thanked: those of one event after the other."""
    over = Event.objects.published().filter(cancelled_at__isnull=True)
    for event in over.filter(ends_at__lt=now, ends_at__gt=now - LATE).defer("words"):
        if thank_at(event) <= now:
            yield event.registrations.took_part().filter(thanked_at__isnull=True)


def _seated_before(moment: datetime, event: Event) -> RegistrationQuerySet:
    """Who has got the place later than that has just been told all that a reminder says."""
    placed = Decision.objects.filter(
        content_type=ContentType.objects.get_for_model(Registration),
        object_id=OuterRef("pk"),
        to_state=State.PLACED,
        at__gt=moment,
    )
    return event.registrations.with_seat().exclude(Exists(placed))


def _morning_of(day: date, event: Event) -> datetime:
    return datetime.combine(day, MORNING, event.zone)
