"""What a profile says in codes, dates and ticks; the same in every language."""

from functools import partial

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers.models import Offer
from offers.models.offers import TYPES, Kind, Profile
from offers.requirements import MOST, too_many
from partners import languages
from partners.forms.choices import capitalised, grouped_countries, keywords, sectors
from partners.vocabularies import choices
from partners.widgets import Card, CheckGrid, CheckGroups, ChoiceCards, DateInput
from publishing.forms import ItemFactsForm

KIND_CARDS = {
    Kind.OFFER: Card(
        "offer", _("You have a product, service or technology and look for partners.")
    ),
    Kind.REQUEST: Card("request", _("You need something and look for someone who can provide it.")),
}
PROFILE_CARDS = {
    Profile.BUSINESS: Card("users", _("Selling, buying, making, representing.")),
    Profile.TECHNOLOGY: Card("grid", _("A technology to license, adapt or develop together.")),
    Profile.RESEARCH: Card("search", _("Partners for a project in a call. Requests only.")),
}


class CodesField(forms.TypedMultipleChoiceField):
    """Codes of a list, as many as `most` allows once it is submitted."""

    def __init__(self, *, codes, widget=CheckGrid, most: int | None = None, **options) -> None:
        super().__init__(choices=codes, widget=widget, required=False, **options)
        if most and not self.help_text:
            self.help_text = lazy(too_many, str)(most)


def _optional(label: str, vocabulary: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lambda: [("", gettext("Choose …")), *choices(vocabulary)],
    )


class FactsForm(ItemFactsForm):
    kind = forms.ChoiceField(
        label=_("What are you posting?"),
        choices=lambda: capitalised(Kind.choices),
        widget=ChoiceCards(cards=KIND_CARDS),
    )
    profile = forms.ChoiceField(
        label=_("What is it about?"),
        choices=lambda: capitalised(Profile.choices),
        widget=ChoiceCards(cards=PROFILE_CARDS),
    )
    nace = forms.ChoiceField(label=_("Sector"), required=False)
    technology = CodesField(
        label=_("Technology keywords"),
        codes=partial(keywords, "technology"),
        widget=CheckGroups,
        most=MOST["technology"],
    )
    market = CodesField(
        label=_("Market keywords"),
        codes=partial(keywords, "market"),
        widget=CheckGroups,
        most=MOST["market"],
    )
    stage = _optional(_("Stage of development"), "stage")
    ipr = _optional(_("Intellectual property"), "ipr")
    cooperation = CodesField(
        label=_("Types of cooperation"),
        codes=partial(choices, "cooperation"),
        most=MOST["cooperation"],
    )
    partner_kinds = CodesField(label=_("Kinds of partner"), codes=partial(choices, "partner_kind"))
    countries = CodesField(
        label=_("Countries in which you look"),
        codes=grouped_countries,
        widget=CheckGroups,
        help_text=_("None ticked means: anywhere."),
    )
    work_languages = CodesField(label=_("Languages of work"), codes=languages.choices)

    class Meta:
        model = Offer
        fields = [
            *("kind", "profile", "is_name_hidden"),
            *("nace", "technology", "market", "stage", "ipr"),
            *("cooperation", "partner_kinds", "countries", "work_languages"),
            *("programme", "call", "call_deadline_on", "interest_until_on"),
            *("closes_on", "accepts_interest", "video_url"),
        ]
        widgets = {
            "call_deadline_on": DateInput,
            "interest_until_on": DateInput,
            "closes_on": DateInput,
        }
        labels = {
            "is_name_hidden": _("Hide the company’s name"),
            "video_url": _("Link to a video"),
            "closes_on": _("Open until"),
            "accepts_interest": _("Take replies through the portal"),
        }
        help_texts = {
            "closes_on": _("At most twelve months from today. You can extend it later."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nace"].choices = [("", gettext("Choose …")), *sectors(self.instance.nace)]

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        kind, profile = data.get("kind"), data.get("profile")
        if kind and profile and (kind, profile) not in TYPES:
            self.add_error("kind", _("Research profiles are requests: choose “Request”."))
        return data
