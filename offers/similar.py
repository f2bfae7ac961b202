"""Offers like another one: for readers to go on, and for authors before they post it again."""

from collections.abc import Iterator

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Max

from offers.models import Offer
from partners.vocabularies import path
from publishing.facets import Choice, Selection, kind_of

SHOWN = 3
COMPARED = 300  # newest ones whose titles are compared
ALIKE = 0.3  # PostgreSQL's own threshold (pg_trgm)


def nearby(offer: Offer) -> list[int]:
    """Positions of open offers with its keywords, else of its branch, else of its sector."""
    found: dict[int, None] = {}
    for selection in _circles(offer):
        found |= dict.fromkeys(Choice(kind_of(Offer), selection).newest(SHOWN + 1))
        found.pop(offer.position, None)
        if len(found) >= SHOWN:
            break
    return list(found)[:SHOWN]


def _circles(offer: Offer) -> Iterator[Selection]:
    keywords = [way[1] for code in offer.technology if len(way := path("technology", code)) > 1]
    if keywords:
        yield {"keyword": keywords}
    for facet, code in list(zip(("sector", "division"), path("nace", offer.nace), strict=False))[
        ::-1
    ]:
        yield {facet: [code]}


def titled_alike(offer: Offer, title: str) -> list[Offer]:
    """Open offers whose title in any language is like `title`, the likest first."""
    if not title:
        return []
    sector = {"sector": path("nace", offer.nace)[:1]}
    positions = Choice(kind_of(Offer), sector).newest(COMPARED)
    alike = Offer.objects.filter(position__in=positions).exclude(pk=offer.pk)
    alike = alike.annotate(likeness=Max(TrigramSimilarity("texts__title", title)))
    return list(
        alike.filter(likeness__gte=ALIKE)
        .defer("words")
        .select_related("cluster")
        .prefetch_related("texts")
        .order_by("-likeness", "-position")[:SHOWN]
    )
