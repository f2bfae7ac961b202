"""The links in mails by which people without an account look after their registrations."""

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404

from events.models import Registration

_SIGNER = signing.Signer(salt="events.registration")


class Bearer(AnonymousUser):
    """Whoever has the link of a registration: may do with it what its owner may, and no more."""

    def __init__(self, registration_id: int) -> None:
        super().__init__()
        self.registration_id = registration_id


def token_of(registration: Registration) -> str:
    """What its link carries; it holds for as long as the registration is kept."""
    return _SIGNER.sign(registration.token.hex)


def bearer_of(token: str) -> tuple[Registration, Bearer]:
    """The registration of a link, and who has it. Raises Http404 where the link is not ours."""
    try:
        known = Registration.objects.filter(token=_SIGNER.unsign(token))
    except signing.BadSignature:
        raise Http404 from None
    registration = known.select_related("event__cluster").first()
    if registration is None:
        raise Http404
    return registration, Bearer(registration.pk)
