"""What staff decide about a registration: a form for each of the moves they may make."""

from datetime import datetime
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import registering
from events.models import Registration
from events.registering import GONE
from moves.machine import NOTE_LIMIT, Stale, move_of


class NoteField(forms.CharField):
    """The reason for a decision."""

    def __init__(self, **kwargs) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(label=_("Reason"), max_length=NOTE_LIMIT, widget=widget, **kwargs)


class DecisionForm(forms.Form):
    """One of the moves that staff may make with `registration`; its fields bear the move's name."""

    name: ClassVar[str]
    hint: ClassVar[str | Promise] = ""
    is_stale = False  # what it was to decide has been decided meanwhile

    def __init__(self, data=None, *, registration: Registration) -> None:
        super().__init__(data, prefix=self.name)
        self.registration = registration
        self.move = move_of(registration, self.name)

    @property
    def is_needed(self) -> bool:
        """Whether it could change anything."""
        return True

    def decide(self, *, user, now: datetime) -> str | Promise:
        """Make the move, and give what to say of it; nothing where the form says why not."""
        if not self.is_valid():
            return ""
        try:
            return move_of(self.registration, self._make(user=user, now=now)).said
        except ValidationError as error:
            self.is_stale = isinstance(error, Stale)
            self.add_error(None, error)
            return ""

    def _make(self, *, user, now: datetime) -> str:
        """Give the name of the move that was made."""
        raise NotImplementedError


class ApproveForm(DecisionForm):
    name = "approve"
    hint = _("They have a place then; where none is free, they join the waiting list.")

    def _make(self, *, user, now: datetime) -> str:
        return registering.approve(self.registration, user=user, now=now).move


class DeclineForm(DecisionForm):
    name = "decline"
    note = NoteField(help_text=_("It is sent to them."))

    def _make(self, *, user, now: datetime) -> str:
        return registering.decline(self.registration, user=user, **self.cleaned_data).move


class RemoveForm(DecisionForm):
    name = "remove"
    note = NoteField(help_text=_("It is sent to them."))

    def _make(self, *, user, now: datetime) -> str:
        said = self.cleaned_data
        return registering.remove(self.registration, user=user, now=now, **said).move


class QueueField(forms.ModelChoiceField):
    """One of those who wait, in their order; each with the `place` that is had by going before."""

    def label_from_instance(self, registration: Registration) -> str:
        return f"{registration.place}. {registration.name}"


class ReorderForm(DecisionForm):
    """Without `before`, they go behind all others. It begins with who comes next as it is."""

    name = "reorder"
    before = QueueField(
        queryset=Registration.objects.none(),
        label=_("Put them before"),
        required=False,
        empty_label=_("Nobody: at the end"),
        error_messages={"invalid_choice": GONE},
    )
    note = NoteField(help_text=_("It stays in the history, for all staff to read."))

    def __init__(self, data=None, *, registration: Registration) -> None:
        super().__init__(data, registration=registration)
        self.others = registering.queue_of(registration).exclude(pk=registration.pk)
        placed = self.others.annotate(place=Window(RowNumber(), order_by="rank"))
        self.fields["before"].queryset = placed
        if registration.rank is not None:
            self.initial["before"] = self.others.filter(rank__gt=registration.rank).first()

    @property
    def is_needed(self) -> bool:
        return self.others.exists()

    def clean_before(self) -> Registration | None:
        before = self.cleaned_data["before"]
        if before == self.initial.get("before"):
            raise ValidationError(_("They stand there already. Choose another place."))
        return before

    def _make(self, *, user, now: datetime) -> str:
        registering.reorder(self.registration, user=user, **self.cleaned_data)
        return self.name


FORMS = {form.name: form for form in (ApproveForm, DeclineForm, ReorderForm, RemoveForm)}
