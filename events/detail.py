"""One event before the eyes of one reader: what they see, and what they may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models

from events.models import Event, EventText
from events.models.events import RegistrationBy
from events.times import Elsewhere, Times
from moves.machine import Move, moves_for
from partners.languages import names
from partners.models import Cluster, ContactPerson
from publishing.models import Attachment, Image, State

_MODES = {
    "on_site": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "both": "MixedEventAttendanceMode",
}


@dataclass(frozen=True)
class Detail:
    """`event` with its cluster and organisation, as `user` may know it `now`.

    `language` asks for its text in one language, if it has one; else the reader gets their own.
    """

    event: Event
    user: models.Model
    now: datetime
    language: str = ""

    @cached_property
    def text(self) -> EventText | None:
        texts = {text.language: text for text in self.event.texts.all()}
        return texts.get(self.language) or self.event.text

    @property
    def other_texts(self) -> list[EventText]:
        return [text for text in self.event.texts.all() if text != self.text]

    @cached_property
    def is_own(self) -> bool:
        """The reader writes it, or reviews it."""
        return Event.objects.editable_by(self.user).filter(pk=self.event.pk).exists()

    @cached_property
    def is_writable(self) -> bool:
        return self.is_own and self.event.state != State.ARCHIVED

    @cached_property
    def is_reviewer(self) -> bool:
        return Cluster.objects.coordinated_by(self.user).filter(pk=self.event.cluster_id).exists()

    @property
    def has_times(self) -> bool:
        """A draft may not know yet when it is."""
        return bool(self.event.starts_at and self.event.ends_at)

    @property
    def is_over(self) -> bool:
        return self.has_times and self.event.is_over_at(self.now)

    @property
    def times(self) -> Times:
        return Times(self.event)

    @cached_property
    def elsewhere(self) -> list[Elsewhere]:
        return self.times.elsewhere(list(Cluster.objects.active()))

    @property
    def languages(self) -> str:
        known = names()
        return ", ".join(known[code] for code in self.event.languages if code in known)

    @property
    def is_to_come(self) -> bool:
        """Readers can still take part in it, or are just doing so."""
        is_off = self.is_over or self.event.is_cancelled
        return self.event.state == State.PUBLISHED and not is_off

    @property
    def registers_elsewhere(self) -> bool:
        """One registers on another website, and still can."""
        closes_at = self.event.closes_at
        is_open = self.is_to_come and (closes_at is None or self.now < closes_at)
        return is_open and self.event.registration == RegistrationBy.ELSEWHERE

    @property
    def closes(self) -> date:
        """The last day of registration, by the clocks of the place."""
        return self.event.closes_at.astimezone(self.event.zone).date()

    @cached_property
    def contact(self) -> ContactPerson | None:
        return self.event.cluster.contacts.first()

    @cached_property
    def images(self) -> list[Image]:
        return list(Image.objects.about(self.event))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(Attachment.objects.about(self.event))

    @cached_property
    def moves(self) -> list[Move]:
        return moves_for(self.user, self.event) if self.is_own else []

    @property
    def structured(self) -> Mapping[str, Any]:
        """For search engines, in the words of schema.org."""
        event = self.event
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
            country = str(event.country) or event.cluster.country.code
            address = {
                "@type": "PostalAddress",
                "streetAddress": event.address,
                "addressLocality": event.place,
                "addressCountry": country,
            }
            data["location"] = {"@type": "Place", "name": event.venue, "address": address}
        return data
