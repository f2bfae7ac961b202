"""How many places an event has, as people read it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event, Registration
from events.models.events import Attendance


@dataclass(frozen=True)
class Places:
    """The places of one way to take part in `event`."""

    event: Event
    attendance: Attendance

    @property
    def seats(self) -> int | None:
        return getattr(self.event, f"seats_{self.attendance}")

    @property
    def taken(self) -> int:
        """Also those that are kept for somebody."""
        return getattr(self.event, f"taken_{self.attendance}")

    @property
    def free(self) -> int | None:
        return self.event.free(self.attendance)

    @cached_property
    def waiting(self) -> int:
        """How many registrations wait for a place: who comes now stands behind them."""
        waiting = Registration.objects.waiting().filter(event=self.event)
        return waiting.filter(attendance=self.attendance).count()

    @property
    def is_full(self) -> bool:
        return self.free == 0 or self.waiting > 0

    @property
    def where(self) -> str:
        """'in Kraków', 'online'"""
        if self.attendance == Attendance.ONLINE:
            return _("online")
        return _("in %(town)s") % {"town": self.event.place}

    @property
    def said(self) -> str:
        """'9 places left', 'full, 3 on the waiting list'; nothing where there is no limit."""
        if self.is_full:
            return ngettext(
                "full, %(n)d on the waiting list", "full, %(n)d on the waiting list", self.waiting
            ) % {"n": self.waiting}
        if self.free is None:
            return ""
        return ngettext("%(n)d place left", "%(n)d places left", self.free) % {"n": self.free}


def places(event: Event) -> list[Places]:
    """Those of each way to take part."""
    return [Places(event, attendance) for attendance in event.attendances]


def labels(event: Event) -> list[tuple[str, str]]:
    """The ways to take part, to choose from: 'in Kraków (9 places left)'."""
    return [(str(each.attendance), _label(each)) for each in places(event)]


def _label(each: Places) -> str:
    if not each.said:
        return each.where
    return _("%(where)s (%(places)s)") % {"where": each.where, "places": each.said}
