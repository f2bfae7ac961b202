"""A registration before the eyes of who made it: what they see, and what they may do next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events import asking, registering, tickets
from events.calendar import location
from events.feedback import Giving
from events.models import Event, Participant, Registration
from events.models.events import Attendance
from events.models.registrations import State
from events.times import Times

# What its page says first.
_HEADINGS: dict[str, str | Promise] = {
    State.UNCONFIRMED: _("Confirm your registration"),
    State.REQUESTED: _("The organisers look at your registration"),
    State.WAITING: _("You are on the waiting list"),
    State.OFFERED: _("A place is kept for you"),
    State.PLACED: _("You have a place"),
    State.CANCELLED: _("Your registration is cancelled"),
    State.DECLINED: _("Your registration was declined"),
    State.LAPSED: _("The place went to the next"),
}
# The button → what it does with the registration.
ACTS: dict[str, Callable] = {
    "confirm": registering.confirm,
    "accept": registering.accept,
    "cancel": registering.give_up,
}


@dataclass(frozen=True)
class Own:
    """A registration as its holder sees it `now`."""

    registration: Registration
    now: datetime

    @property
    def event(self) -> Event:
        return self.registration.event

    @property
    def heading(self) -> str | Promise:
        if self.event.is_cancelled:
            return _("This event is cancelled")
        if self.is_over:
            return _("This event is over")
        return _HEADINGS[self.registration.state]

    @property
    def times(self) -> Times:
        return Times(self.event)

    @property
    def location(self) -> str:
        return location(self.event)

    @property
    def is_over(self) -> bool:
        return self.event.is_over_at(self.now)

    @property
    def has_seat(self) -> bool:
        return self.registration.has_seat

    @property
    def gives_feedback(self) -> bool:
        """They can say now how it was."""
        return Giving(self.registration, self.now).is_open

    @property
    def is_online(self) -> bool:
        return self.registration.attendance == Attendance.ONLINE

    @property
    def position(self) -> int:
        return self.registration.position()

    @property
    def is_open(self) -> bool:
        """There is something to decide yet."""
        is_coming = not self.event.is_cancelled and not self.is_over
        return is_coming and self.registration.is_alive

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What they were asked, and what they said."""
        return asking.said(self.registration)

    @property
    def participants(self) -> QuerySet[Participant]:
        return self.registration.participants.all()

    @property
    def tickets(self) -> list[tuple[Participant, SafeString]]:
        """Each of them with the code to scan at the door."""
        people = self.participants.select_related("registration__event")
        return [(participant, tickets.svg(participant)) for participant in people]

    @property
    def others(self) -> QuerySet[Participant]:
        """Those who also come, and let it be known; for who has a place alone."""
        if not self.has_seat:
            return Participant.objects.none()
        listed = Participant.objects.expected_at(self.event).filter(is_listed=True)
        others = listed.exclude(registration=self.registration)
        return others.select_related("registration").by_name()
