"""Saving an item, so that no two people overwrite each other and every save leaves a revision."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from publishing.models import Item


@contextmanager
def saving(item: Item, *, user, now: datetime, version: int | None = None) -> Iterator[Item]:
    """Lock `item` and give it to the block; what that saved becomes a revision.

    `version` is that of the page whose form is saved: raises Conflict, before the block runs, where
    somebody has saved the item since. Without one the block must not depend on what was shown. The
    block saves what it changes; a block that raises leaves all as it was.
    """
    with transaction.atomic():
        rows = type(item)._base_manager.defer("words").select_for_update(of=("self",))
        locked = rows.get(pk=item.pk)
        locked.take_version(locked.version if version is None else version)
        yield locked
        locked.save(update_fields=["version"])
        locked.record_change(user=user, now=now)
