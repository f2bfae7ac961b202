"""What a reader asks of a list: words, facet values, an order; from an address and into one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise

from partners.models import Cluster

Labels = Mapping[str, str | Promise]
LONGEST_TEXT = 200
MOST_CODES = 30  # of one facet, in one address


class Region(str):
    """A cluster's town, as its label; with the thread by which it is drawn."""

    thread: str

    def __new__(cls, town: str, thread: str) -> Self:
        region = super().__new__(cls, town)
        region.thread = thread
        return region


def regions() -> Labels:
    """Code of each active cluster → its Region."""
    clusters = Cluster.objects.active().values_list("code", "city", "thread")
    return {code: Region(city, thread) for code, city, thread in clusters}


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list. `below` names the facet whose chosen values open this one."""

    name: str
    label: str | Promise
    labels: Callable[[], Labels]
    is_open: bool = False  # unfolded from the start
    below: str = ""


@dataclass(frozen=True)
class Option:
    """A value of a facet beside a list, and how many would be there with it."""

    value: str
    label: str | Promise
    count: int
    is_chosen: bool

    @property
    def thread(self) -> str:
        return getattr(self.label, "thread", "")


@dataclass(frozen=True)
class Group:
    """A facet beside a list, with its options."""

    name: str
    label: str | Promise
    options: list[Option]
    is_open: bool


@dataclass(frozen=True)
class Pill:
    """A chosen value, and the address of the list without it."""

    label: str | Promise
    url: str


@dataclass(frozen=True)
class Search:
    """A list is searched and narrowed by a subclass that names its FACETS and SORTS.

    `cursor` is where a page begins, in the words of the list: nothing for the first page. Without
    a sort in the address it is `by_default`, or `by_relevance` where there are words.
    """

    FACETS: ClassVar[tuple[Facet, ...]] = ()
    SORTS: ClassVar[Labels] = {}
    by_default: ClassVar[str] = ""
    by_relevance: ClassVar[str] = "relevance"
    cursor_name: ClassVar[str] = "from"

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    cursor: str = ""

    @classmethod
    def from_query(cls, query: QueryDict, **granted) -> Self:
        """Reads a query string. What is not understood there is passed over: addresses grow old.

        `granted` are fields of the subclass that no address can set.
        """
        text = " ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST_TEXT]
        chosen = {}
        for facet in cls.FACETS:
            asked = query.getlist(facet.name)[:MOST_CODES]
            if asked:
                known = facet.labels()
                codes = tuple(dict.fromkeys(code for code in asked if code in known))
                if codes:
                    chosen[facet.name] = codes
        sort = query.get("sort", "")
        if sort not in cls.SORTS or (sort == cls.by_relevance and not text):
            sort = cls._usual_sort(text)
        return cls(text, chosen, sort, query.get(cls.cursor_name, "")[:40], **granted)

    @classmethod
    def _usual_sort(cls, text: str) -> str:
        return cls.by_relevance if text else cls.by_default

    @property
    def granted(self) -> Mapping[str, tuple[str, ...]]:
        """By what the list is narrowed whatever is chosen; no facet that is shown beside it."""
        return {}

    @property
    def selection(self) -> Mapping[str, tuple[str, ...]]:
        """By what the list is narrowed in all."""
        return {**self.chosen, **self.granted}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.chosen)

    @property
    def chosen_codes(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.chosen.values()))

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        """The orders the list may be put in; by relevance only where there are words to go by."""
        return [
            (sort, label)
            for sort, label in self.SORTS.items()
            if self.text or sort != self.by_relevance
        ]

    def query(self, **changes) -> str:
        """The query string of this search, or of one with `changes`, from its first page on."""
        parts = {
            "text": self.text,
            "chosen": self.chosen,
            "sort": self.sort,
            "cursor": "",
        } | changes
        pairs = [("q", parts["text"])] if parts["text"] else []
        pairs += [
            (facet.name, code)
            for facet in self.FACETS
            for code in parts["chosen"].get(facet.name, ())
        ]
        is_pointless = parts["sort"] == self.by_relevance and not parts["text"]
        if parts["sort"] != self._usual_sort(parts["text"]) and not is_pointless:
            pairs.append(("sort", parts["sort"]))
        if parts["cursor"]:
            pairs.append((self.cursor_name, parts["cursor"]))
        return f"?{urlencode(pairs)}" if pairs else "?"

    @property
    def key(self) -> str:
        """One text for all that the list depends on."""
        return self.query(cursor=self.cursor)

    @property
    def canonical(self) -> str:
        """The query string of what is looked for, in whatever order: one for equal searches."""
        chosen = {facet: tuple(sorted(codes)) for facet, codes in self.chosen.items()}
        return self.query(chosen=chosen, sort=self._usual_sort(self.text)).removeprefix("?")

    def without(self, facet: str, code: str) -> str:
        """The query string with one value less; values below it fall with it."""
        chosen = dict(self.chosen)
        chosen[facet] = tuple(known for known in chosen.get(facet, ()) if known != code)
        for other in self.FACETS:
            if other.below == facet and not chosen[facet]:
                chosen.pop(other.name, None)
        return self.query(chosen=chosen)

    @property
    def pills(self) -> list[Pill]:
        """What is chosen, and how to take it away again."""
        pills = []
        for facet in self.FACETS:
            codes = self.chosen.get(facet.name, ())
            if codes:
                known = facet.labels()
                pills += [Pill(known[code], self.without(facet.name, code)) for code in codes]
        return pills
