"""One event before the eyes of one reader: what they see, and what they may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from events.models import Event, Registration
from events.models.events import RegistrationBy
from events.places import Places, places
from events.times import Times
from moves.generation import SECONDS
from partners.languages import names
from publishing.detail import ItemDetail
from publishing.models import State

_MODES = {
    "on_site": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "both": "MixedEventAttendanceMode",
}


@dataclass(frozen=True)
class Detail(ItemDetail):
    """An event as its reader may know it `now`."""

    item: Event
    now: datetime

    @property
    def has_times(self) -> bool:
        """A draft may not know yet when it is."""
        return bool(self.item.starts_at and self.item.ends_at)

    @property
    def is_over(self) -> bool:
        return self.has_times and self.item.is_over_at(self.now)

    @property
    def times(self) -> Times:
        return Times(self.item)

    @property
    def languages(self) -> str:
        known = names()
        return ", ".join(known[code] for code in self.item.languages if code in known)

    @property
    def is_to_come(self) -> bool:
        """Readers can still take part in it, or are just doing so."""
        is_off = self.is_over or self.item.is_cancelled
        return self.item.state == State.PUBLISHED and not is_off

    @property
    def takes_registrations(self) -> bool:
        """One can register here now."""
        return self.item.takes_registrations_at(self.now)

    @property
    def opens(self) -> datetime | None:
        """When one can register here; None where that has come."""
        opens_at = self.item.opens_at
        is_later = self.item.registers_here and self.is_to_come and opens_at and self.now < opens_at
        return opens_at if is_later else None

    @cached_property
    def places(self) -> list[Places]:
        """Of each way to take part; nothing where one does not register here."""
        return places(self.item) if self.item.registers_here and self.is_to_come else []

    @cached_property
    def registration(self) -> Registration | None:
        """The reader's own, if they are signed in and have one."""
        own = Registration.objects.held_by(self.user).alive().filter(event=self.item)
        return own.first() if self.user.is_authenticated else None

    @property
    def online_url(self) -> str:
        """The link to take part online, where this page may show it."""
        is_for_all = not self.item.registers_here or self.is_own
        is_shown = self.is_to_come and self.item.is_online and is_for_all
        return self.item.online_url if is_shown else ""

    @property
    def kept_seconds(self) -> int:
        """For how long the page says what is so: until registration opens or closes, or it ends."""
        moments = (self.item.opens_at, self.item.closes_at, self.item.starts_at, self.item.ends_at)
        left = [(moment - self.now).total_seconds() for moment in moments if moment]
        return int(min([SECONDS, *(seconds for seconds in left if seconds > 0)]))

    @property
    def registers_elsewhere(self) -> bool:
        """One registers on another website, and still can."""
        closes_at = self.item.closes_at
        is_open = self.is_to_come and (closes_at is None or self.now < closes_at)
        return is_open and self.item.registration == RegistrationBy.ELSEWHERE

    @property
    def closes(self) -> date:
        """The last day of registration, by the clocks of the place."""
        return self.item.closes_at.astimezone(self.item.zone).date()

    @property
    def structured(self) -> Mapping[str, Any]:
        """For search engines, in the words of schema.org."""
        event = self.item
        status = "Cancelled" if event.is_cancelled else "Scheduled"
        data = {
            "@type": "Event",
            "identifier": str(event.pk),
            "url": settings.SITE_URL + event.get_absolute_url(),
            "name": self.text.title,
            "description": self.text.summary,
            "startDate": event.first_day if event.is_all_day else event.starts,
            "endDate": event.last_day if event.is_all_day else event.ends,
            "eventStatus": f"https://schema.org/Event{status}",
            "eventAttendanceMode": f"https://schema.org/{_MODES[event.mode]}",
            "inLanguage": event.languages,
            "organizer": {"@type": "Organization", "name": event.cluster.name},
        }
        if event.is_on_site:
            address = {
                "@type": "PostalAddress",
                "streetAddress": event.address,
                "addressLocality": event.place,
                "addressCountry": event.country_code,
            }
            data["location"] = {"@type": "Place", "name": event.venue, "address": address}
        return data
