"""Who posts an item, and in which language: an organisation, or a cluster itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.models import Cluster, Organisation
from publishing.models import Item


def posts(user, model: type[Item]) -> bool:
    """Whether there is anybody in whose name `user` may post items of `model`."""
    return Cluster.objects.staffed_by(user).exists() or _represented(user, model).exists()


def _represented(user, model: type[Item]) -> QuerySet[Organisation]:
    own = Organisation.objects.represented_by(user)
    return own.none() if model.is_by_clusters else own


class PostingForm(forms.ModelForm):
    """Of an item of any kind; `modelform_factory` gives it the model.

    `extra` is an organisation the page was opened for, besides those that are listed anyway.
    """

    organisation = forms.ModelChoiceField(
        label=_("Who posts it?"), queryset=Organisation.objects.none(), required=False
    )
    cluster = forms.ModelChoiceField(
        label=_("Cluster"), queryset=Cluster.objects.none(), required=False, empty_label=None
    )

    class Meta:
        fields = ["organisation", "cluster", "language"]
        labels = {"language": _("Language you write in")}
        help_texts = {"language": _("Translations are added afterwards, side by side.")}

    def __init__(self, *args, user, extra: Organisation | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
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
            Q(pk__in=_represented(user, type(self.instance)).values("pk"))
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
        super().clean()
        data = self.cleaned_data
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

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        taken = self.instance.pk and self.instance.texts.exclude(language=self.instance.language)
        if taken and taken.filter(language=language).exists():
            raise ValidationError(_("There is a translation in this language already."))
        return language
