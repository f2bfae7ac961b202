"""Form fields for the texts of items: counted, and with a few tags where they are rich."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.markup import from_html, to_html

# What is typed may be longer than its limit while it is a draft, so that nothing is lost; but no
# text is kept that no person has typed.
LARGEST = 40_000


class LimitedField(forms.CharField):
    """A text whose limit is shown and counted, and asked for when it is submitted."""

    widget = forms.Textarea

    def __init__(self, *, limit: int, rows: int, **options) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(required=False, widget=widget, **options)
        self.max_length = limit

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > LARGEST:
            raise ValidationError(
                _("This is too long to be kept. Shorten it to %(limit)d characters."),
                params={"limit": self.max_length},
            )


class RichField(LimitedField):
    """Text with a few tags: typed as publishing.markup says, its value is clean HTML."""

    def prepare_value(self, value):
        is_html = isinstance(value, str) and value.startswith(("<p>", "<ul>", "<ol>"))
        return from_html(value) if is_html else value

    def clean(self, value) -> str:
        return to_html(super().clean(value))
