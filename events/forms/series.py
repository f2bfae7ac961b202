"""A series as the staff of its cluster write it, in all languages of the portal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Series, SeriesText
from partners.editing import Written
from partners.forms.texts import LanguageForm
from partners.forms.versions import TokenedForm
from partners.models import Cluster


class SeriesForm(TokenedForm):
    """Whose it is, where `user` works for several clusters; it stays there."""

    class Meta:
        model = Series
        fields = ["cluster"]

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        clusters = list(Cluster.objects.active() & Cluster.objects.staffed_by(user))
        if not self.instance.pk and len(clusters) == 1:
            self.instance.cluster = clusters[0]
        if self.instance.pk or len(clusters) == 1:
            del self.fields["cluster"]
        else:
            self.fields["cluster"].queryset = Cluster.objects.filter(
                pk__in=[cluster.pk for cluster in clusters]
            )


class SeriesTextForm(LanguageForm):
    class Meta:
        model = SeriesText
        fields = ["title", "summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class SeriesPage(Written):
    """Has a title in one language at the least."""

    form_class = SeriesForm
    text_form = SeriesTextForm

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if any(not form.is_blank for form in self.texts):
            return True
        self.texts.forms[0].add_error("title", _("Write a title, in one language at the least."))
        return False
