"""Who has registered for an event, as its staff look through them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.aggregates import StringAgg
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.models import Event, Participant, Registration
from events.models.events import Attendance
from events.models.registrations import CONFIRMED, State
from events.places import places
from partners.models.folding import Folded

ROWS = 30  # a page
MOST_WORDS = 8  # of a search; the rest is passed over
_TAKEN = {
    Attendance.ON_SITE: gettext_lazy("places taken on site"),
    Attendance.ONLINE: gettext_lazy("places taken online"),
}


def find(rows: QuerySet, text: str, *columns: str | Subquery) -> QuerySet:
    """Those in whose `columns`, taken together, all words of `text` stand, accents or not."""
    rows = rows.alias(words=Folded(*columns))
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(words__contains=Folded(Value(word)))
    return rows


@dataclass(frozen=True)
class Row:
    """A registration in the list; its participants are prefetched, and how many are `ahead`."""

    registration: Registration

    @property
    def names(self) -> str:
        """All of a group; nothing where somebody comes alone."""
        people = [person.name for person in self.registration.participants.all()]
        return ", ".join(people) if len(people) > 1 else ""

    @property
    def arrived(self) -> int:
        people = self.registration.participants.all()
        return sum(person.checked_in_at is not None for person in people)

    @property
    def position(self) -> int:
        """In the queue; 0 for who does not wait."""
        registration = self.registration
        return registration.ahead + 1 if registration.state == State.WAITING else 0


@dataclass(frozen=True)
class Attendees:
    """Who has registered for `event`: whom all words of `text` name, in one `state` or in any."""

    event: Event
    text: str = ""
    state: str = ""

    @cached_property
    def tabs(self) -> list[tuple[str, str | Promise, int]]:
        """The states in which there are some: value, label, how many."""
        counts = dict(self._named.order_by().values_list("state").annotate(Count("pk")))
        return [(state.value, state.label, counts[state]) for state in State if state in counts]

    @property
    def total(self) -> int:
        return sum(count for _value, _label, count in self.tabs)

    @property
    def registrations(self) -> QuerySet[Registration]:
        """The newest first; those who wait in the order in which they are offered a seat."""
        found = self._named.filter(state=self.state) if self.state else self._named
        is_queue = self.state == State.WAITING
        return found.order_by(*("attendance", "rank") if is_queue else ("-created_at", "-pk"))

    def page(self, number: str | int | None) -> Page:
        """A page of the list, as `Row`s."""
        found = self.registrations.with_ahead().prefetch_related("participants")
        page = Paginator(found, ROWS).get_page(number)
        page.object_list = [Row(registration) for registration in page.object_list]
        return page

    @cached_property
    def _named(self) -> QuerySet[Registration]:
        registrations = self.event.registrations.all()
        if not self.text:
            return registrations
        people = Participant.objects.filter(registration=OuterRef("pk")).order_by()
        names = people.values("registration").annotate(all=StringAgg("name", Value(" ")))
        columns = ("name", "email", "organisation", Subquery(names.values("all")))
        return find(registrations, self.text, *columns)


@dataclass(frozen=True)
class Figures:
    """How `event` fills."""

    event: Event

    def __iter__(self) -> Iterator[tuple[str | int, str | Promise]]:
        """Numbers, and what they count."""
        for each in places(self.event):
            yield _of(each.taken, each.seats), _TAKEN[each.attendance]
        yield self._people(State.WAITING), _("people on the waiting list")
        requested = self._people(State.REQUESTED)
        if self.event.needs_approval or requested:
            yield requested, _("people to approve")
        yield _of(self._arrived, self._people(State.PLACED)), _("people checked in")
        yield self._people(*CONFIRMED), _("people in all")
        yield self._registrations(*CONFIRMED), pgettext("number", "registrations")

    @cached_property
    def _counts(self) -> Mapping[str, tuple[int, int]]:
        """State → how many registrations, and how many people."""
        rows = self.event.registrations.order_by().values_list("state")
        counted = rows.annotate(Count("pk"), Sum("seats"))
        return {state: (registrations, people) for state, registrations, people in counted}

    def _registrations(self, *states: State) -> int:
        return sum(self._counts.get(state, (0, 0))[0] for state in states)

    def _people(self, *states: State) -> int:
        return sum(self._counts.get(state, (0, 0))[1] for state in states)

    @property
    def _arrived(self) -> int:
        return Participant.objects.expected_at(self.event).checked_in().count()


def _of(number: int, limit: int | None) -> str | int:
    return number if limit is None else f"{number}/{limit}"
