"""The open offers as data: in the field names of the Enterprise Europe Network's profiles.

What a search finds, the newest first (docs/open-data.md). A hidden company has no name here.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from offers.filters import Search
from offers.listing import found_by
from offers.models import Offer, OfferText
from offers.requirements import has
from partners.imports.records import TableWriter
from publishing.richtext import as_text

MOST = 5_000  # offers in one file
FEED = 50  # entries in a feed
BATCH = 500
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

COLUMNS = (
    *("POD_reference", "profile_type", "language", "title", "summary", "description"),
    *("advantages_and_innovations", "expertise_sought", "stage_of_development"),
    *("ipr_status", "ipr_notes", "partner_expected_role", "partner_types", "cooperation_types"),
    *("technology_keywords", "market_keywords", "nace_keyword", "target_countries"),
    *("work_languages", "programme", "call", "call_deadline", "interest_deadline"),
    *("country_of_origin", "cluster", "organisation", "published_on", "open_until", "url"),
)


def found(search: Search, *, limit: int = MOST) -> list[int]:
    """Positions of the newest offers that `search` finds."""
    return found_by(search).newest(limit)


def records(positions: list[int]) -> Iterator[dict[str, Any]]:
    """The offers at `positions`, each with its text in the reader's language or its original."""
    for offer in _read(positions):
        yield _record(offer, offer.text)


def csv_lines(positions: list[int]) -> Iterator[str]:
    """A CSV file, in pieces; what a spreadsheet would run as a formula is made harmless."""
    file = io.StringIO()
    table = TableWriter(file, COLUMNS)
    for record in records(positions):
        table.write([_cell(record[column]) for column in COLUMNS])
        yield file.getvalue()
        file.seek(0)
        file.truncate()
    yield file.getvalue()


def json_lines(positions: list[int]) -> Iterator[str]:
    """A JSON array, in pieces."""
    encoder = DjangoJSONEncoder(ensure_ascii=False)
    yield "["
    for number, record in enumerate(records(positions)):
        yield (",\n" if number else "\n") + encoder.encode(record)
    yield "\n]\n"


def atom(search: Search, *, url: str, list_url: str) -> str:
    """A feed of the newest that `search` finds. `url` is its own address."""
    feed = Atom1Feed(
        title=_("Offers and requests – Global Innovation Network"),
        link=list_url,
        feed_url=url,
        description="",
        language=get_language(),
    )
    for offer in _read(found(search, limit=FEED)):
        text = offer.text
        feed.add_item(
            title=_NOT_IN_XML.sub("", text.title),
            link=settings.SITE_URL + offer.get_absolute_url(),
            description=_NOT_IN_XML.sub("", text.summary),
            unique_id=f"{settings.SITE_URL}/offers/{offer.reference}/",
            pubdate=offer.published_at,
            updateddate=max(offer.updated_at, offer.published_at),
            categories=[offer.get_kind_display(), offer.cluster.code],
            author_name=offer.cluster.name,
        )
    return feed.writeString("utf-8")


def _read(positions: list[int]) -> Iterator[Offer]:
    for start in range(0, len(positions), BATCH):
        batch = positions[start : start + BATCH]
        offers = Offer.objects.listed_at(batch).prefetch_related("cluster__texts")
        yield from offers.order_by("-position")


def _record(offer: Offer, text: OfferText) -> dict[str, Any]:
    def own(field: str, value: Any) -> Any:
        return value if has(offer.type, field) else ""

    return {
        "POD_reference": offer.reference,
        "profile_type": offer.type,
        "language": text.language,
        "title": text.title,
        "summary": text.summary,
        "description": as_text(text.description),
        "advantages_and_innovations": own("advantages", as_text(text.advantages)),
        "expertise_sought": own("expertise", as_text(text.expertise)),
        "stage_of_development": own("stage", offer.stage),
        "ipr_status": own("ipr", offer.ipr),
        "ipr_notes": own("ipr_note", text.ipr_note),
        "partner_expected_role": as_text(text.partner_role),
        "partner_types": offer.partner_kinds,
        "cooperation_types": offer.cooperation,
        "technology_keywords": offer.technology,
        "market_keywords": offer.market,
        "nace_keyword": offer.nace,
        "target_countries": offer.countries,
        "work_languages": offer.work_languages,
        "programme": own("programme", offer.programme),
        "call": own("call", offer.call),
        "call_deadline": own("call_deadline_on", offer.call_deadline_on),
        "interest_deadline": own("interest_until_on", offer.interest_until_on),
        "country_of_origin": offer.cluster.country.code,
        "cluster": offer.cluster.code,
        "organisation": "" if offer.is_name_hidden else str(offer.organisation or ""),
        "published_on": offer.published_at.date(),
        "open_until": offer.closes_on,
        "url": settings.SITE_URL + offer.get_absolute_url(),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "|".join(value) if isinstance(value, list) else str(value)
