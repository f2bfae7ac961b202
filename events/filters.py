"""By what events are narrowed, and in which orders they are listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries

from events.audiences import Audience
from events.finding import PAST, UPCOMING
from events.models.events import Kind, Mode
from partners import filters
from partners.filters import Facet, Labels, regions

MONTHS_AHEAD = 24


def months(first: date) -> Labels:
    """'2026-12' → 'December 2026', for the months around `first`."""
    numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month + MONTHS_AHEAD)
    pairs = [(number // 12, number % 12 + 1) for number in numbers]
    return {f"{year}-{month:02}": f"{MONTHS[month]} {year}" for year, month in pairs}


WAYS = {Mode.ON_SITE: Mode.ON_SITE.label, Mode.ONLINE: Mode.ONLINE.label}
FACETS = (
    Facet("cluster", _("Cluster"), regions, is_open=True),
    Facet("kind", _("Kind"), lambda: dict(Kind.choices), is_open=True),
    Facet("mode", _("Where"), lambda: WAYS, is_open=True),
    Facet("month", _("Month"), lambda: months(timezone.localdate())),
    Facet("language", _("Language"), lambda: dict(settings.LANGUAGES)),
    Facet("country", _("Country"), partial(dict, countries)),
)


class Sort:
    DATE = "date"
    NEWEST = "newest"
    RELEVANCE = "relevance"
    LATEST = "latest"  # of past ones


@dataclass(frozen=True)
class Search(filters.Search):
    """What a reader asked of the list of events: of those to come, or of past ones.

    `audiences` are the codes of those it is for (events.audiences), which no address can widen.
    """

    FACETS: ClassVar[tuple[Facet, ...]] = FACETS
    SORTS: ClassVar[Labels] = {
        Sort.DATE: pgettext_lazy("sort", "By date"),
        Sort.NEWEST: _("Newest first"),
        Sort.RELEVANCE: _("Best match"),
    }
    by_default: ClassVar[str] = Sort.DATE
    by_relevance: ClassVar[str] = Sort.RELEVANCE

    sort: str = Sort.DATE
    audiences: tuple[str, ...] = (Audience.PUBLIC,)

    @property
    def time(self) -> str:
        return UPCOMING

    @property
    def granted(self) -> Mapping[str, tuple[str, ...]]:
        return {"audience": self.audiences, "time": (self.time,)}

    @property
    def key(self) -> str:
        return "\0".join((super().key, *self.audiences))


@dataclass(frozen=True)
class PastSearch(Search):
    """The same of events that are over, the latest first."""

    FACETS: ClassVar[tuple[Facet, ...]] = tuple(f for f in FACETS if f.name != "month")
    SORTS: ClassVar[Labels] = {
        Sort.LATEST: pgettext_lazy("sort", "Latest first"),
        Sort.RELEVANCE: _("Best match"),
    }
    by_default: ClassVar[str] = Sort.LATEST

    sort: str = Sort.LATEST

    @property
    def time(self) -> str:
        return PAST

    @property
    def key(self) -> str:
        return f"{super().key}\0{self.time}"
