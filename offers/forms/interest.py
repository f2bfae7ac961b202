from django import forms
from django.utils.translation import gettext_lazy as _

from offers.models import Interest, Offer
from partners.models import Organisation
from publishing.files import FilesField
from publishing.forms import TokenField


class InterestForm(forms.ModelForm):
    """A reply to `offer`, in the name of one of the organisations that `user` speaks for."""

    organisation = forms.ModelChoiceField(
        label=_("Reply for"), queryset=Organisation.objects.none(), empty_label=None
    )
    is_name_hidden = forms.BooleanField(
        label=_("Hide the names of my organisation and its people until we are introduced"),
        required=False,
    )
    files = FilesField(required=False)
    token = TokenField()
    field_order = ["organisation", "proposal", "questions", "about", "is_name_hidden"]

    class Meta:
        model = Interest
        fields = ["proposal", "questions", "about"]
        labels = {
            "proposal": _("What cooperation do you propose?"),
            "questions": _("What is still unclear?"),
            "about": _("Who are you?"),
        }
        help_texts = {
            "proposal": _("What you would bring, and what you would like to come of it."),
            "questions": _("What do you want to know first?"),
            "about": _("What you do, for whom, and with how many people."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 5}) for name in fields}

    def __init__(self, *args, offer: Offer, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.represented_by(user)
        self.fields["organisation"].queryset = own.exclude(pk=offer.organisation_id)
