from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow

from moves.machine import NOTE_LIMIT, make
from partners.forms.versions import CHANGED_MEANWHILE, VersionField
from partners.models import Conflict
from partners.pictures import open_picture
from partners.widgets import CountedInput, RadioList
from publishing.files import FilesField
from publishing.models import Image, Report
from publishing.review import decide


class TokenField(forms.UUIDField):
    """Made with the form: what is sent twice, by a double click or a reload, is taken once."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid4)


class VersionForm(forms.Form):
    version = VersionField()


class ItemFactsForm(forms.ModelForm):
    """Base of what an item says in any language. What can be chosen may depend on its `user`."""

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class DecisionForm(forms.Form):
    """A move, named by the button, and the reason for it."""

    move = forms.CharField(max_length=30, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Reason"),
        max_length=NOTE_LIMIT,
        required=False,
        help_text=_("It is sent to those concerned. Needed to refuse something."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def decide(self, item: models.Model, *, user) -> bool:
        """Make the move with `item` as `user`. If it is refused, the form says why: False."""
        if not self.is_valid():
            return False
        try:
            self._make(item, user=user, **self.cleaned_data)
        except Conflict:
            item.refresh_from_db()
            self.add_error(None, CHANGED_MEANWHILE)
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors

    def _make(self, item: models.Model, *, user, move: str, **said) -> None:
        make(move, item, user=user, **said)


class MoveForm(VersionForm, DecisionForm):
    """A decision on an item as it was seen."""

    def _make(self, item: models.Model, *, user, move: str, **said) -> None:
        decide(move, item, user=user, **said)


class ReportForm(forms.ModelForm):
    """A reader's report. `homepage` is a trap: people do not see it, programs fill it in."""

    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=RadioList
    )

    class Meta:
        model = Report
        fields = ["reason", "note", "email"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        labels = {"note": _("What should we know?")}
        help_texts = {"email": _("To tell you what came of it, and for nothing else.")}

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if user.is_authenticated:  # their address is known
            del self.fields["email"]

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        if data.get("reason") == Report.Reason.OTHER and not data.get("note"):
            self.add_error("note", _("Describe in a sentence what is wrong."))
        return data

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data["homepage"])


class ImageForm(forms.ModelForm):
    """A picture, with the words for those who cannot see it."""

    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    field_order = ["picture", "alternative_text", "caption"]

    class Meta:
        model = Image
        fields = ["alternative_text", "caption"]
        widgets = {"alternative_text": CountedInput, "caption": CountedInput}

    def clean_picture(self) -> Pillow.Image:
        return open_picture(self.cleaned_data["picture"])


class AttachmentsForm(forms.Form):
    files = FilesField(required=True)
