"""What offers tell people by mail: one function a message."""

from offers.models import Offer
from partners.mailing import send
from publishing.mail import writers


def closing_soon(offer: Offer) -> None:
    """Tell those who wrote an offer that it closes soon, and how to extend it."""
    for user in writers(offer):
        send(
            "offers/mail/closing_soon",
            user.email,
            language=user.language,
            name=user.first_name,
            context={"offer": offer},
        )
