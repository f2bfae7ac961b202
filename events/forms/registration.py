"""Registering for an event: for oneself, and perhaps for others who come along."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from events import asking
from events.models import Event, Participant, Registration
from events.places import labels
from partners.models import Organisation
from partners.widgets import RadioList
from publishing.forms import TokenField

NAME_LENGTH = Participant._meta.get_field("name").max_length


class RegistrationForm(forms.ModelForm):
    """A registration for `event`. Who is signed in registers with the address of the account."""

    others = forms.CharField(
        label=_("Who comes with you"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_listed = forms.BooleanField(
        label=_("The others who take part may see my name and organisation"), required=False
    )
    token = TokenField()
    field_order = ["name", "email", "organisation", "attendance", "others", "needs"]

    class Meta:
        model = Registration
        fields = ["name", "email", "organisation", "attendance", "needs"]
        labels = {
            "name": _("Name"),
            "email": _("E-mail address"),
            "organisation": _("Organisation"),
            "needs": _("Access or dietary needs"),
        }
        widgets = {"attendance": RadioList}

    def __init__(self, *args, event: Event, user, **kwargs) -> None:
        self.event, self.user = event, user
        if user.is_authenticated:
            own = Organisation.objects.represented_by(user).first()
            kwargs["initial"] = {"name": user.name, "organisation": own.name if own else ""}
        super().__init__(*args, **kwargs)
        self.instance.event = event
        self.instance.language = get_language()[:2]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self._narrow_ways()
        if user.is_authenticated:
            del self.fields["email"]
            self.instance.user, self.instance.email = user, user.email
        else:
            self.fields["email"].widget.attrs["autocomplete"] = "email"
        if event.largest_group == 1:
            del self.fields["others"]
        else:
            self.fields["others"].help_text = _most_others(event.largest_group - 1)
        asked = asking.fields(event)
        self.fields.update(asked)
        self.order_fields([*self.field_order, *asked])

    def _narrow_ways(self) -> None:
        ways = labels(self.event)
        if len(ways) == 1:
            del self.fields["attendance"]
            self.instance.attendance = ways[0][0]
        else:
            self.fields["attendance"] = forms.ChoiceField(
                label=_("I take part"), choices=ways, widget=RadioList
            )

    def clean_others(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if len(names) >= self.event.largest_group:
            raise ValidationError(_most_others(self.event.largest_group - 1))
        if any(len(name) > NAME_LENGTH for name in names):
            raise ValidationError(_("Write one name on each line."))
        return names

    def clean(self) -> dict:
        data = super().clean()
        self.instance.answers = asking.answers(self.event, data)
        return data

    @property
    def participants(self) -> list[Participant]:
        """The people of a valid form, unsaved; others than who fills it in are never listed."""
        data = self.cleaned_data
        first = Participant(name=data["name"], is_listed=data["is_listed"])
        return [first, *(Participant(name=name) for name in data.get("others", ()))]


def _most_others(number: int) -> str:
    return ngettext(
        "One name on each line; at most %(n)d. All of you get a place, or nobody.",
        "One name on each line; at most %(n)d. All of you get a place, or nobody.",
        number,
    ) % {"n": number}
