"""When the next date of an event is."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms.clocks import ClockField
from events.models import Event
from events.times import in_zone
from partners.widgets import DateInput
from publishing.forms import TokenField

WEEK = timedelta(days=7)


class CloneForm(forms.Form):
    """Its begin is typed, and given, as the clocks of the place show it."""

    token = TokenField()
    starts_at = ClockField(label=_("Begins"))
    in_series = forms.BooleanField(label=_("Put both into a series"), required=False)

    def __init__(self, *args, event: Event, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._event = event
        begin = self.fields["starts_at"]
        begin.help_text = gettext("By the clocks of the place: %(zone)s.") % {
            "zone": event.timezone
        }
        if event.is_all_day:
            begin.widget = DateInput()
        if event.starts_at:
            begin.initial = _next_week_day(event.starts.replace(tzinfo=None), today)
        in_series = self.fields["in_series"]
        if event.series:
            in_series.label = gettext("Put it into the series “%(title)s”") % {
                "title": event.series
            }
            in_series.initial = True
        else:
            in_series.help_text = gettext(
                "The series bears the title of this event; you can change it afterwards."
            )

    def clean_starts_at(self) -> datetime:
        local = self.cleaned_data["starts_at"]
        if self._event.is_all_day:
            local = local.replace(hour=0, minute=0)
        in_zone(local, self._event.zone)
        return local


def _next_week_day(begin: datetime, today: date) -> datetime:
    """The same day of the week at the same time, after `today` and after `begin`."""
    weeks = (today - begin.date()) // WEEK + 1
    return begin + max(weeks, 1) * WEEK
