"""The list of offers: what a line of it shows, and what changes in it with the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from offers.filters import SOON, Sort
from offers.models import Offer, OfferText
from offers.models.offers import CLOSING_SOON
from partners.vocabularies import labels
from publishing.facets import add, kind_of
from publishing.listing import Catalogue, excerpt
from publishing.search import unindex

NEW_FOR = timedelta(days=7)


@dataclass
class Line:
    """An offer as a line of a list; `excerpt` in parts, each with whether it was looked for."""

    offer: Offer
    text: OfferText
    excerpt: list[tuple[str, bool]]
    sector: str
    stage: str
    is_new: bool
    is_closing_soon: bool
    days_left: int


def lines(offers: Iterable[Offer], day: date, searched: str = "") -> list[Line]:
    """`offers` (with texts) as lines of a list; with the piece of each that was `searched` for."""
    sectors, stages = labels("nace"), labels("stage")
    made = []
    for offer in offers:
        own = offer.text
        texts = (own.summary, own.description)
        made.append(
            Line(
                offer=offer,
                text=own,
                excerpt=excerpt(texts, searched, language=own.language),
                sector=sectors.get(offer.nace[:2], ""),
                stage=stages.get(offer.stage, ""),
                is_new=day - timezone.localdate(offer.published_at) < NEW_FOR,
                is_closing_soon=offer.closes_soon_on(day),
                days_left=(offer.closes_on - day).days,
            )
        )
    return made


def _renew(day: date) -> None:
    """Take out of the lists what has expired, and mark what closes soon."""
    unindex(Offer.objects.listed().filter(closes_on__lt=day).only("pk", "position"))
    soon = Offer.objects.listed().filter(closes_on__lte=day + CLOSING_SOON)
    add(kind_of(Offer), ("closing", SOON), soon.values_list("position", flat=True))


OFFERS = Catalogue(
    Offer,
    lines=lines,
    renew=_renew,
    columns={Sort.CLOSING: "closes_on"},
    passing=frozenset({"closing"}),
)
