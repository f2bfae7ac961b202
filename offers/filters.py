"""By what offers are narrowed: the facets, what a reader has chosen of them, and their labels."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from offers.models.offers import Kind, Profile
from partners.models import Cluster
from partners.vocabularies import labels

Labels = Mapping[str, str | Promise]
SOON = "soon"  # the one code of the facet 'closing'
LONGEST_TEXT = 200
MOST_CODES = 30  # of one facet, in one address


def _choices(choices: Iterable[tuple[str, str | Promise]]) -> Labels:
    return dict(choices)


class Region(str):
    """A cluster's town, as its label; with the thread by which it is drawn."""

    thread: str


def _clusters() -> Labels:
    regions = {}
    for code, city, thread in Cluster.objects.active().values_list("code", "city", "thread"):
        regions[code] = Region(city)
        regions[code].thread = thread
    return regions


def _countries() -> Labels:
    return dict(countries)


@dataclass(frozen=True)
class Facet:
    """A way to narrow a list. `below` names the facet whose chosen values open this one."""

    name: str
    label: str | Promise
    labels: Callable[[], Labels]
    is_open: bool = False  # unfolded from the start
    below: str = ""


FACETS = (
    Facet("kind", _("Type"), lambda: _choices(Kind.choices), is_open=True),
    Facet("cluster", _("Cluster"), _clusters, is_open=True),
    Facet("sector", _("Sector"), partial(labels, "nace"), is_open=True),
    Facet("division", _("Branch"), partial(labels, "nace"), is_open=True, below="sector"),
    Facet("technology", _("Technology"), partial(labels, "technology")),
    Facet("keyword", _("Keyword"), partial(labels, "technology"), is_open=True, below="technology"),
    Facet("profile", _("Profile"), lambda: _choices(Profile.choices)),
    Facet("stage", _("Stage of development"), partial(labels, "stage")),
    Facet("cooperation", _("Type of cooperation"), partial(labels, "cooperation")),
    Facet("country", _("Country"), _countries),
    Facet("target", _("Looks for partners in"), _countries),
    Facet("language", _("Language"), lambda: dict(settings.LANGUAGES)),
    Facet("closing", _("Closing"), lambda: {SOON: _("Within two weeks")}),
)


class Sort:
    NEWEST = "newest"
    CLOSING = "closing"
    RELEVANCE = "relevance"
    LABELS = {
        NEWEST: _("Newest first"),
        CLOSING: _("Closing soon"),
        RELEVANCE: _("Best match"),
    }

    @classmethod
    def offered(cls, search: "Search") -> list[tuple[str, str | Promise]]:
        """The orders a list may be put in; by relevance only where there are words to go by."""
        return [
            (sort, label)
            for sort, label in cls.LABELS.items()
            if search.text or sort != cls.RELEVANCE
        ]


@dataclass(frozen=True)
class Search:
    """What a reader asked for. Comes from an address and goes into one, without loss.

    `cursor` is where a page begins, in the words of the sort: nothing for the first page.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = Sort.NEWEST
    cursor: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Search":
        """Reads a query string. What is not understood there is passed over: addresses grow old."""
        text = " ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST_TEXT]
        chosen = {}
        for facet in FACETS:
            asked = query.getlist(facet.name)[:MOST_CODES]
            if asked:
                known = facet.labels()
                codes = tuple(dict.fromkeys(code for code in asked if code in known))
                if codes:
                    chosen[facet.name] = codes
        sort = query.get("sort", "")
        if sort not in Sort.LABELS or (sort == Sort.RELEVANCE and not text):
            sort = Sort.RELEVANCE if text else Sort.NEWEST
        return cls(text, chosen, sort, query.get("from", "")[:40])

    @property
    def chosen_codes(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.chosen.values()))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.chosen)

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
            (facet.name, code) for facet in FACETS for code in parts["chosen"].get(facet.name, ())
        ]
        default = Sort.RELEVANCE if parts["text"] else Sort.NEWEST
        if parts["sort"] != default and not (parts["sort"] == Sort.RELEVANCE and not parts["text"]):
            pairs.append(("sort", parts["sort"]))
        if parts["cursor"]:
            pairs.append(("from", parts["cursor"]))
        return f"?{urlencode(pairs)}" if pairs else "?"

    def without(self, facet: str, code: str) -> str:
        """The query string with one value less; values below it fall with it."""
        chosen = dict(self.chosen)
        chosen[facet] = tuple(known for known in chosen.get(facet, ()) if known != code)
        for other in FACETS:
            if other.below == facet and not chosen[facet]:
                chosen.pop(other.name, None)
        return self.query(chosen=chosen)
