from django import forms
from django.utils.translation import gettext_lazy as _

from partners.forms.choices import SectorField, capitalised, grouped_countries
from partners.forms.organisations import named
from partners.models import Cluster, Membership, Organisation
from partners.names import DIFFERENT, Verdict
from partners.recognition import recognise
from partners.widgets import RadioList


class ClusterChoice(forms.ModelChoiceField):
    """One of the active clusters, named by its region; its code is in addresses."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            Cluster.objects.active().with_texts(),
            to_field_name="code",
            empty_label=None,
            widget=RadioList,
            **{
                "label": _("Which region do you work in?"),
                "error_messages": {"required": _("Choose the region you work in.")},
                **kwargs,
            },
        )

    def label_from_instance(self, cluster: Cluster) -> str:
        return f"{cluster.name}, {cluster.place}"


class FindForm(forms.Form):
    """Where a newcomer begins: the region, and what the organisation is called."""

    cluster = ClusterChoice()
    name = forms.CharField(
        label=_("What is your organisation called?"),
        help_text=_("A part of the name is enough. Accents and “Ltd.” make no difference."),
        min_length=2,
        max_length=200,
    )


class RequestForm(forms.ModelForm):
    """What a coordinator reads before letting a person speak for an organisation."""

    class Meta:
        model = Membership
        fields = ["position", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
        labels = {"position": _("Your position there")}
        help_texts = {"message": _("Anything that helps the coordinator to recognise you.")}


class RegisterForm(forms.ModelForm):
    """A new organisation. Where one of the directory is likely the same, it asks before."""

    cluster = ClusterChoice(label=_("Region"))
    nace = SectorField()
    position = RequestForm.base_fields["position"]
    message = RequestForm.base_fields["message"]
    # Drawn only with the question.
    is_other = forms.BooleanField(
        label=_("None of these: mine is another organisation"), required=False
    )

    class Meta:
        model = Organisation
        fields = [
            "cluster",
            "legal_name",
            "short_name",
            "kind",
            "size",
            "country",
            "city",
            "website",
            "nace",
        ]
        help_texts = {
            "legal_name": _("As in the register, with its legal form."),
            "short_name": _("As people know it."),
            "size": _("For small and medium-sized companies."),
        }

    verdict = Verdict(DIFFERENT)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = capitalised(self.fields["kind"].choices)
        self.fields["nace"].offer(self.instance.nace)
        self.fields["country"].choices = [("", _("Choose …")), *grouped_countries()]
        self.fields["city"].required = True
        self.fields["website"].assume_scheme = "https"

    def clean_legal_name(self) -> str:
        return named(self.cleaned_data["legal_name"])

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        if data.get("kind") != Organisation.Kind.SME:
            data["size"] = ""
        if "legal_name" in data and "country" in data:
            known = {name: data.get(name, "") for name in ("short_name", "city", "website")}
            self.verdict = recognise(
                Organisation(legal_name=data["legal_name"], country=data["country"], **known)
            )
            if self.verdict.outcome != DIFFERENT and not data.get("is_other"):
                self.add_error(
                    None, _("It looks as if it is here already. Look at the ones named below.")
                )
        return data

    @property
    def similar(self) -> list[Organisation]:
        """What it may be."""
        return [match.reference for match in self.verdict.matches]
