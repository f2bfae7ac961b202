"""The numbers by which people speak of offers, such as KRK-2026-0418."""

from datetime import datetime

from django.utils import timezone

from offers.models import ReferenceCounter
from partners.models import Cluster


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


class ReferenceConverter:
    """`<reference:…>` in a path."""

    regex = r"[A-Z]{2,5}-[0-9]{4}-[0-9]{4,8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
