"""The directory of organisations: searching, narrowing, counting and listing them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.paginator import Page, Paginator
from django.db.models import Avg, Count, F, Q, QuerySet, Value
from django.db.models.functions import Round
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from partners.filters import Facet, Group, Labels, Option, Search, regions
from partners.forms.choices import capitalised
from partners.imports.records import table
from partners.maps import Dot, dots
from partners.models import Organisation, OrganisationText
from partners.models.folding import Folded
from partners.names import fold
from partners.vocabularies import labels, path

ROWS = 30  # a page
MOST_WORDS = 8  # of a search; the rest is passed over
MOST_DOTS = 400  # on the map


def _top(vocabulary: str) -> Labels:
    """The labels of the first level of a list."""
    return {
        code: label
        for code, label in labels(vocabulary).items()
        if path(vocabulary, code) == [code]
    }


def _kinds() -> Labels:
    return dict(capitalised(Organisation.Kind.choices))


class DirectorySearch(Search):
    FACETS = (
        Facet("cluster", _("Cluster"), regions, is_open=True),
        Facet("kind", _("Kind"), _kinds, is_open=True),
        Facet("sector", _("Sector"), partial(_top, "nace"), is_open=True),
        Facet("technology", _("Technology"), partial(_top, "technology")),
        Facet("country", _("Country"), lambda: dict(countries)),
        Facet("size", _("Size"), lambda: dict(Organisation.Size.choices)),
    )
    SORTS = {
        "relevance": _("Best match"),
        "members": _("Members first"),
        "name": _("By name"),
        "newest": _("Newest first"),
    }
    by_default = "members"
    cursor_name = "page"


_NAMES = Folded("legal_name", "short_name", "city")
_ORDERS = {
    "relevance": ("-likeness", "legal_name", "pk"),
    # Of the listed states, 'verified' is the last in the alphabet.
    "members": ("-state", "legal_name", "pk"),
    "name": ("legal_name", "pk"),
    "newest": ("-created_at", "-pk"),
}


def named_like(name: str, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Those whose name holds or resembles `name`, the nearest first."""
    typed = fold(name)
    holds = Q()
    for word in typed.split()[:MOST_WORDS]:
        holds &= Q(words__contains=_folded(word))
    near = organisations.alias(words=_NAMES, likeness=TrigramWordSimilarity(typed, "name_key"))
    return near.filter(holds | Q(name_key__trigram_word_similar=typed)).order_by(
        *_ORDERS["relevance"]
    )


def _matching(text: str) -> set[int]:
    """Keys of the organisations whose name, town, sector or texts hold every word of `text`.

    Or whose name is nearly that. Each part is asked by itself, as each has an index of its own.
    """
    typed = fold(text)
    near = Organisation.objects.filter(name_key__trigram_word_similar=typed)
    holding = [_holding(word) for word in typed.split()[:MOST_WORDS]]
    every = set.intersection(*holding) if holding else set()
    return every | set(near.values_list("pk", flat=True))


def _holding(word: str) -> set[int]:
    organisations = Organisation.objects.order_by()
    texts = OrganisationText.objects.order_by().alias(words=Folded("offers", "seeks"))
    named = organisations.alias(words=_NAMES).filter(words__contains=_folded(word))
    saying = texts.filter(words__contains=_folded(word)).values_list("organisation")
    parts = [saying]
    if sectors := _sectors_named(word):
        parts.append(organisations.filter(nace__in=sectors).values_list("pk"))
    return {key for (key,) in named.values_list("pk").union(*parts)}


def _folded(word: str) -> Folded:
    return Folded(Value(word))


def _sectors_named(word: str) -> list[str]:
    if len(word) < 4:  # every label has short words in it
        return []
    return [code for code, label in labels("nace").items() if word in fold(label)]


def _below(vocabulary: str, tops: Iterable[str]) -> list[str]:
    """The codes of a list that lie below some of its first level, these included."""
    tops = set(tops)
    return [code for code in labels(vocabulary) if path(vocabulary, code)[0] in tops]


_NARROWED: dict[str, Callable[[Iterable[str]], Q]] = {
    "cluster": lambda codes: Q(cluster__code__in=codes),
    "kind": lambda codes: Q(kind__in=codes),
    "sector": lambda codes: Q(nace__in=_below("nace", codes)),
    "technology": lambda codes: Q(technology__overlap=_below("technology", codes)),
    "country": lambda codes: Q(country__in=codes),
    "size": lambda codes: Q(size__in=codes),
}
# Where a facet's codes stand, and how those of the first level follow from them.
_COUNTED: dict[str, tuple[str, Callable[[str | list[str]], set[str]]]] = {
    "cluster": ("cluster__code", lambda code: {code}),
    "kind": ("kind", lambda code: {code}),
    "sector": ("nace", lambda code: set(path("nace", code)[:1])),
    "technology": (
        "technology",
        lambda codes: {t for c in codes for t in path("technology", c)[:1]},
    ),
    "country": ("country", lambda code: {code}),
    "size": ("size", lambda code: {code}),
}


@dataclass(frozen=True)
class Directory:
    """The listed organisations as a search asks for them."""

    search: DirectorySearch

    @cached_property
    def organisations(self) -> QuerySet[Organisation]:
        """All that match, in the order asked for."""
        likeness = TrigramWordSimilarity(fold(self.search.text), "name_key")
        found = self._narrowed().alias(likeness=likeness).select_related("cluster")
        return found.order_by(*_ORDERS[self.search.sort])

    @cached_property
    def page(self) -> Page:
        organisations = self.organisations.prefetch_related("texts", "cluster__texts")
        return Paginator(organisations, ROWS).get_page(self.search.cursor)

    @property
    def previous_query(self) -> str:
        if not self.page.has_previous():
            return ""
        return self.search.query(cursor=str(self.page.previous_page_number()))

    @property
    def next_query(self) -> str:
        if not self.page.has_next():
            return ""
        return self.search.query(cursor=str(self.page.next_page_number()))

    @cached_property
    def groups(self) -> list[Group]:
        """The facets with the values that would find something or are chosen, the most first."""
        return [self._group(facet) for facet in self.search.FACETS]

    @cached_property
    def dots(self) -> list[Dot]:
        """Where on the map they are, in steps of a quarter of a degree."""
        places = (
            self._narrowed()
            .filter(lat__isnull=False, lng__isnull=False)
            .order_by()
            .values(
                row=Round(F("lat") * 4), column=Round(F("lng") * 4), thread=F("cluster__thread")
            )
            .annotate(n=Count("pk"), lat=Avg("lat"), lng=Avg("lng"))
            .order_by("-n", "row", "column")[:MOST_DOTS]
        )
        return dots((p["lat"], p["lng"], p["n"], p["thread"] or "") for p in places)

    @cached_property
    def _matching(self) -> set[int]:
        return _matching(self.search.text)

    def _narrowed(self, *, without: str = "") -> QuerySet[Organisation]:
        found = Organisation.objects.listed()
        if self.search.text:
            found = found.filter(pk__in=self._matching)
        for name, codes in self.search.chosen.items():
            if name != without:
                found = found.filter(_NARROWED[name](codes))
        return found

    def _group(self, facet: Facet) -> Group:
        chosen = self.search.chosen.get(facet.name, ())
        known, counts = facet.labels(), self._counts(facet.name)
        codes = [code for code in known if counts[code] or code in chosen]
        options = [Option(code, known[code], counts[code], code in chosen) for code in codes]
        options.sort(key=lambda option: -option.count)
        return Group(facet.name, facet.label, options, is_open=facet.is_open or bool(chosen))

    def _counts(self, name: str) -> Counter[str]:
        """Code → how many there would be with it, whatever else is chosen of its facet."""
        column, tops = _COUNTED[name]
        counts: Counter[str] = Counter()
        found = self._narrowed(without=name).order_by().values_list(column)
        for value, n in found.annotate(n=Count("pk")):
            for code in tops(value) if value else ():
                counts[code] += n
        return counts


COLUMNS = {
    "name": "name",
    "legal_name": "legal_name",
    "kind": "kind",
    "size": "size",
    "cluster": "cluster__code",
    "country": "country",
    "city": "city",
    "nuts": "nuts",
    "website": "website",
    "founded": "founded",
    "nace": "nace",
    "technology": "technology",
    "market": "market",
    "state": "state",
    "verified_at": "verified_at",
}


def as_table(organisations: QuerySet[Organisation]) -> Iterator[str]:
    """The organisations as a CSV file that a spreadsheet opens safely, in parts."""
    columns = [column for column in COLUMNS.values() if column != "name"]
    rows = organisations.values("short_name", *columns).iterator(chunk_size=1000)
    return table(COLUMNS, map(_cells, rows))


def _cells(row: Mapping) -> Iterator[object]:
    for column in COLUMNS.values():
        value = row["short_name"] or row["legal_name"] if column == "name" else row[column]
        if isinstance(value, list):
            value = " | ".join(value)
        yield "" if value is None else value
