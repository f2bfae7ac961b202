"""Inviting people by e-mail: to speak for an organisation, or to work for a cluster."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from moves.machine import make
from partners.invitation_tokens import token_hash, token_of
from partners.models import Cluster, Invitation, Membership, Organisation, StaffRole, User
from partners.tasks import send_invitation

VALID = timedelta(days=30)


def invite(
    target: Organisation | Cluster,
    *,
    email: str,
    role: str,
    language: str,
    message: str,
    user: User,
    now: datetime,
) -> Invitation:
    """Ask somebody to join `target`, an organisation or the staff of a cluster; mails the link.

    Who is asked once more gets a new link, with the new words, and the old one ends.
    ValidationError where the person has the role already.
    """
    is_staff = isinstance(target, Cluster)
    cluster = target if is_staff else target.cluster
    organisation = None if is_staff else target
    email = email.strip().lower()
    if cluster is None:
        raise ValidationError(
            _("Nobody can be invited to an organisation outside of the clusters.")
        )
    if _has_role(target, email, role):
        raise ValidationError({"email": _("This person has joined already.")})
    with transaction.atomic():
        Cluster.objects.select_for_update().get(pk=cluster.pk)  # two at once are one
        if organisation and organisation.state != Organisation.State.VERIFIED:
            make("verify", organisation, user=user)
        known = Invitation.objects.unanswered().filter(
            email__iexact=email, cluster=cluster, organisation=organisation, role=role
        )
        invitation = known.first() or Invitation(
            email=email, cluster=cluster, organisation=organisation, role=role
        )
        invitation.language, invitation.message, invitation.invited_by = language, message, user
        _send(invitation, now=now)
    return invitation


def resend(invitation: Invitation, *, now: datetime) -> None:
    """Mail a new link, valid from now; the old one ends. Nothing where it was answered."""
    with transaction.atomic():
        if locked := _unanswered(invitation):
            _send(locked, now=now)


def withdraw(invitation: Invitation, *, now: datetime) -> None:
    """Nobody can accept it any more. Nothing where it was answered meanwhile."""
    with transaction.atomic():
        if locked := _unanswered(invitation):
            locked.withdrawn_at = now
            locked.save(update_fields=["withdrawn_at"])


def find(token: str) -> Invitation | None:
    """The invitation whose link holds `token`, whatever became of it."""
    invitations = Invitation.objects.select_related("cluster", "organisation", "invited_by")
    return invitations.filter(token_hash=token_hash(token)).first()


def accept(invitation: Invitation, *, user: User, now: datetime) -> None:
    """Let `user`, who was invited, join at once. ValidationError where it is no longer open."""
    with transaction.atomic():
        locked = _unanswered(invitation)
        if locked is None or locked.expires_at <= now:
            raise ValidationError(_("This invitation is no longer open. Ask for a new one."))
        locked.accepted_at, locked.accepted_by = now, user
        locked.save(update_fields=["accepted_at", "accepted_by"])
        if locked.organisation:
            _join(locked, user)
        else:
            StaffRole.objects.get_or_create(
                user=user, cluster=locked.cluster, role=locked.role, state=StaffRole.State.ACTIVE
            )


def _join(invitation: Invitation, user: User) -> None:
    membership = Membership.objects.of(user).filter(organisation=invitation.organisation).first()
    if membership is None:
        membership = Membership.objects.create(user=user, organisation=invitation.organisation)
    if membership.state != Membership.State.ACTIVE:
        make("join", membership, user=user)
    if invitation.role == Membership.Role.OWNER:
        membership.role = Membership.Role.OWNER
        membership.save(update_fields=["role"])


def _has_role(target: Organisation | Cluster, email: str, role: str) -> bool:
    if isinstance(target, Cluster):
        roles = StaffRole.objects.active().filter(cluster=target, role=role)
    else:
        roles = Membership.objects.active().filter(organisation=target)
        if role == Membership.Role.OWNER:
            roles = roles.filter(role=role)
    return roles.filter(user__email__iexact=email).exists()


def _unanswered(invitation: Invitation) -> Invitation | None:
    rows = Invitation.objects.select_for_update().unanswered()
    return rows.filter(pk=invitation.pk).first()


def _send(invitation: Invitation, *, now: datetime) -> None:
    invitation.sent_at, invitation.expires_at = now, now + VALID
    invitation.token_hash = token_hash(token_of(invitation))
    invitation.save()
    send_invitation.enqueue(invitation.pk)
