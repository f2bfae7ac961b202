"""The door of an event: who is expected there, and who has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from events.attendees import find
from events.models import Event, Participant
from moves.machine import Stale

ROWS = 50  # a page


@dataclass(frozen=True)
class Door:
    """Those who have a place at `event`; the list shows those whom the words of `text` name."""

    event: Event
    text: str = ""

    @property
    def expected(self) -> QuerySet[Participant]:
        return Participant.objects.expected_at(self.event)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many are `expected`, and how many have `arrived`."""
        return self.expected.aggregate(expected=Count("pk"), arrived=Count("checked_in_at"))

    def page(self, number: str | int | None) -> Page:
        """A page of the list, by name. Who came along is also found by who registered them."""
        found = self.expected
        if self.text:
            of = ("name", "organisation", "email")
            found = find(found, self.text, "name", *(f"registration__{column}" for column in of))
        return Paginator(found.by_name().select_related("registration"), ROWS).get_page(number)


def check_in(participant: Participant, *, user, now: datetime) -> None:
    """Note that somebody has come; the first time counts. Raises Stale where they have no place."""
    expected = Participant.objects.filter(pk=participant.pk).with_seat()
    absent = expected.filter(checked_in_at__isnull=True)
    if not absent.update(checked_in_at=now, checked_in_by=user) and not expected.exists():
        raise Stale(_("%(name)s has no place any more.") % {"name": participant.name})


def undo(participant: Participant) -> None:
    """Somebody was checked in by mistake."""
    Participant.objects.filter(pk=participant.pk).update(checked_in_at=None, checked_in_by=None)
