"""One offer before the eyes of one reader: what they see, and what they may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models

from moves.machine import Move, moves_for
from offers.listing import Line, lines
from offers.models import Bookmark, Offer, OfferText
from offers.models.offers import Kind
from offers.sheet import Sheet
from offers.similar import nearby
from partners.models import Cluster, ContactPerson, Organisation
from publishing.models import Attachment, Image, State
from threads.models import Thread
from threads.parties import stand_in

# What keeps a reader from replying, in this order; the page says each in words.
CLOSED, UNWANTED, VISITOR, OWN, NOBODY = "closed", "unwanted", "visitor", "own", "nobody"


@dataclass(frozen=True)
class Detail:
    """`offer` with its cluster and organisation, as `user` may know it on `day`.

    `language` asks for its text in one language, if it has one; else the reader gets their own.
    """

    offer: Offer
    user: models.Model
    day: date
    language: str = ""

    @cached_property
    def text(self) -> OfferText | None:
        texts = {text.language: text for text in self.offer.texts.all()}
        return texts.get(self.language) or self.offer.text

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.offer, self.text)

    @property
    def other_texts(self) -> list[OfferText]:
        return [text for text in self.offer.texts.all() if text != self.text]

    @cached_property
    def is_own(self) -> bool:
        """The reader writes it, or reviews it."""
        return Offer.objects.editable_by(self.user).filter(pk=self.offer.pk).exists()

    @cached_property
    def is_writable(self) -> bool:
        return self.is_own and self.offer.state != State.ARCHIVED

    @property
    def is_open(self) -> bool:
        return self.offer.is_open_on(self.day)

    @property
    def is_expired(self) -> bool:
        return self.offer.is_expired_on(self.day)

    @property
    def is_closing_soon(self) -> bool:
        return self.offer.closes_soon_on(self.day)

    @property
    def days_left(self) -> int:
        return (self.offer.closes_on - self.day).days

    @property
    def organisation(self) -> Organisation | None:
        """Who posted it; None where their name is not for this reader, or it is the cluster."""
        return None if self.offer.is_name_hidden and not self.is_own else self.offer.organisation

    @property
    def poster(self) -> str:
        """'Moncayo Salud S.L.', or 'a company from Zaragoza'."""
        if self.offer.organisation and not self.organisation:
            return stand_in(self.offer.cluster, self.offer.organisation)
        return str(self.organisation or self.offer.cluster)

    @cached_property
    def contact(self) -> ContactPerson | None:
        return self.offer.cluster.contacts.first()

    @cached_property
    def images(self) -> list[Image]:
        return list(Image.objects.about(self.offer))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(Attachment.objects.about(self.offer))

    @cached_property
    def replies(self) -> int:
        return Thread.objects.about(self.offer).count()

    @cached_property
    def similar(self) -> list[Line]:
        offers = Offer.objects.listed_at(nearby(self.offer)).order_by("-position")
        return lines(offers, self.day)

    @cached_property
    def is_kept(self) -> bool:
        """The reader has bookmarked it."""
        own = Bookmark.objects.filter(offer=self.offer, user_id=self.user.pk)
        return self.user.is_authenticated and own.exists()

    @cached_property
    def moves(self) -> list[Move]:
        return moves_for(self.user, self.offer) if self.is_own else []

    @cached_property
    def is_reviewer(self) -> bool:
        return Cluster.objects.coordinated_by(self.user).filter(pk=self.offer.cluster_id).exists()

    @cached_property
    def thread(self) -> Thread | None:
        """The conversation that the reader's side has about it, if one is open."""
        if not self.user.is_authenticated:
            return None
        return Thread.objects.about(self.offer).sent_by(self.user).open().first()

    @cached_property
    def hindrance(self) -> str:
        """Why the reader cannot reply; empty where they can."""
        if not self.is_open:
            return CLOSED
        if not self.offer.accepts_interest:
            return UNWANTED
        if not self.user.is_authenticated:
            return VISITOR
        speaks_for = Organisation.objects.represented_by(self.user)
        if speaks_for.exclude(pk=self.offer.organisation_id).exists():
            return ""
        return OWN if self.is_own else NOBODY

    @property
    def structured(self) -> Mapping[str, Any]:
        """For search engines, in the words of schema.org."""
        offer = self.offer
        data = {
            "@type": "Offer" if offer.kind == Kind.OFFER else "Demand",
            "identifier": offer.reference,
            "url": settings.SITE_URL + offer.get_absolute_url(),
            "name": self.text.title,
            "description": self.text.summary,
            "availabilityStarts": offer.published_at,
            "availabilityEnds": offer.closes_on,
            "eligibleRegion": offer.countries,
        }
        if self.organisation:
            data["seller"] = {"@type": "Organization", "name": self.organisation.name}
        return data
