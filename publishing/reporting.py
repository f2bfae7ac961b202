"""Taking in a reader's report."""

from datetime import datetime

from django.db import IntegrityError, transaction

from publishing.models import Item, Report
from publishing.tasks import announce_report


def take_report(report: Report, item: Item, *, user, language: str, now: datetime) -> None:
    """Open `report`, filled in by a reader, on a published `item`, and tell the coordinators.

    Who reports the same item again before the first report is closed has not to be told so: nothing
    is added.
    """
    report.item = item
    report.cluster_id = item.cluster_id
    report.title = item.title
    report.user = user if user.is_authenticated else None
    report.language = language
    report.at = now
    try:
        with transaction.atomic():
            report.save()
            announce_report.enqueue(report.pk)
    except IntegrityError:
        if not Report.objects.about(item).open().filter(user=report.user).exists():
            raise
