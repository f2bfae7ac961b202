"""What an event says in dates, places, codes and ticks; the same in every language."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.forms.clocks import ClockField
from events.models import Event, Series
from events.models.events import Attendance, Kind, Mode, RegistrationBy
from events.times import in_zone
from partners import languages
from partners.forms.choices import capitalised
from partners.widgets import CheckGrid, RadioList
from partners.zones import choices as zones

CLOCKS = ("starts_at", "ends_at", "opens_at", "closes_at")


class FactsForm(forms.ModelForm):
    """Times are typed, and shown, by the clocks of the event's own time zone."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: capitalised(Kind.choices))
    mode = forms.ChoiceField(
        label=_("Where one takes part"),
        choices=lambda: capitalised(Mode.choices),
        widget=RadioList,
        initial=Mode.ON_SITE,
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    starts_at = ClockField(label=_("Begins"), required=False)
    ends_at = ClockField(label=_("Ends"), required=False)
    opens_at = ClockField(
        label=_("Registration opens"),
        required=False,
        help_text=_("At once, where you leave it empty."),
    )
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
        initial=RegistrationBy.PORTAL,
    )

    class Meta:
        model = Event
        fields = [
            *("kind", "series", "mode", "timezone", "starts_at", "ends_at", "is_all_day"),
            *("venue", "address", "city", "country", "map_url", "online_url", "languages"),
            *("audience", "website", "registration", "registration_url", "opens_at", "closes_at"),
            *("seats_on_site", "seats_online", "needs_approval", "largest_group", "hold_hours"),
            *("contact_name", "contact_email"),
        ]
        labels = {
            "is_all_day": _("Whole days, without times"),
            "online_url": _("Link to take part online"),
            "needs_approval": _("Approve each registration"),
        }
        help_texts = {
            "online_url": _("Shown to those with a place alone."),
            "seats_on_site": _("Leave it empty where there is no limit."),
            "seats_online": _("Leave it empty where there is no limit."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance
        if event.pk:
            self.fields["series"].queryset = Series.objects.filter(cluster=event.cluster_id)
            for field in CLOCKS:
                self.initial[field] = _by_its_clocks(event, getattr(event, field))
            if event.is_all_day and event.ends_at:
                self.initial["ends_at"] -= timedelta(days=1)
        else:
            del self.fields["series"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("is_all_day"):
            _stretch(data)
        if name := data.get("timezone"):
            for field in CLOCKS:
                self._place_in_zone(field, data, ZoneInfo(name))
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("Let it end after it begins."))
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Let registration close after it opens."))
        for attendance in Attendance:
            self._check_seats(attendance, data)
        return data

    def _place_in_zone(self, field: str, data: dict, zone: ZoneInfo) -> None:
        if local := data.get(field):
            try:
                data[field] = in_zone(local, zone)
            except ValidationError as error:
                self.add_error(field, error)

    def _check_seats(self, attendance: str, data: dict) -> None:
        """The event's row is locked while this form is saved: nobody takes one meanwhile."""
        seats, taken = (
            data.get(f"seats_{attendance}"),
            getattr(self.instance, f"taken_{attendance}"),
        )
        if seats is not None and seats < taken:
            said = gettext("%(taken)d places are taken: there cannot be fewer.")
            self.add_error(f"seats_{attendance}", said % {"taken": taken})


def _by_its_clocks(event: Event, moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(event.zone).replace(tzinfo=None)


def _stretch(data: dict) -> None:
    """From the first midnight to that after the last day."""
    if data.get("starts_at"):
        data["starts_at"] = data["starts_at"].replace(hour=0, minute=0, second=0)
    if data.get("ends_at"):
        ends = data["ends_at"].replace(hour=0, minute=0, second=0)
        data["ends_at"] = ends + timedelta(days=1)
