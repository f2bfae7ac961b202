"""The list of one kind of items as data, under the same filters (docs/open-data.md)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from partners.filters import Search
from partners.imports.records import table
from publishing.listing import Catalogue

MOST = 5_000  # items in one file
FEED = 50  # entries in a feed
BATCH = 500
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, eq=False)
class OpenData:
    """What others may take of a list: the newest that a search finds.

    `record` gives a value for each of `columns`, in the reader's language where there is a text in
    it. `title` is that of the feed; `list_name` the URL name of the list, and `file_name` what a
    file is called.
    """

    catalogue: Catalogue
    columns: Sequence[str]
    record: Callable[[models.Model], dict[str, Any]]
    title: str | Promise
    list_name: str
    file_name: str

    def found(self, search: Search, *, limit: int = MOST) -> list[int]:
        """Positions of the newest that `search` finds."""
        return self.catalogue.found_by(search).newest(limit)

    def csv_lines(self, positions: list[int]) -> Iterator[str]:
        """A CSV file, in pieces; what a spreadsheet would run as a formula is made harmless."""
        records = map(self.record, self._read(positions))
        return table(self.columns, ([_cell(r[c]) for c in self.columns] for r in records))

    def json_lines(self, positions: list[int]) -> Iterator[str]:
        """A JSON array, in pieces."""
        encoder = DjangoJSONEncoder(ensure_ascii=False)
        yield "["
        for number, item in enumerate(self._read(positions)):
            yield (",\n" if number else "\n") + encoder.encode(self.record(item))
        yield "\n]\n"

    def atom(self, search: Search, *, url: str, list_url: str) -> str:
        """A feed of the newest that `search` finds. `url` is its own address."""
        feed = Atom1Feed(
            title=self.title, link=list_url, feed_url=url, description="", language=get_language()
        )
        for item in self._read(self.found(search, limit=FEED)):
            text = item.text
            feed.add_item(
                title=_NOT_IN_XML.sub("", text.title),
                link=settings.SITE_URL + item.get_absolute_url(),
                description=_NOT_IN_XML.sub("", text.summary),
                unique_id=_one_address(item),
                pubdate=item.published_at,
                updateddate=max(item.updated_at, item.published_at),
                categories=[item.get_kind_display(), item.cluster.code],
                author_name=item.cluster.name,
            )
        return feed.writeString("utf-8")

    def _read(self, positions: list[int]) -> Iterator[models.Model]:
        for start in range(0, len(positions), BATCH):
            batch = positions[start : start + BATCH]
            items = self.catalogue.model.objects.listed_at(batch).prefetch_related("cluster__texts")
            yield from items.order_by("-position")


def _one_address(item: models.Model) -> str:
    """The address of an item whatever the language: readers know by it what they have seen."""
    with override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + item.get_absolute_url()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return "|".join(value) if isinstance(value, list) else str(value)
