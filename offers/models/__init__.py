from offers.models.alerts import Alert
from offers.models.interests import Bookmark, Interest
from offers.models.offers import Offer, OfferQuerySet
from offers.models.references import ReferenceCounter
from offers.models.texts import OfferText

__all__ = [
    "Alert",
    "Bookmark",
    "Interest",
    "Offer",
    "OfferQuerySet",
    "OfferText",
    "ReferenceCounter",
]
