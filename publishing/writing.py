"""Writing items: what their forms, and imports, do to the database."""

from datetime import datetime

from django.db import IntegrityError, transaction

from partners.models import Conflict
from publishing.models import Item, State, Text
from publishing.revisions import written_fields

# Seen by readers or reviewers: changes are kept as revisions.
SEEN = (State.SUBMITTED, State.PUBLISHED)


@transaction.atomic
def create(item: Item, text: Text, *, user, now: datetime) -> Item:
    """Keep a new item and its original text as a draft of `user`.

    Raises Conflict where the same form has made one before: an item with this token is there.
    """
    item.begin(now=now)
    item.author = user
    item.created_at = item.updated_at = now
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:
        if not type(item).objects.filter(token=item.token).exists():
            raise
        raise Conflict from None
    text.item = item
    _save_text(text, now=now)
    return item


@transaction.atomic
def save(item: Item, text: Text, *, version: int, user, now: datetime) -> Item:
    """Keep what a form opened at `version` has changed. Call it with the item's row locked.

    Raises Conflict where somebody has saved it since.
    """
    item.take_version(version)
    item.updated_at = now
    written = [field.name for field in written_fields(type(item))]
    item.save(update_fields=[*written, "version", "updated_at"])
    _save_text(text, now=now)
    if item.state in SEEN:
        item.record_change(user=user, now=now)
    return item


def _save_text(text: Text, *, now: datetime) -> None:
    text.language = text.item.language
    text.updated_at = now
    text.save()
