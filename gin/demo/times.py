"""When things happened in the demo network: counted back from the moment it is loaded."""

from datetime import datetime, time, timedelta
from zlib import crc32

from django.db import models
from django.utils import timezone

from moves.models import Decision
from publishing.models import Revision

FOUNDED = 320  # days ago
OPENING, CLOSING = time(9), time(18)


def moment(now: datetime, ago: float) -> datetime:
    """`ago` days before `now`; on a former day within office hours. What was earlier stays so."""
    days, part = divmod(ago, 1)
    day = timezone.localdate(now) - timedelta(days=days)
    opening, closing = (timezone.make_aware(datetime.combine(day, at)) for at in (OPENING, CLOSING))
    if not days:
        opening, closing = opening.replace(hour=0), now
    return closing - (closing - opening) * part


def share(key: str) -> float:
    """A part of a day, for one `key` always the same: not everything happens at noon."""
    return crc32(key.encode()) / 2**32


def set_back(item: models.Model, when: datetime, *, stamps: tuple[str, ...]) -> None:
    """What was done to `item` this moment was done at `when`; so say its `stamps`, too.

    Call it after each step, in the order of the steps: earlier ones stay as they are.
    """
    Decision.objects.about(item).filter(at__gt=when).update(at=when)
    Revision.objects.about(item).filter(at__gt=when).update(at=when)
    item.refresh_from_db(fields=stamps)
    late = [name for name in stamps if (at := getattr(item, name)) and at > when]
    for name in late:
        setattr(item, name, when)
    if late:
        item.save(update_fields=late)
