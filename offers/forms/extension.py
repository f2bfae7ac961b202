from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from offers.models import Offer
from offers.requirements import LONGEST_OPEN, closing_problem
from partners.widgets import DateInput

PROPOSED = timedelta(days=180)


class ExtensionForm(forms.Form):
    closes_on = forms.DateField(
        label=_("Open until"),
        widget=DateInput,
        help_text=_("At most twelve months from today. You can extend it again."),
    )

    def __init__(self, *args, offer: Offer, day: date, **kwargs) -> None:
        proposed = min(max(offer.closes_on or day, day) + PROPOSED, day + LONGEST_OPEN)
        super().__init__(*args, initial={"closes_on": proposed}, **kwargs)
        self._day = day

    def clean_closes_on(self) -> date:
        closes_on = self.cleaned_data["closes_on"]
        if problem := closing_problem(closes_on, day=self._day):
            raise ValidationError(problem)
        return closes_on
