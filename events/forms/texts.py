"""The texts of an event in one language: of the original, and of each translation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import EventText
from events.requirements import LIMITS
from partners.widgets import CountedInput
from publishing.fields import LimitedField, RichField


class EventTextForm(forms.ModelForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=LIMITS["title"],
        required=False,
        widget=CountedInput,
        help_text=_("What it is about, and for whom. Leave out date and town."),
    )
    summary = LimitedField(
        label=_("Summary"),
        limit=LIMITS["summary"],
        rows=3,
        help_text=_("What people will learn, or whom they will meet. Shown in lists."),
    )
    description = RichField(
        label=_("Description"),
        limit=LIMITS["description"],
        rows=8,
        help_text=_("Who it is for, what happens, what to bring."),
    )
    programme = LimitedField(
        label=_("Programme"),
        limit=LIMITS["programme"],
        rows=8,
        help_text=_(
            "One line for each entry, beginning with its time: 10:00 Welcome. A line that ends with"
            " a colon is a heading, such as a day."
        ),
    )
    speakers = LimitedField(
        label=_("Speakers"),
        limit=LIMITS["speakers"],
        rows=4,
        help_text=_("One line for each: name – organisation, subject."),
    )
    directions = RichField(
        label=_("Getting there"),
        limit=LIMITS["directions"],
        rows=3,
        help_text=_("Stops, parking, whether the way is free of steps."),
    )
    fee = LimitedField(
        label=_("Fee"),
        limit=LIMITS["fee"],
        rows=1,
        help_text=_("What it costs and what that includes. Empty means: free of charge."),
    )

    class Meta:
        model = EventText
        fields = list(LIMITS)
