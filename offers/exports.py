"""The open offers as data: in the field names of the Enterprise Europe Network's profiles.

A hidden company has no name here.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from offers.listing import OFFERS
from offers.models import Offer
from offers.requirements import has
from publishing.exports import OpenData
from publishing.richtext import as_text

COLUMNS = (
    *("POD_reference", "profile_type", "language", "title", "summary", "description"),
    *("advantages_and_innovations", "expertise_sought", "stage_of_development"),
    *("ipr_status", "ipr_notes", "partner_expected_role", "partner_types", "cooperation_types"),
    *("technology_keywords", "market_keywords", "nace_keyword", "target_countries"),
    *("work_languages", "programme", "call", "call_deadline", "interest_deadline"),
    *("country_of_origin", "cluster", "organisation", "published_on", "open_until", "url"),
)


def _record(offer: Offer) -> dict[str, Any]:
    text = offer.text

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


OPEN_DATA = OpenData(
    OFFERS,
    columns=COLUMNS,
    record=_record,
    title=_("Offers and requests – Global Innovation Network"),
    list_name="offers:list",
    file_name="offers",
)
