"""What people are told about memberships, roles and invitations: one function a message."""

from moves.models import Decision
from partners.invitation_tokens import token_of
from partners.mailing import send, tell
from partners.models import Invitation, Membership, Organisation, User


def membership_requested(membership: Membership) -> None:
    """Tell who decides for the cluster who asks to speak for which organisation."""
    for user in User.objects.deciding_for(membership.cluster):
        tell(user, "partners/mail/requested", membership=membership)


def membership_decided(decision: Decision) -> None:
    """Tell the person that the request was approved or declined, or the membership ended."""
    membership = decision.item
    context = {"membership": membership, "decision": decision}
    tell(membership.user, f"partners/mail/membership_{decision.move}", **context)


def staff_role_ended(decision: Decision) -> None:
    role = decision.item
    if role.user_id != decision.user_id:
        tell(role.user, "partners/mail/staff_role_ended", role=role)


def invitation(invitation: Invitation) -> None:
    """Send the link; in the language that who invites has chosen, as the person may be unknown."""
    context = {"invitation": invitation, "token": token_of(invitation)}
    send(
        "partners/mail/invitation", invitation.email, language=invitation.language, context=context
    )


def confirm_profile(organisation: Organisation) -> None:
    """Ask those who look after it; where nobody does, its other people."""
    members = Membership.objects.active().filter(organisation=organisation)
    owners = members.filter(role=Membership.Role.OWNER)
    people = User.objects.filter(pk__in=(owners if owners.exists() else members).values("user"))
    for user in people.filter(is_active=True):
        tell(user, "partners/mail/confirm_profile", organisation=organisation)
