"""What conversations come to, in figures that everybody may see."""

from math import ceil
from statistics import median

from partners.models import Cluster
from threads.clock import working_time
from threads.models import Agreement, Stage, Thread

# The median is taken over the newest of them: it tells how they answer now.
NEWEST = 200


def agreements() -> int:
    """Agreements recorded so far."""
    return Agreement.objects.count()


def conversations() -> int:
    """Replies to offers and requests so far, withdrawn ones left out."""
    return Thread.objects.exclude(state=Stage.WITHDRAWN).count()


def median_answer_hours(cluster: Cluster | None = None) -> int | None:
    """Median time to a first answer, in begun hours of working days; None before any.

    Of one cluster, or of the network. A working day has 24 of them: 36 hours are a day and a half.
    """
    answered = Thread.objects.filter(answered_at__isnull=False)
    if cluster:
        answered = answered.filter(cluster=cluster)
    times = answered.order_by("-answered_at").values_list(
        "created_at", "answered_at", "cluster__country"
    )[:NEWEST]
    spans = [working_time(*time).total_seconds() for time in times]
    return max(1, ceil(median(spans) / 3600)) if spans else None
