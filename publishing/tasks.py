"""Background jobs. Run twice, they send a mail twice and do no other harm."""

from django_tasks import task

from moves.models import Decision
from publishing import mail
from publishing.models import Report


@task()
def announce_decision(decision_id: int) -> None:
    decision = Decision.objects.get(pk=decision_id)
    if decision.item is None:  # deleted since
        return
    if decision.move == "submit":
        mail.item_submitted(decision)
    else:
        mail.decision_made(decision)


@task()
def announce_report(report_id: int) -> None:
    report = Report.objects.get(pk=report_id)
    if report.item is not None:
        mail.item_reported(report)


@task()
def announce_report_closed(decision_id: int) -> None:
    decision = Decision.objects.get(pk=decision_id)
    if decision.item is not None and decision.item.item is not None:
        mail.report_closed(decision)
