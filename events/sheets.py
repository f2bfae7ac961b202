"""Who comes to an event, to take along: as a table for spreadsheets, and on paper for the door."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.asking import asked, said
from events.attendees import Attendees
from events.models import Event, Participant, Question
from events.models.events import Attendance
from events.times import Times
from partners.imports.records import table

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
BATCH = 500
# What the spreadsheet of another country would take for one more cell, with a formula in it.
_INSIDE = re.compile(r"(?<=[,;\t\r\n])(?=\s*[=@+-])")
_HEADER = (
    *(_("Name"), _("Organisation"), _("E-mail address"), _("Registered by"), _("State")),
    *(_("Takes part"), _("People"), _("Registered on"), _("Checked in"), _("Language")),
    *(_("Access or dietary needs"), pgettext_lazy("person", "Wants to be listed")),
)


def as_table(attendees: Attendees) -> Iterator[str]:
    """A CSV file in pieces: one row a person, with the registration and its answers.

    A spreadsheet is to open it: where it writes decimals with a comma, as the reader's language
    does, it wants semicolons between cells.
    """
    questions = list(asked(attendees.event))
    delimiter = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    yield BYTE_ORDER_MARK
    rows = map(_harmless, _rows(attendees, questions))
    yield from table(_harmless([*_HEADER, *questions]), rows, delimiter=delimiter)


def _rows(attendees: Attendees, questions: list[Question]) -> Iterator[list[object]]:
    registrations = attendees.registrations.prefetch_related("participants")
    for registration in registrations.iterator(chunk_size=BATCH):
        answers = [words for _question, words in said(registration, questions)]
        for person in registration.participants.all():
            yield [*_facts(attendees.event, person), *answers]


def _facts(event: Event, person: Participant) -> Iterator[object]:
    registration = person.registration
    yield person.name
    yield from (registration.organisation, registration.email, registration.name)
    yield from (registration.get_state_display(), registration.get_attendance_display())
    yield registration.seats
    yield _clock(event, registration.created_at)
    yield _clock(event, person.checked_in_at)
    yield from (registration.language, registration.needs)
    yield "✓" if person.is_listed else ""


def _harmless(cells: list[object]) -> list[str]:
    return [_INSIDE.sub("'", str(cell)) for cell in cells]


def _clock(event: Event, moment: datetime | None) -> str:
    """As spreadsheets read it, by the clocks of the place."""
    return f"{moment.astimezone(event.zone):%Y-%m-%d %H:%M}" if moment else ""


@dataclass(frozen=True)
class SignInSheet:
    """Those who have a place at `event`, by name, for their signatures."""

    event: Event

    @property
    def times(self) -> Times | None:
        """A draft may not know yet when it is."""
        return Times(self.event) if self.event.starts_at and self.event.ends_at else None

    @property
    def groups(self) -> list[tuple[str | Promise, list[Participant]]]:
        """Each way in which somebody takes part, and who they are."""
        expected = Participant.objects.expected_at(self.event)
        people = list(expected.by_name().select_related("registration"))
        groups = [
            (way.label, [person for person in people if person.registration.attendance == way])
            for way in Attendance
        ]
        return [(label, members) for label, members in groups if members]
