"""The links in mails by which people without an account look after their registrations."""

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404

from events.models import Registration
from events.models.registrations import SIGNER


class Bearer(AnonymousUser):
    """Whoever has the link of a registration: may do with it what its owner may, and no more."""

    def __init__(self, registration_id: int) -> None:
        super().__init__()
        self.registration_id = registration_id


def registration_of(key: str) -> Registration:
    """The registration whose link carries `key`. Raises Http404 where it is not ours."""
    try:
        known = Registration.objects.filter(token=SIGNER.unsign(key))
    except signing.BadSignature:
        raise Http404 from None
    registration = known.select_related("event__cluster").first()
    if registration is None:
        raise Http404
    return registration
