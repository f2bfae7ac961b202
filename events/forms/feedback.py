from django import forms

from events.models import Feedback
from events.models.feedback import Rating
from partners.widgets import RadioList


class FeedbackForm(forms.ModelForm):
    """How useful an event was, from very to not at all, and two texts that may stay empty."""

    rating = forms.TypedChoiceField(
        label=Feedback._meta.get_field("rating").verbose_name,
        choices=Rating.choices,
        coerce=int,
        widget=RadioList,
    )

    class Meta:
        model = Feedback
        fields = ["rating", "best", "better"]
        widgets = {
            "best": forms.Textarea(attrs={"rows": 4}),
            "better": forms.Textarea(attrs={"rows": 4}),
        }
