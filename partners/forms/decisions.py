from django import forms
from django.utils.translation import gettext_lazy as _

from moves.machine import NOTE_LIMIT, Move


class NoteForm(forms.Form):
    """The reason for a move; the person concerned reads it."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=NOTE_LIMIT,
        help_text=_("The person concerned reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, move: Move, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not move.needs_note:
            del self.fields["note"]
