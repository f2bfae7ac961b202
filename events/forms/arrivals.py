"""Who has come, as it is noted at the door."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events import door
from events.door import Door
from events.models import Participant


class PersonField(forms.ModelChoiceField):
    """One of those who are expected; named by a button."""

    def __init__(self) -> None:
        gone = _("This person has no place any more.")
        super().__init__(
            Participant.objects.none(), required=False, error_messages={"invalid_choice": gone}
        )


class ArrivalForm(forms.Form):
    """A button of the list `at` a door: somebody has come, or was checked in by mistake."""

    check_in = PersonField()
    undo = PersonField()

    def __init__(self, data=None, *, at: Door) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.queryset = at.expected

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not self.person:
            raise ValidationError(_("Choose somebody from the list."))
        return data

    @property
    def person(self) -> Participant | None:
        return self.cleaned_data.get("check_in") or self.cleaned_data.get("undo")

    @property
    def refused(self) -> list[str]:
        """Why nothing was noted."""
        return [str(message) for messages in self.errors.values() for message in messages]

    def note(self, *, user, now: datetime) -> bool:
        """Note it, if it is complete and they are still expected."""
        if not self.is_valid():
            return False
        try:
            if coming := self.cleaned_data["check_in"]:
                door.check_in(coming, user=user, now=now)
            else:
                door.undo(self.cleaned_data["undo"])
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors
