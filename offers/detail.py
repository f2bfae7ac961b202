"""One offer before the eyes of one reader: what they see, and what they may do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from offers.listing import Line, lines
from offers.models import Bookmark, Offer
from offers.models.offers import Kind
from offers.sheet import Sheet
from offers.similar import nearby
from partners.models import Organisation
from publishing.detail import ItemDetail
from threads.models import Thread
from threads.parties import stand_in

# What keeps a reader from replying, in this order; the page says each in words.
CLOSED, UNWANTED, VISITOR, OWN, NOBODY = "closed", "unwanted", "visitor", "own", "nobody"


@dataclass(frozen=True)
class Detail(ItemDetail):
    """An offer as its reader may know it on `day`."""

    item: Offer
    day: date

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.item, self.text)

    @property
    def is_open(self) -> bool:
        return self.item.is_open_on(self.day)

    @property
    def is_expired(self) -> bool:
        return self.item.is_expired_on(self.day)

    @property
    def is_closing_soon(self) -> bool:
        return self.item.closes_soon_on(self.day)

    @property
    def days_left(self) -> int:
        return (self.item.closes_on - self.day).days

    @property
    def organisation(self) -> Organisation | None:
        """Who posted it; None where their name is not for this reader, or it is the cluster."""
        return None if self.item.is_name_hidden and not self.is_own else self.item.organisation

    @property
    def poster(self) -> str:
        """'Moncayo Salud S.L.', or 'a company from Zaragoza'."""
        if self.item.organisation and not self.organisation:
            return stand_in(self.item.cluster, self.item.organisation)
        return str(self.organisation or self.item.cluster)

    @cached_property
    def replies(self) -> int:
        return Thread.objects.about(self.item).count()

    @cached_property
    def similar(self) -> list[Line]:
        offers = Offer.objects.listed_at(nearby(self.item)).order_by("-position")
        return lines(offers, self.day)

    @cached_property
    def is_kept(self) -> bool:
        """The reader has bookmarked it."""
        own = Bookmark.objects.filter(offer=self.item, user_id=self.user.pk)
        return self.user.is_authenticated and own.exists()

    @cached_property
    def thread(self) -> Thread | None:
        """The conversation that the reader's side has about it, if one is open."""
        if not self.user.is_authenticated:
            return None
        return Thread.objects.about(self.item).sent_by(self.user).open().first()

    @cached_property
    def hindrance(self) -> str:
        """Why the reader cannot reply; empty where they can."""
        if not self.is_open:
            return CLOSED
        if not self.item.accepts_interest:
            return UNWANTED
        if not self.user.is_authenticated:
            return VISITOR
        speaks_for = Organisation.objects.represented_by(self.user)
        if speaks_for.exclude(pk=self.item.organisation_id).exists():
            return ""
        return OWN if self.is_own else NOBODY

    @property
    def structured(self) -> Mapping[str, Any]:
        """For search engines, in the words of schema.org."""
        offer = self.item
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
