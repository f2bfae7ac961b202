"""What is done with an event beyond what is done with all that is published."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moves.machine import Move
from publishing.models import State
from publishing.models.items import MOVES as MOVES_OF_ITEMS

MOVES = (
    *MOVES_OF_ITEMS,
    Move(
        "cancel",
        frozenset({State.PUBLISHED}),
        State.PUBLISHED,
        "cancellable_by",
        _("Cancel the event"),
        done=_("Cancelled"),
        said=_("Cancelled. All who have registered are told why by e-mail."),
        needs_note=True,
        is_danger=True,
        then="call_off",
        announce="events.tasks.announce_cancellation",
    ),
    # Made by `record_change`, where a published event is saved with another time or place.
    Move(
        "reschedule",
        frozenset({State.PUBLISHED}),
        State.PUBLISHED,
        "cancellable_by",
        _("Change time or place"),
        done=pgettext_lazy("history", "Time or place changed"),
        is_implied=True,
        then="note_change",
    ),
    Move(
        "share",
        frozenset({State.PUBLISHED}),
        State.PUBLISHED,
        "shareable_by",
        _("Tell those who took part of the materials"),
        done=pgettext_lazy("history", "Told of the materials"),
        said=_("Those who took part are told by e-mail where the materials are."),
        announce="events.tasks.announce_materials",
    ),
)
