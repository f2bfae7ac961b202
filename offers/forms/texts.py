"""The texts of an offer in one language: of the original, and of each translation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from offers.models import OfferText
from offers.requirements import LIMITS
from partners.widgets import CountedInput
from publishing.fields import LimitedField, RichField


class OfferTextForm(forms.ModelForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=LIMITS["title"],
        required=False,
        widget=CountedInput,
        help_text=_("Name the thing and its use. Leave out your company’s name."),
    )
    summary = LimitedField(
        label=_("Summary"),
        limit=LIMITS["summary"],
        rows=4,
        help_text=_("What it is, why it is better, whom you look for. Shown in lists."),
    )
    description = RichField(
        label=_("Description"),
        limit=LIMITS["description"],
        rows=10,
        help_text=_(
            "How it works, what has been tested, who uses it already. A line that begins with a"
            " hyphen becomes a list item; *stars* stress, **two** print bold."
        ),
    )
    advantages = RichField(
        label=_("Advantages and innovations"),
        limit=LIMITS["advantages"],
        rows=6,
        help_text=_("What is new about it, and better than what there is. For offers."),
    )
    expertise = RichField(
        label=_("Expertise or specification sought"),
        limit=LIMITS["expertise"],
        rows=6,
        help_text=_("What the partner must know or be able to do. For requests."),
    )
    partner_role = RichField(
        label=_("Expected role of the partner"),
        limit=LIMITS["partner_role"],
        rows=5,
        help_text=_("What the partner would do, and what for."),
    )
    ipr_note = LimitedField(
        label=_("Note on intellectual property"),
        limit=LIMITS["ipr_note"],
        rows=2,
        help_text=_("Number and country of a patent, a trade mark, who holds the rights."),
    )

    class Meta:
        model = OfferText
        fields = list(LIMITS)
