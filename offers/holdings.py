"""What offers keep of a person: what they wrote, and what they saved."""

from typing import Any

from offers.models import Alert, Bookmark, Offer
from partners.holdings import Holding, enrol
from partners.models import User


def _written(user: User) -> list[dict[str, Any]]:
    offers = Offer.objects.filter(author=user).order_by("pk").prefetch_related("texts")
    return [
        {
            "reference": offer.reference,
            "title": offer.title,
            "state": offer.state,
            "created_at": offer.created_at,
        }
        for offer in offers.defer("words")
    ]


def _saved(user: User) -> list[dict[str, Any]]:
    marks = Bookmark.objects.filter(user=user).select_related("offer").order_by("at", "pk")
    return [{"reference": mark.offer.reference, "at": mark.at} for mark in marks]


def _alerts(user: User) -> list[dict[str, Any]]:
    return list(
        Alert.objects.of(user).values("name", "query", "frequency", "created_at", "looked_on")
    )


def _forget_alerts(user: User) -> None:
    Alert.objects.of(user).delete()


def _forget(user: User) -> None:
    Bookmark.objects.filter(user=user).delete()


# What was written belongs to the organisation: it stays, without a name.
enrol(Holding("offers", _written))
enrol(Holding("saved_offers", _saved, _forget))
enrol(Holding("alerts", _alerts, _forget_alerts))
