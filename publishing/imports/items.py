"""Importing items of any kind through the form that people fill in.

A room reads its lists into entries; an Importer keeps them one by one, each for itself: a bad one
stops no other, and whatever the form would refuse is rejected. What an entry says is remembered as
a stamp, so that a second import changes nothing, and nothing that people have changed since.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from moves.machine import make
from partners.models import Cluster
from publishing.item_form import ItemForm
from publishing.models import Item


class Unreadable(Exception):
    """An entry from which no item can be made, and why."""


class Reject(NamedTuple):
    """An entry that was left out: its place in the file, its id and title as far as it has any."""

    place: int
    source_id: str
    reason: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of a list as the form of its kind takes it.

    `place` is its line in the file, or its number; `source` and `source_id` are the list and its
    key there. Of two `edition`s of one entry the newer sorts behind the older; '' where the list
    numbers none.
    """

    place: int
    source: str
    source_id: str
    title: str
    values: dict[str, Any]
    edition: str = ""

    @property
    def stamp(self) -> str:
        """Its edition, and a digest of what it says."""
        said = json.dumps(self.values, sort_keys=True)
        return f"{self.edition} {blake2b(said.encode(), digest_size=16).hexdigest()}"

    def reject(self, reason: str) -> Reject:
        return Reject(self.place, self.source_id, reason, self.title)


@dataclass
class Report:
    """How many entries were read, and what became of each."""

    read: int = 0
    created: int = 0
    updated: int = 0
    cancelled: int = 0
    unchanged: int = 0
    kept: int = 0  # edited in the portal since, or imported from a newer list: left as they are
    rejects: list[Reject] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Nothing has changed."""
        return not (self.created or self.updated or self.cancelled)


class Importer:
    """Keeps the entries of one `source` as items of `model`, in the name of `author`."""

    model: ClassVar[type[Item]]

    def __init__(self, source: str, *, author, now: datetime, publishes: bool = False) -> None:
        self.source, self.author, self.now, self.publishes = source, author, now, publishes
        self.day = timezone.localdate(now)
        self.clusters = list(Cluster.objects.active() & Cluster.objects.staffed_by(author))
        known = self.model.objects.filter(source=source)
        # By id: of what the author may write, its stamp; of what others have imported, None.
        self.stamps: dict[str, str | None] = dict.fromkeys(
            known.values_list("source_id", flat=True)
        )
        own = known.editable_by(author)
        self.stamps |= own.values_list("source_id", "source_stamp")
        self._places: dict[str, int] = {}  # by id, of the entries taken so far

    def prepare(self, item: Any, entry: Any) -> dict[str, Any]:
        """What the form is given besides the values of an Entry; the Item is unsaved if it is new.

        Raises Unreadable.
        """
        raise NotImplementedError

    def take(self, entry: Entry) -> str:
        """Keep an entry; the name of the count it belongs to. Raises Unreadable."""
        place = self._places.setdefault(entry.source_id, entry.place)
        if place != entry.place:
            raise Unreadable(f"the same id as {place}")
        if entry.source_id not in self.stamps:
            return self._create(entry)
        if _digest(self.stamps[entry.source_id] or "") == _digest(entry.stamp):
            return "unchanged"
        return self._update(self.locked(entry), entry)

    def locked(self, entry: Entry) -> Item:
        """The item that an entry was imported as, its row locked until the transaction ends.

        Raises Unreadable where the author may not write it.
        """
        known = self.model.objects.filter(source=self.source, source_id=entry.source_id)
        own = known.editable_by(self.author).select_for_update(of=("self",)).first()
        if own is None:
            raise Unreadable("another cluster has imported it")
        return own

    def _create(self, entry: Entry) -> str:
        form = self._form(entry, self.model(source=self.source, source_id=entry.source_id))
        form.item.source_stamp, form.item.source_version = entry.stamp, form.item.version
        item = form.save(user=self.author, now=self.now)
        if self.publishes:
            try:
                make("publish", item, user=self.author)
            except PermissionDenied:
                raise Unreadable(f"{self.author} may not publish it") from None
        return "created"

    def _update(self, item: Item, entry: Entry) -> str:
        if is_older(entry, item) or item.version != item.source_version:
            return "kept"
        form = self._form(entry, item)
        is_new = bool(form.difference_to(self.model.objects.get(pk=item.pk)))
        if is_new:
            form.save(user=self.author, now=self.now)
        self.settle(item, entry)
        return "updated" if is_new else "unchanged"

    def settle(self, item: Item, entry: Entry) -> None:
        """Remember that `item`, as it is now, is what `entry` says."""
        self.model.objects.filter(pk=item.pk).update(
            source_stamp=entry.stamp, source_version=item.version
        )

    def _form(self, entry: Entry, item: Item) -> ItemForm:
        data = QueryDict(mutable=True)
        for name, value in (entry.values | self.prepare(item, entry)).items():
            data.setlist(name, value if isinstance(value, list) else [value])
        data["token"] = str(item.token if item.pk else uuid4())
        data["version"] = item.version if item.pk else 0
        form = ItemForm(data, item=item, user=self.author)
        if not form.is_complete(day=self.day):
            raise Unreadable(_reasons(form))
        return form

    def own_cluster(self, country: str, default: Cluster | None) -> Cluster:
        """That of `country`, among those the author works for, or else `default`."""
        found = [each for each in self.clusters if each.country.code == country]
        cluster = found[0] if len(found) == 1 else default
        if cluster is None:
            raise Unreadable(f"country: no cluster for {country or 'none'}")
        return cluster


def is_older(entry: Entry, item: Item) -> bool:
    """Whether a newer edition of `entry` has been imported before."""
    return entry.edition < item.source_stamp.rpartition(" ")[0]


def import_items(
    entries: Iterable[Entry | Reject],
    take: Callable[[Entry], str],
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Let `take` (of an Importer) keep each of `entries`, and say what became of them.

    Each is a transaction of its own, so that others need not wait for all, and what an import that
    was broken off has kept, the next one knows.
    """
    report = Report()
    for report.read, entry in enumerate(entries, 1):
        if isinstance(entry, Reject):
            report.rejects.append(entry)
        else:
            try:
                with transaction.atomic():
                    outcome = take(entry)
                    transaction.set_rollback(dry_run)
            except Unreadable as error:
                report.rejects.append(entry.reject(str(error)))
            else:
                setattr(report, outcome, getattr(report, outcome) + 1)
        if progress:
            progress(report.read)
    return report


def _digest(stamp: str) -> str:
    return stamp.rpartition(" ")[2]


def _reasons(form: ItemForm) -> str:
    return "; ".join(f"{name}: {' '.join(errors)}" for name, errors in form.errors.items())
