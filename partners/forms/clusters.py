from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partners.forms.organisations import LogoField
from partners.forms.versions import VersionedForm
from partners.models import Cluster, ContactPerson
from partners.widgets import CheckGrid


class LanguagesField(forms.TypedMultipleChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(choices=settings.LANGUAGES, widget=CheckGrid, **kwargs)


class ClusterForm(VersionedForm):
    """The profile of a cluster without its texts; code, place and thread are for administrators."""

    languages = LanguagesField(label=_("Languages"))
    logo = LogoField()

    class Meta:
        model = Cluster
        fields = [
            *("host", "founded", "website", "email", "phone", "languages", "logo", "four_eyes"),
        ]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].assume_scheme = "https"


class ContactForm(forms.ModelForm):
    languages = LanguagesField(label=_("Speaks"), required=False)

    class Meta:
        model = ContactPerson
        fields = ["name", "role", "email", "phone", "languages", "order"]


Contacts = forms.inlineformset_factory(
    Cluster,
    ContactPerson,
    form=ContactForm,
    extra=1,
    max_num=12,
    validate_max=True,
    absolute_max=24,  # Django would draw a thousand for whoever asks for so many
)
