"""When things happened in the demo network: counted back from the moment it is loaded."""

from datetime import datetime, time, timedelta
from zlib import crc32

from django.db import models
from django.utils import timezone

from moves.models import Decision
from publishing.models import Revision

FOUNDED = 320  # days ago
OPENING = time(9)
OFFICE_MINUTES = 8 * 60


def office_hour(now: datetime, days: float, key: str) -> datetime:
    """Some minute of the office hours so many days ago; for one `key` always the same."""
    day = timezone.localdate(now) - timedelta(days=days)
    opening = timezone.make_aware(datetime.combine(day, OPENING))
    return min(now, opening + timedelta(minutes=crc32(key.encode()) % OFFICE_MINUTES))


def set_back(item: models.Model, when: datetime, *, stamps: tuple[str, ...]) -> None:
    """What was done to `item` this moment was done at `when`; so say its `stamps`, too.

    Call it after each step, in the order of the steps: earlier ones stay as they are.
    """
    Decision.objects.about(item).filter(at__gt=when).update(at=when)
    Revision.objects.about(item).filter(at__gt=when).update(at=when)
    item.refresh_from_db(fields=stamps)
    late = [name for name in stamps if (at := getattr(item, name)) and at > when]
    if late:
        type(item)._base_manager.filter(pk=item.pk).update(**dict.fromkeys(late, when))
        item.refresh_from_db(fields=stamps)
