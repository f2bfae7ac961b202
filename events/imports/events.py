"""Importing events through the form that people fill in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TextIO

from events.imports.calendars import SOURCE, read_calendar
from events.imports.components import is_calendar
from events.imports.entries import Announcement, Defaults
from events.imports.tables import read_table, table_of
from events.models import Event
from moves.machine import make
from partners.imports.records import CannotImport
from partners.models import Cluster
from publishing.imports.items import Importer, Report, Unreadable, import_items, is_older
from publishing.models import State

CANCELLED = "It was cancelled in the calendar it was announced from."


def import_events(
    file: TextIO,
    *,
    author,
    cluster: Cluster | None,
    now: datetime,
    defaults: Defaults,
    takes_past: bool = False,
    publishes: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Make events of a CSV or iCalendar file, opened by `records.open_table`, as `author`.

    `cluster` announces them; `defaults` holds what is meant where nothing is said, but for town and
    zone, which are those of the cluster. With `takes_past` also what is over is kept. Again, the
    same file changes nothing. Raises CannotImport.
    """
    table = None if is_calendar(file) else table_of(file)
    importer = EventImporter(
        table.source if table else SOURCE,
        cluster=cluster,
        takes_past=takes_past,
        author=author,
        now=now,
        publishes=publishes,
    )
    if importer.cluster:
        own = importer.cluster
        defaults = replace(defaults, zone=own.timezone, city=own.city)
    if table:
        entries = read_table(file, table, defaults)
    elif importer.cluster:
        entries = read_calendar(
            file, defaults, today=importer.day, takes_past=takes_past, known=importer.stamps
        )
    else:
        raise CannotImport("say with --cluster who announces the events of a calendar")
    return import_items(entries, importer.take, dry_run=dry_run, progress=progress)


class EventImporter(Importer):
    """Of announcements, each as an event of `cluster`.

    Without it they are of the only cluster the author works for, else of that of their country.

    What is over is rejected, or with `takes_past` kept as an event that has taken place.
    """

    model = Event

    def __init__(self, source: str, *, cluster: Cluster | None, takes_past: bool, **who) -> None:
        super().__init__(source, **who)
        self.cluster = cluster or (self.clusters[0] if len(self.clusters) == 1 else None)
        self.takes_past = takes_past
        self._identities: dict[tuple[str, ...], int] = {}

    def take(self, entry: Any) -> str:
        if entry.is_cancelled:
            return self._cancel(entry)
        place = self._identities.setdefault(entry.identity, entry.place)
        if place != entry.place:
            raise Unreadable(f"the same title, time and place as line {place}")
        return super().take(entry)

    def prepare(self, item: Any, entry: Any) -> dict[str, Any]:
        country = entry.values.get("country", "")
        cluster = self.cluster or self.own_cluster(country, None)
        if item.pk is None and entry.last_day and entry.last_day < self.day:
            if not self.takes_past:
                raise Unreadable("is over (--past takes what is over)")
            # The public knew it elsewhere: so it may be published, and mended, though it is over.
            item.published_at = self.now
        return {"cluster": cluster.pk}

    def _update(self, item: Any, entry: Any) -> str:
        # What was called off here is announced anew by people alone.
        return "kept" if item.is_cancelled else super()._update(item, entry)

    def _cancel(self, entry: Announcement) -> str:
        if entry.source_id not in self.stamps:
            raise Unreadable("is cancelled, and was not announced here")
        event = self.locked(entry)
        if event.is_cancelled or event.is_over_at(self.now):
            return "unchanged"
        if is_older(entry, event):
            return "kept"
        if event.state != State.PUBLISHED:
            raise Unreadable(f"is cancelled, and here not published: {event.get_state_display()}")
        make("cancel", event, user=self.author, note=CANCELLED)
        self.settle(event, entry)
        return "cancelled"
