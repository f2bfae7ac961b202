"""What an event says in dates, places, codes and ticks; the same in every language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms.clocks import ClockField
from events.models import Event
from events.models.events import Kind, Mode, RegistrationBy
from events.times import in_zone
from partners import languages
from partners.forms.choices import capitalised
from partners.widgets import CheckGrid, RadioList
from partners.zones import choices as zones

CLOCKS = ("starts_at", "ends_at", "closes_at")


class FactsForm(forms.ModelForm):
    """Times are typed, and shown, by the clocks of the event's own time zone."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: capitalised(Kind.choices))
    mode = forms.ChoiceField(
        label=_("Where one takes part"),
        choices=lambda: capitalised(Mode.choices),
        widget=RadioList,
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    starts_at = ClockField(label=_("Begins"), required=False)
    ends_at = ClockField(label=_("Ends"), required=False)
    closes_at = ClockField(
        label=_("Registration closes"),
        required=False,
        help_text=_("When the event ends, where you leave it empty."),
    )
    languages = forms.TypedMultipleChoiceField(
        label=_("Languages of the event"),
        choices=languages.choices,
        widget=CheckGrid,
        required=False,
    )
    registration = forms.ChoiceField(
        label=_("Registration"),
        choices=lambda: capitalised(RegistrationBy.choices),
        widget=RadioList,
    )

    class Meta:
        model = Event
        fields = [
            *("kind", "mode", "timezone", "starts_at", "ends_at", "is_all_day"),
            *("venue", "address", "city", "country", "map_url", "online_url", "languages"),
            *("audience", "website", "registration", "registration_url", "closes_at"),
            *("contact_name", "contact_email"),
        ]
        labels = {
            "is_all_day": _("Whole days, without times"),
            "online_url": _("Link to take part online"),
        }
        help_texts = {
            "online_url": _("Shown on the page of the event until it is over, and nowhere else."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance
        if event.pk:
            for field in CLOCKS:
                self.initial[field] = _by_its_clocks(event, getattr(event, field))
            if event.is_all_day and event.ends_at:
                self.initial["ends_at"] -= timedelta(days=1)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("is_all_day"):
            _stretch(data)
        name = data.get("timezone")
        for field in CLOCKS:
            if name:
                self._place_in_zone(field, data, ZoneInfo(name))
            else:  # what clocks show is no time without their place
                data[field] = None
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("Let it end after it begins."))
        return data

    def _place_in_zone(self, field: str, data: dict, zone: ZoneInfo) -> None:
        if local := data.get(field):
            try:
                data[field] = in_zone(local, zone)
            except ValidationError as error:
                self.add_error(field, error)


def _by_its_clocks(event: Event, moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(event.zone).replace(tzinfo=None)


def _stretch(data: dict) -> None:
    """From the first midnight to that after the last day."""
    if data.get("starts_at"):
        data["starts_at"] = data["starts_at"].replace(hour=0, minute=0, second=0)
    if data.get("ends_at"):
        ends = data["ends_at"].replace(hour=0, minute=0, second=0)
        data["ends_at"] = ends + timedelta(days=1)
