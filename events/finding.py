"""What of an event the lists search, and by what they are narrowed (events.filters.FACETS)."""

from collections.abc import Iterator
from datetime import date

from django.db import models

from events.audiences import code
from publishing.facets import Code
from publishing.listing import start_of
from publishing.richtext import as_text

UPCOMING, PAST = "upcoming", "past"
# The weight of each text in the order of relevance.
WEIGHTS = {
    "title": "A",
    "summary": "B",
    "description": "C",
    "programme": "C",
    "speakers": "B",
    "directions": "D",
}


def search_parts(event: models.Model) -> Iterator[tuple[str, str, str]]:
    """(text, language, weight)"""
    for place in (event.city, event.venue, event.cluster.city):
        yield place, event.language, "B"
    if event.organisation:
        yield event.organisation.legal_name, event.language, "B"
        yield event.organisation.short_name, event.language, "B"
    for text in event.texts.all():
        for field, weight in WEIGHTS.items():
            yield as_text(getattr(text, field)), text.language, weight


def facet_codes(event: models.Model, *, day: date) -> Iterator[Code]:
    """(facet, code) of all that it bears, as seen on `day`."""
    yield "time", PAST if event.is_over_at(start_of(day)) else UPCOMING
    yield "audience", code(event.audience, event.cluster)
    yield "kind", event.kind
    yield "cluster", event.cluster.code
    yield "country", event.country_code
    if event.is_on_site:
        yield "mode", "on_site"
    if event.is_online:
        yield "mode", "online"
    yield from (("language", language) for language in event.languages)
    yield from {("month", f"{each:%Y-%m}") for each in event.days}
