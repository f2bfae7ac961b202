"""What publishing tells people by mail: one function a message."""

from django.db.models import Q

from moves.models import Decision
from partners.mailing import send, tell
from partners.models import Membership, User
from publishing.models import Item, Report


def decision_made(decision: Decision) -> None:
    """Tell those who wrote an item what was decided, and why."""
    item = decision.item
    for user in writers(item):
        if user.pk != decision.user_id:
            tell(user, f"publishing/mail/{decision.move}", item=item, decision=decision)


def item_submitted(decision: Decision) -> None:
    """Tell who decides for the cluster that an item waits for them."""
    for user in User.objects.deciding_for(decision.item.cluster):
        if user.pk != decision.user_id:
            tell(user, "publishing/mail/submit", item=decision.item, decision=decision)


def item_reported(report: Report) -> None:
    """Tell who decides for the cluster that a reader has reported an item."""
    for user in User.objects.deciding_for(report.cluster):
        tell(user, "publishing/mail/reported", item=report.item, report=report)


def report_closed(decision: Decision) -> None:
    """Tell who reported an item what came of it, if they can be told."""
    report = decision.item
    context = {"item": report.item, "report": report, "decision": decision}
    if report.user and report.user.is_active:
        tell(report.user, "publishing/mail/report_closed", **context)
    elif report.email:
        template = "publishing/mail/report_closed"
        send(template, report.email, language=report.language, context=context)


def writers(item: Item) -> list[User]:
    """The author and those who look after the organisation, as far as they still may read it."""
    owners = Membership.objects.active().filter(
        organisation=item.organisation_id, role=Membership.Role.OWNER
    )
    users = User.objects.filter(
        Q(pk=item.author_id) | Q(pk__in=owners.values("user")), is_active=True
    )
    editable = type(item).objects.editable_by
    return [user for user in users if editable(user).filter(pk=item.pk).exists()]
