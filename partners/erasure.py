"""What is stored of a person: taken along as data, and erased for good."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from moves.machine import make
from moves.models import Decision
from partners import holdings, joining
from partners.models import Invitation, Membership, StaffRole, User

ERASED_HOST = "erased.invalid"  # RFC 2606: no mail can be sent there


def export(user: User) -> dict[str, Any]:
    """All that is stored of `user`, as plain data for JSON."""
    memberships = user.memberships.order_by("pk")
    return {
        "account": _one(user, "email", "name", "language", "joined_at", "last_login"),
        "memberships": list(
            memberships.values(
                *(
                    "organisation__legal_name",
                    "role",
                    "state",
                    "position",
                    "message",
                    "requested_at",
                )
            )
        ),
        "roles": list(
            user.staff_roles.order_by("pk").values("cluster__code", "role", "state", "since_at")
        ),
        "invitations": list(
            Invitation.objects.filter(email__iexact=user.email).values(
                *("cluster__code", "organisation__legal_name", "role", "message", "sent_at")
            )
        ),
        "decisions": list(
            Decision.objects.filter(user=user).values(
                "move", "from_state", "to_state", "note", "at"
            )
        ),
        "sessions": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at")
        ),
        **{holding.name: holding.export(user) for holding in holdings.every()},
    }


def erase(user: User, *, is_again: bool = False) -> None:
    """Close the account and forget who it was. What others rely on stays, without the name.

    Once more changes nothing. ValidationError where nobody else coordinates a cluster of the
    person's: it is handed over first. Where it `is_again`, after a restore, that has been done.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if is_again:
            StaffRole.objects.of(user).delete()
        for role in StaffRole.objects.of(user):
            make("leave", role, user=user)
        for membership in Membership.objects.of(user):
            _end(membership, user)
        for holding in holdings.every():
            holding.erase(user)
        Invitation.objects.unanswered().filter(email__iexact=user.email).delete()
        user.memberships.update(position="", message="")
        user.emailaddress_set.all().delete()
        Authenticator.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
        user.email = f"{user.pk}@{ERASED_HOST}"
        user.name = ""
        user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()


def _one(user: User, *names: str) -> dict[str, Any]:
    return {name: getattr(user, name) for name in names}


def _end(membership: Membership, user: User) -> None:
    if membership.state == Membership.State.PENDING:
        joining.withdraw(membership, user=user)
    elif membership.state == Membership.State.ACTIVE:
        make("leave", membership, user=user)
    else:
        membership.delete()
