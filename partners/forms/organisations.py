from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from partners.forms.choices import KeywordsField, SectorField, capitalised
from partners.forms.versions import VersionedForm
from partners.models import Organisation
from partners.names import name_key
from partners.pictures import READ, as_logo, open_picture

ACCEPT = ",".join(f"image/{name.lower()}" for name in READ)
MOST_KEYWORDS = 5


class LogoInput(forms.ClearableFileInput):
    template_name = "components/widgets/logo.html"

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})


class LogoField(forms.FileField):
    """A picture, made anew from what was uploaded. False deletes the one that is there."""

    widget = LogoInput

    def __init__(self) -> None:
        super().__init__(
            label=_("Logo"), required=False, help_text=_("JPEG, PNG or WebP, at most 10 MB.")
        )

    def clean(self, data, initial=None):
        cleaned = super().clean(data, initial)
        return as_logo(open_picture(cleaned)) if isinstance(cleaned, UploadedFile) else cleaned


class OrganisationForm(VersionedForm):
    """The profile of an organisation, but for its texts."""

    nace = SectorField()
    technology = KeywordsField("technology", label=_("Technology keywords"), most=MOST_KEYWORDS)
    market = KeywordsField("market", label=_("Market keywords"), most=MOST_KEYWORDS)
    logo = LogoField()

    class Meta:
        model = Organisation
        fields = [
            *("legal_name", "short_name", "kind", "size", "city", "website", "founded"),
            *("logo", "nace", "technology", "market"),
        ]
        help_texts = {
            "legal_name": _("As in the register, with its legal form."),
            "short_name": _("As people know it."),
            "size": _("For small and medium-sized companies."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = capitalised(self.fields["kind"].choices)
        self.fields["nace"].offer(self.instance.nace)
        self.fields["website"].assume_scheme = "https"

    def clean_legal_name(self) -> str:
        return named(self.cleaned_data["legal_name"])

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        if data.get("kind") != Organisation.Kind.SME:
            data["size"] = ""
        return data

    def save(self, commit: bool = True) -> Organisation:
        organisation = self.instance
        organisation.name_key = name_key(organisation.legal_name, str(organisation.country))
        return super().save(commit)


def named(name: str) -> str:
    """A legal name, tidied; ValidationError for one that cannot be looked up."""
    name = " ".join(name.split())
    if not name_key(name, None):
        raise forms.ValidationError(_("A name has letters or digits."))
    return name
