"""What publishing tells people by mail: one function a message."""

from django.db.models import Q, QuerySet

from moves.models import Decision
from partners.mailing import send
from partners.models import Cluster, Membership, StaffRole, User
from publishing.models import Item, Report


def decision_made(decision: Decision) -> None:
    """Tell those who wrote an item what was decided, and why."""
    item = decision.item
    for user in writers(item):
        if user.pk != decision.user_id:
            _tell(user, f"publishing/mail/{decision.move}", item=item, decision=decision)


def item_submitted(decision: Decision) -> None:
    """Tell the cluster's coordinators that an item waits for them."""
    for user in _coordinators(decision.item.cluster):
        if user.pk != decision.user_id:
            _tell(user, "publishing/mail/submit", item=decision.item, decision=decision)


def item_reported(report: Report) -> None:
    """Tell the cluster's coordinators that a reader has reported an item."""
    for user in _coordinators(report.cluster):
        _tell(user, "publishing/mail/reported", item=report.item, report=report)


def report_closed(decision: Decision) -> None:
    """Tell who reported an item what came of it, if they can be told."""
    report = decision.item
    context = {"item": report.item, "report": report, "decision": decision}
    if report.user and report.user.is_active:
        _tell(report.user, "publishing/mail/report_closed", **context)
    elif report.email:
        template = "publishing/mail/report_closed"
        send(template, report.email, language=report.language, context=context)


def _tell(user: User, template: str, **context) -> None:
    send(template, user.email, language=user.language, name=user.first_name, context=context)


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


def _coordinators(cluster: Cluster) -> QuerySet[User]:
    roles = StaffRole.objects.active().filter(cluster=cluster, role=StaffRole.Role.COORDINATOR)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)
