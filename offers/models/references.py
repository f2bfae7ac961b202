"""The numbers by which people speak of offers, such as KRK-2026-0418."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from partners.models import Cluster


class ReferenceCounter(models.Model):
    """The last number given to an offer of a cluster in a year."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "year"], name="reference_counter_once")
        ]


def allot(cluster: Cluster, *, now: datetime) -> str:
    """The next reference of `cluster` in the year of `now`. In the transaction that uses it.

    The row of the counter stays locked until then, so that none is given twice and none is lost.
    """
    year = timezone.localtime(now).year
    ReferenceCounter.objects.get_or_create(cluster=cluster, year=year)
    counter = ReferenceCounter.objects.select_for_update().get(cluster=cluster, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{cluster.code}-{year}-{counter.last:04}"
