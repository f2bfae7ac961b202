"""What offers tell people by mail: one function a message."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import override

from offers.alerts import News, stop_token
from offers.models import Offer
from partners.mailing import tell
from partners.models import User
from publishing.mail import writers


def closing_soon(offer: Offer) -> None:
    """Tell those who wrote an offer that it closes soon, and how to extend it."""
    for user in writers(offer):
        tell(user, "offers/mail/closing_soon", offer=offer)


def new_offers(user: User, news: Sequence[News]) -> None:
    """Tell a person what is new for their alerts."""
    with override(user.language):
        stop_path = reverse("offers:alerts_stop", args=[stop_token(user)])
    names = " · ".join(str(part.alert) for part in news)
    tell(user, "offers/mail/new_offers", stop_path=stop_path, news=news, names=names)
