"""Writing offers: what their pages, and imports, do to the database."""

from datetime import date, datetime

from django.db import transaction

from offers.models import Offer, OfferText
from offers.references import allot
from publishing.models import Conflict, State

# What a form may change of an offer; all else has its own verbs.
WRITTEN = [
    field.name for field in Offer._meta.concrete_fields if field.editable and field.name != "id"
]
# Seen by readers or reviewers: changes are kept as revisions.
SEEN = (State.SUBMITTED, State.PUBLISHED)


@transaction.atomic
def create(offer: Offer, text: OfferText, *, user, now: datetime) -> Offer:
    """Keep a new offer and its original text as a draft of `user`.

    Raises Conflict where the same form has made one before: an offer with this token is there.
    """
    offer.reference = allot(offer.cluster, now=now)
    # Asked behind the lock of the counter: of two equal forms sent at once the second sees it.
    if Offer.objects.filter(token=offer.token).exists():
        raise Conflict
    offer.author = user
    offer.created_at = offer.updated_at = now
    offer.save(force_insert=True)
    text.item = offer
    _save_text(text, now=now)
    return offer


@transaction.atomic
def save(offer: Offer, text: OfferText, *, version: int, user, now: datetime) -> Offer:
    """Keep what a form opened at `version` has changed. Call it with the offer's row locked.

    Raises Conflict where somebody has saved it since.
    """
    offer.take_version(version)
    offer.updated_at = now
    offer.save(update_fields=[*WRITTEN, "version", "updated_at"])
    _save_text(text, now=now)
    if offer.state in SEEN:
        offer.record_change(user=user, now=now)
    return offer


def _save_text(text: OfferText, *, now: datetime) -> None:
    text.language = text.item.language
    text.updated_at = now
    text.save()


@transaction.atomic
def extend(offer: Offer, closes_on: date, *, user, now: datetime) -> None:
    """Keep a published offer open until `closes_on`; an expired one comes back into the lists.

    Call it with the offer's row locked, and a day that `requirements.closing_problem` lets pass.
    """
    offer.closes_on = closes_on
    _save_fact(offer, "closes_on", user=user, now=now)


@transaction.atomic
def accept_interest(offer: Offer, *, accepts: bool, user, now: datetime) -> None:
    """Let a published offer take replies, or no more. Call it with the offer's row locked."""
    offer.accepts_interest = accepts
    _save_fact(offer, "accepts_interest", user=user, now=now)


def _save_fact(offer: Offer, field: str, *, user, now: datetime) -> None:
    # Forms that are open meanwhile are told: they would put the old value back.
    offer.version += 1
    offer.save(update_fields=[field, "version"])
    offer.record_change(user=user, now=now)
