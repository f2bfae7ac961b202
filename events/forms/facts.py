"""What an event says in dates, places, codes and ticks; the same in every language."""

from datetime import datetime, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.forms.clocks import ClockField
from events.models import Event, Series
from events.models.events import Attendance, Kind, Mode, RegistrationBy
from events.times import in_zone
from partners import languages
from partners.forms.choices import capitalised
from partners.widgets import CheckGrid, RadioList
from partners.zones import choices as zones
from publishing.forms import ItemFactsForm

CLOCKS = ("starts_at", "ends_at", "opens_at", "closes_at")
# What those who have registered rely on.
_KEPT = {
    "mode": _("People have registered to take part in a way that this would end."),
    "registration": _("People have registered here. Cancel the event if it cannot take place."),
}


class FactsForm(ItemFactsForm):
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
    opens_at = ClockField(
        label=_("Registration opens"),
        required=False,
        help_text=_("As soon as it is published, where you leave it empty."),
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
    )

    class Meta:
        model = Event
        fields = [
            *("kind", "series", "mode", "timezone", "starts_at", "ends_at", "is_all_day"),
            *("venue", "address", "city", "country", "map_url", "online_url", "languages"),
            *("audience", "website", "registration", "registration_url"),
            *("opens_at", "closes_at", "seats_on_site", "seats_online", "largest_group"),
            *("needs_approval", "hold_hours", "contact_name", "contact_email"),
        ]
        labels = {
            "is_all_day": _("Whole days, without times"),
            "online_url": _("Link to take part online"),
            "largest_group": _("People in one registration, at most"),
            "needs_approval": _("We approve each registration"),
            "hold_hours": _("Hours for which a freed place is kept for who is next"),
        }
        help_texts = {
            "series": _("Events that belong together, such as the dates of one workshop."),
            "online_url": _(
                "Where one registers here, only those with a place see it. Else it stands on the"
                " page of the event."
            ),
            "seats_on_site": _("Leave it empty where there is no limit."),
            "seats_online": _("Leave it empty where there is no limit."),
            "largest_group": _("1 means that everybody registers for themselves."),
            "needs_approval": _("Who registers has a place when you have approved it."),
            "hold_hours": _(
                "It is offered to the first on the waiting list, then to the next. Shortly before"
                " the event it is kept for a shorter time."
            ),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("largest_group", "hold_hours"):
            self.fields[name].required = False
        self._narrow_series()
        event = self.instance
        if event.pk:
            for field in CLOCKS:
                self.initial[field] = _by_its_clocks(event, getattr(event, field))
            if event.is_all_day and event.ends_at:
                self.initial["ends_at"] -= timedelta(days=1)

    def _narrow_series(self) -> None:
        """To those that the user looks after, and the one in which it is."""
        own = Series.objects.editable_by(self.user)
        series = own | Series.objects.filter(pk=self.instance.series_id)
        known = [(each.pk, str(each)) for each in series.prefetch_related("texts")]
        if not known:
            del self.fields["series"]
            return
        self.fields["series"].queryset = series
        self.fields["series"].choices = [
            ("", gettext("No series")),
            *sorted(known, key=itemgetter(1)),
        ]

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
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
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Let registration close after it opens."))
        if self.instance.pk:
            self._keep_promises(data)
        return data

    def clean_largest_group(self) -> int:
        return self.cleaned_data["largest_group"] or self._default("largest_group")

    def clean_hold_hours(self) -> int:
        return self.cleaned_data["hold_hours"] or self._default("hold_hours")

    def _default(self, name: str) -> int:
        return Event._meta.get_field(name).default

    def _keep_promises(self, data: dict) -> None:
        """Nobody who has registered loses their place by a change of the form."""
        event = self.instance  # as it was saved: the form writes into it when all is clean
        for attendance in event.attendances:
            seats, taken = data.get(f"seats_{attendance}"), getattr(event, f"taken_{attendance}")
            if seats is not None and seats < taken:
                self.add_error(f"seats_{attendance}", _taken(taken))
        alive = event.registrations.alive()
        if data.get("registration") != RegistrationBy.PORTAL and alive.exists():
            self.add_error("registration", _KEPT["registration"])
        ways = {each for each in Attendance if data.get("mode") in {each, Mode.BOTH}}
        if alive.exclude(attendance__in=ways).exists():
            self.add_error("mode", _KEPT["mode"])

    def _place_in_zone(self, field: str, data: dict, zone: ZoneInfo) -> None:
        if local := data.get(field):
            try:
                data[field] = in_zone(local, zone)
            except ValidationError as error:
                self.add_error(field, error)


def _taken(number: int) -> str:
    return ngettext(
        "%(n)d place is taken already. Leave at least as many.",
        "%(n)d places are taken already. Leave at least as many.",
        number,
    ) % {"n": number}


def _by_its_clocks(event: Event, moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(event.zone).replace(tzinfo=None)


def _stretch(data: dict) -> None:
    """From the first midnight to that after the last day."""
    if data.get("starts_at"):
        data["starts_at"] = data["starts_at"].replace(hour=0, minute=0, second=0)
    if data.get("ends_at"):
        ends = data["ends_at"].replace(hour=0, minute=0, second=0)
        data["ends_at"] = ends + timedelta(days=1)
