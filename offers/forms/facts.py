"""What a profile says in codes, dates and ticks; the same in every language."""

from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers import languages
from offers.forms.choices import countries_by_nearness
from offers.models import Offer
from offers.models.offers import TYPES, Kind, Profile
from offers.requirements import MOST, too_many
from partners.forms.choices import capitalised, keywords, sectors
from partners.models import Cluster, Organisation
from partners.vocabularies import choices
from partners.widgets import Card, CheckGrid, CheckGroups, ChoiceCards, DateInput

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


class FactsForm(forms.ModelForm):
    """`extra` is an organisation the page was opened for, besides those that are listed anyway."""

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
    organisation = forms.ModelChoiceField(
        label=_("Who posts it?"), queryset=Organisation.objects.none(), required=False
    )
    cluster = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), required=False, empty_label=None
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
        codes=partial(countries_by_nearness, _("In the network"), _("Other countries")),
        widget=CheckGroups,
        help_text=_("None ticked means: anywhere."),
    )
    work_languages = CodesField(label=_("Languages of work"), codes=languages.choices)

    class Meta:
        model = Offer
        fields = [
            *("kind", "profile", "organisation", "cluster", "language", "is_name_hidden"),
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
            "language": _("Language you write in"),
            "is_name_hidden": _("Hide the company’s name"),
            "video_url": _("Link to a video"),
            "closes_on": _("Open until"),
            "accepts_interest": _("Take replies through the portal"),
        }
        help_texts = {
            "closes_on": _("At most twelve months from today. You can extend it later."),
            "language": _("Translations are added afterwards, side by side."),
        }

    def __init__(self, *args, user, extra: Organisation | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nace"].choices = [("", gettext("Choose …")), *sectors(self.instance.nace)]
        clusters = Cluster.objects.active() & Cluster.objects.staffed_by(user)
        if self.instance.pk:
            clusters = clusters.filter(pk=self.instance.cluster_id)
        self._narrow_organisations(user, clusters, extra)
        self._narrow_clusters(list(clusters))

    def _narrow_organisations(self, user, clusters, extra: Organisation | None) -> None:
        """Own organisations; for staff also those of their clusters, or the cluster itself.

        Unclaimed ones, of which there may be thousands, are taken but not listed: a page is opened
        for one of them from the directory.
        """
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(
            Q(pk__in=Organisation.objects.represented_by(user).values("pk"))
            | Q(cluster__in=clusters, state__in=Organisation.LISTED)
        )
        if self.instance.pk:
            field.queryset = field.queryset.filter(cluster=self.instance.cluster_id)
        known = {getattr(extra, "pk", None), self.instance.organisation_id}
        listed = field.queryset.filter(Q(state=Organisation.State.VERIFIED) | Q(pk__in=known))
        field.choices = [(each.pk, each.name) for each in listed]
        if clusters:
            field.choices = [("", gettext("The cluster itself")), *field.choices]

    def _narrow_clusters(self, clusters: list[Cluster]) -> None:
        self._clusters = clusters
        if len(clusters) > 1 and not self.instance.pk:
            self.fields["cluster"].queryset = Cluster.objects.filter(
                pk__in=[c.pk for c in clusters]
            )
            self.fields["cluster"].help_text = gettext("If the cluster itself posts it.")
        else:
            del self.fields["cluster"]

    def clean(self) -> dict:
        data = super().clean()
        kind, profile = data.get("kind"), data.get("profile")
        if kind and profile and (kind, profile) not in TYPES:
            self.add_error("kind", _("Research profiles are requests: choose “Request”."))
        if "organisation" in data and not self.instance.pk:
            data["cluster"] = self._cluster(data)
        return data

    def _cluster(self, data: dict) -> Cluster | None:
        """The cluster that reviews it: the organisation's, else the one that posts it itself."""
        if data["organisation"]:
            return data["organisation"].cluster
        if not self._clusters:
            self.add_error("organisation", _("Choose the organisation that posts it."))
            return None
        return data.get("cluster") or self._clusters[0]

    def _post_clean(self) -> None:
        if not self.instance.pk and self.cleaned_data.get("cluster"):
            self.instance.cluster = self.cleaned_data["cluster"]
        super()._post_clean()

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        taken = self.instance.pk and self.instance.texts.exclude(language=self.instance.language)
        if taken and taken.filter(language=language).exists():
            raise ValidationError(_("There is a translation in this language already."))
        return language
