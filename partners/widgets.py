"""Widgets of the design, for the forms of every room. Their templates are components."""

from collections.abc import Mapping
from typing import NamedTuple

from django import forms
from django.utils.functional import Promise


class Card(NamedTuple):
    """What a choice card shows below its label, and the icon before it."""

    icon: str
    hint: str | Promise


class ChoiceCards(forms.RadioSelect):
    """Two to four choices that deserve a sentence each. `cards` says it by the choice's value."""

    template_name = "components/widgets/choice_cards.html"

    def __init__(self, *args, cards: Mapping[str, Card], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.cards = cards

    def create_option(self, name, value, *args, **kwargs) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "card": self.cards.get(str(value))}


class RadioList(forms.RadioSelect):
    """One of a few, one below the other. Clusters among the choices show their region's mark."""

    template_name = "components/widgets/checks.html"


class CheckList(forms.CheckboxSelectMultiple):
    """Some of a few, one below the other. Clusters among the choices show their region's mark."""

    template_name = "components/widgets/checks.html"


class CheckGrid(CheckList):
    """Some of many, in columns as wide as the page allows."""

    template_name = "components/widgets/check_grid.html"


class DateInput(forms.DateInput):
    """The browser's own calendar, which shows the date the reader's way and sends ISO 8601."""

    input_type = "date"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs={"class": "s", **(attrs or {})}, format="%Y-%m-%d")


class CountedInput(forms.TextInput):
    """A line with a limit worth showing. (Every textarea with a limit shows it.)"""


class CheckGroups(CheckList):
    """Some of very many, in groups that fold; those with something chosen are unfolded."""

    template_name = "components/widgets/check_groups.html"
