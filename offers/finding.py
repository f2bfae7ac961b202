"""What of an offer the lists search, and by what they are narrowed (offers.filters.FACETS)."""

from collections.abc import Iterator
from datetime import date

from django.db import models

from offers import requirements
from partners.vocabularies import labels, path
from publishing.facets import Code
from publishing.richtext import as_text

# The weight of each text in the order of relevance.
WEIGHTS = {
    "title": "A",
    "summary": "B",
    "description": "C",
    "advantages": "C",
    "expertise": "C",
    "partner_role": "C",
    "ipr_note": "D",
}


def search_parts(offer: models.Model) -> Iterator[tuple[str, str, str]]:
    """(text, language, weight). Says nothing from which a hidden company could be found."""
    yield offer.reference, offer.language, "A"
    if offer.organisation and not offer.is_name_hidden:
        yield offer.organisation.legal_name, offer.language, "B"
        yield offer.organisation.short_name, offer.language, "B"
    yield offer.cluster.city, offer.language, "D"
    for field in ("programme", "call"):
        if requirements.has(offer.type, field):
            yield getattr(offer, field), offer.language, "C"
    for text in offer.texts.all():
        for field, weight in WEIGHTS.items():
            if requirements.has(offer.type, field):
                yield as_text(getattr(text, field)), text.language, weight
        for vocabulary, codes in (
            ("technology", offer.technology),
            ("market", offer.market),
            ("nace", [offer.nace]),
        ):
            known = labels(vocabulary, text.language)
            yield from ((known[code], text.language, "B") for code in codes if code in known)


def facet_codes(offer: models.Model, *, soon: date) -> Iterator[Code]:
    """(facet, code) of all that it bears; it closes soon if before or on `soon`."""
    yield "kind", offer.kind
    yield "profile", offer.profile
    yield "cluster", offer.cluster.code
    yield "country", offer.cluster.country.code
    yield from zip(("sector", "division"), path("nace", offer.nace), strict=False)
    for code in offer.technology:
        yield from zip(("technology", "keyword"), path("technology", code), strict=False)
    if offer.stage and requirements.has(offer.type, "stage"):
        yield "stage", offer.stage
    yield from (("cooperation", code) for code in offer.cooperation)
    yield from (("target", code) for code in offer.countries)
    yield from (("language", text.language) for text in offer.texts.all())
    if offer.closes_on <= soon:
        yield "closing", "soon"
