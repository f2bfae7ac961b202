"""Times as the clocks of a place show them."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _


class ClockInput(forms.DateTimeInput):
    """The browser's own input of day and time, which sends both without a zone."""

    input_type = "datetime-local"

    def __init__(self, attrs=None) -> None:
        super().__init__(attrs={"class": "s", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class ClockField(forms.Field):
    """A day and a time without a zone; a day alone is its midnight."""

    widget = ClockInput

    def to_python(self, value: str | None) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            parsed = parse_datetime(value) or _midnight(value)
        except ValueError:
            parsed = None
        if parsed is None or not 1990 < parsed.year < 2200:
            raise ValidationError(_("Enter a day and a time, such as 2026-12-03 10:00."))
        return parsed.replace(tzinfo=None)


def _midnight(value: str) -> datetime | None:
    day = parse_date(value)
    return day and datetime.combine(day, datetime.min.time())
