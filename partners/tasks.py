"""Background jobs. Run twice, they send a mail twice and do no other harm."""

from django.utils import timezone
from django_tasks import task

from moves.models import Decision
from partners import mail, reminding
from partners.models import Invitation, Membership


@task()
def announce_request(membership_id: int) -> None:
    membership = Membership.objects.waiting().filter(pk=membership_id).first()
    if membership:
        mail.membership_requested(membership)


@task()
def announce_membership(decision_id: int) -> None:
    decision = Decision.objects.get(pk=decision_id)
    if decision.item is None:  # deleted since
        return
    if decision.move == "ask":
        mail.membership_requested(decision.item)
    else:
        mail.membership_decided(decision)


@task()
def announce_staff_role(decision_id: int) -> None:
    decision = Decision.objects.get(pk=decision_id)
    if decision.item is not None:
        mail.staff_role_ended(decision)


@task()
def send_invitation(invitation_id: int) -> None:
    invitation = Invitation.objects.unanswered().filter(pk=invitation_id).first()
    if invitation:
        mail.invitation(invitation)


@task()
def remind_to_confirm() -> None:
    """Ask the people of organisations whose profile nobody has confirmed for a year."""
    reminding.remind(now=timezone.now())
