"""Asking to speak for an organisation: for a known one, or for one named for the first time.

A form sent twice makes one request: the person's row is locked while it is looked whether there is
one already.
"""

from django.db import transaction

from moves.machine import make
from partners.imports.slugs import new_slug
from partners.imports.writing import lock
from partners.models import Membership, Organisation, User
from partners.names import name_key
from partners.tasks import announce_request


def claim(organisation: Organisation, *, user: User, position: str, message: str) -> Membership:
    """Ask to speak for a known organisation; where the request stands already, that one.

    Who was declined asks again. The first of a body that nobody has claimed looks after it.
    """
    with transaction.atomic():
        _lock(user)
        known = Membership.objects.of(user).filter(organisation=organisation).first()
        if known is None:
            return _ask(organisation, user=user, position=position, message=message)
        if known.state == Membership.State.DECLINED:
            known.position, known.message = position, message
            known.save(update_fields=["position", "message"])
            make("ask", known, user=user)
    return known


def register(organisation: Organisation, *, user: User, position: str, message: str) -> Membership:
    """Enter a new organisation, which waits for approval together with the person's request."""
    key = name_key(organisation.legal_name, str(organisation.country))
    with transaction.atomic():
        _lock(user)
        known = Membership.objects.of(user).filter(
            organisation__name_key=key,
            organisation__country=organisation.country,
            organisation__state=Organisation.State.PENDING,
        )
        if request := known.first():
            return request
        lock()
        organisation.name_key = key
        organisation.slug = new_slug(key)
        organisation.save(force_insert=True)
        return _ask(organisation, user=user, position=position, message=message)


def withdraw(membership: Membership, *, user: User) -> None:
    """Take a request back; a new organisation that nobody else asks for goes with it."""
    organisation = membership.organisation
    with transaction.atomic():
        make("withdraw", membership, user=user)
        is_new = organisation.state == Organisation.State.PENDING
        if is_new and not organisation.memberships.exclude(pk=membership.pk).exists():
            organisation.delete()


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _ask(organisation: Organisation, *, user: User, position: str, message: str) -> Membership:
    is_first = not organisation.memberships.active().exists()
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=Membership.Role.OWNER if is_first else Membership.Role.MEMBER,
        position=position,
        message=message,
    )
    announce_request.enqueue(membership.pk)
    return membership
