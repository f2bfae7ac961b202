from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.vocabularies import choices
from partners.widgets import DateInput
from publishing.files import FilesField
from publishing.forms import DecisionForm, TokenField
from threads.models import Agreement, Message


class MessageForm(forms.ModelForm):
    files = FilesField(required=False)
    is_note = forms.BooleanField(
        label=_("A note that only my cluster’s staff read"), required=False
    )
    token = TokenField()

    class Meta:
        model = Message
        fields = ["body"]
        labels = {"body": _("Your message")}
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, writes_notes: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not writes_notes:
            del self.fields["is_note"]


class ConsentForm(forms.Form):
    """A button alone."""


class AgreementForm(forms.ModelForm):
    kind = forms.ChoiceField(label=_("Type of cooperation"))
    agreed_on = forms.DateField(label=_("Agreed on"), initial=timezone.localdate, widget=DateInput)

    class Meta:
        model = Agreement
        fields = ["kind", "outcome", "agreed_on", "is_public"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"is_public": _("Your clusters may tell of it, with both names.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose …")), *choices("cooperation")]

    def clean_agreed_on(self) -> date:
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day before: it has been agreed."))
        return day


class EndForm(DecisionForm):
    """Decline or withdraw."""
