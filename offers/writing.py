"""Changing one fact of a published offer, without its form."""

from datetime import date, datetime

from django.db import transaction

from offers.models import Offer


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
