"""What forms let choose from the lists of codes, grouped as it is shown."""

from collections.abc import Iterable
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partners.models import Cluster, Term
from partners.vocabularies import choices, labels, path
from partners.widgets import CheckGroups

Groups = list[tuple[str, list[tuple[str, str]]]]


def capitalised(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The choices of a model, each beginning as a line of its own does."""
    return [(value, capfirst(label)) for value, label in choices]


def grouped_countries() -> Groups:
    """All countries, those of the clusters apart and first."""
    near = set(Cluster.objects.active().values_list("country", flat=True))
    groups = [
        (gettext("Countries of the clusters"), [c for c in countries if c.code in near]),
        (gettext("Other countries"), [c for c in countries if c.code not in near]),
    ]
    return [(name, entries) for name, entries in groups if entries]


def grouped(vocabulary: str) -> Groups:
    """The entries of the second level, under the names of those above them."""
    names = labels(vocabulary)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, label in choices(vocabulary, level=2):
        groups.setdefault(path(vocabulary, code)[0], []).append((code, label))
    return [(names[code], entries) for code, entries in groups.items()]


def keywords(vocabulary: str) -> Groups:
    """Like `grouped`, with the name of each group itself among its entries, as the first."""
    tops = {label: code for code, label in choices(vocabulary, level=1)}
    return [(label, [(tops[label], label), *entries]) for label, entries in grouped(vocabulary)]


def sectors(current: str) -> Groups:
    """NACE divisions by section; a finer code that an import has given stays what it is."""
    groups = grouped(Term.Vocabulary.NACE)
    known = {code for _section, entries in groups for code, _label in entries}
    label = labels("nace").get(current)
    own = [(label, [(current, label)])] if label and current not in known else []
    return [*own, *groups]


class SectorField(forms.ChoiceField):
    """A division of the economic activities, or the finer code that is there already."""

    def __init__(self) -> None:
        super().__init__(label=_("Sector"), required=False)

    def offer(self, current: str) -> None:
        """Fill in the choices, when the form is made."""
        self.choices = [("", gettext("Choose …")), *sectors(current)]


class KeywordsField(forms.TypedMultipleChoiceField):
    """At most `most` keywords of a list."""

    def __init__(self, vocabulary: str, *, label, most: int) -> None:
        super().__init__(
            label=label,
            choices=partial(keywords, vocabulary),
            widget=CheckGroups,
            required=False,
            help_text=_("At most %(most)d.") % {"most": most},
        )
        self.most = most

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(_("Choose at most %(most)d.") % {"most": self.most})
