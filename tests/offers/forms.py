"""What a browser sends from the page on which an offer is written."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from offers.models import Offer
from publishing.markup import from_html

TEXTS = ("title", "summary", "description", "advantages", "expertise", "partner_role", "ipr_note")


def typed(organisation=None, **changes) -> dict:
    """A complete technology offer of `organisation`, as typed on a page just opened."""
    data = {
        "token": str(uuid4()),
        "version": 0,
        "kind": "offer",
        "profile": "technology",
        "organisation": organisation.pk if organisation else "",
        "language": "en",
        "title": "Rosemary extract for food supplements",
        "summary": "A steady supply, batch by batch. We look for makers of supplements.",
        "description": "How it works.\n\n- pressed\n- dried",
        "advantages": "No solvent.",
        "nace": "10",
        "technology": ["31048788"],
        "stage": "market",
        "ipr": "secret",
        "cooperation": ["supplier"],
        "partner_kinds": ["sme_11_50"],
        "partner_role": "Buys every month.",
        "work_languages": ["en", "es"],
        "closes_on": (timezone.localdate() + timedelta(days=200)).isoformat(),
        "accepts_interest": "on",
        "action": "save",
    }
    return data | changes


def opened(offer: Offer, **changes) -> dict:
    """`offer` as the page shows it, to be sent back with `changes`."""
    data = {
        "token": str(offer.token),
        "version": offer.version,
        "kind": offer.kind,
        "profile": offer.profile,
        "organisation": offer.organisation_id or "",
        "language": offer.language,
        "nace": offer.nace,
        "technology": offer.technology,
        "market": offer.market,
        "stage": offer.stage,
        "ipr": offer.ipr,
        "cooperation": offer.cooperation,
        "partner_kinds": offer.partner_kinds,
        "countries": offer.countries,
        "work_languages": offer.work_languages,
        "closes_on": offer.closes_on.isoformat() if offer.closes_on else "",
        "accepts_interest": "on",
        "action": "save",
    }
    original = offer.original
    return data | {name: from_html(getattr(original, name)) for name in TEXTS} | changes
