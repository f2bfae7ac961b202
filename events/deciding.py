"""One registration before the eyes of the event's staff: what it says, and what they may decide."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict

from events.asking import said
from events.forms.decisions import FORMS, DecisionForm
from events.models import Participant, Registration
from moves.machine import moves_for
from moves.models import Decision


@dataclass(frozen=True)
class Attendee:
    """A registration as `user` looks at it, who works for the event's cluster.

    `sent` is the form they have sent, where what it asks was refused.
    """

    registration: Registration
    user: object
    sent: DecisionForm | None = None

    @cached_property
    def participants(self) -> list[Participant]:
        return list(self.registration.participants.select_related("checked_in_by"))

    @property
    def answers(self) -> list[tuple[str, str]]:
        return said(self.registration)

    @property
    def position(self) -> int:
        """In the queue; 0 for who does not wait."""
        return self.registration.position()

    @property
    def decisions(self) -> QuerySet[Decision]:
        return Decision.objects.about(self.registration).select_related("user", "content_type")

    @cached_property
    def forms(self) -> list[DecisionForm]:
        """For each move they may make now, and for that which was refused."""
        names = {move.name for move in moves_for(self.user, self.registration)}
        fresh = [FORMS[name](registration=self.registration) for name in FORMS if name in names]
        forms = [form for form in fresh if form.is_needed]
        if self.sent is None:
            return forms
        return [self.sent, *(form for form in forms if form.name != self.sent.name)]


def sent_form(data: QueryDict, registration: Registration) -> DecisionForm | None:
    """The form whose button was pressed; None where there is no such button."""
    form = FORMS.get(data.get("move", ""))
    return form and form(data, registration=registration)
