"""Background jobs. Run twice, they send a mail twice and do no other harm."""

from django.db import transaction
from django_tasks import task

from moves.models import Decision
from publishing import kinds, mail, search
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


@task()
def renew_items_of(organisations: list[int]) -> None:
    """Let lists find what these organisations have published by the names they bear now."""
    for kind in kinds.every():
        items = kind.model.objects.listed().filter(organisation__in=organisations)
        for pk in items.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                item = items.defer("words").select_for_update(of=("self",)).filter(pk=pk).first()
                if item:  # still listed
                    search.index(item)
