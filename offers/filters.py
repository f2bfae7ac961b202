"""By what offers are narrowed, and in which orders they are listed."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from offers.models.offers import Kind, Profile
from partners import filters
from partners.filters import Facet, Labels, regions
from partners.vocabularies import labels

SOON = "soon"  # the one code of the facet 'closing'

FACETS = (
    Facet("kind", _("Type"), lambda: dict(Kind.choices), is_open=True),
    Facet("cluster", _("Cluster"), regions, is_open=True),
    Facet("sector", _("Sector"), partial(labels, "nace"), is_open=True),
    Facet("division", _("Branch"), partial(labels, "nace"), is_open=True, below="sector"),
    Facet("technology", _("Technology"), partial(labels, "technology")),
    Facet("keyword", _("Keyword"), partial(labels, "technology"), is_open=True, below="technology"),
    Facet("profile", _("Profile"), lambda: dict(Profile.choices)),
    Facet("stage", _("Stage of development"), partial(labels, "stage")),
    Facet("cooperation", _("Type of cooperation"), partial(labels, "cooperation")),
    Facet("country", _("Country"), lambda: dict(countries)),
    Facet("target", _("Looks for partners in"), lambda: dict(countries)),
    Facet("language", _("Language"), lambda: dict(settings.LANGUAGES)),
    Facet("closing", _("Closing"), lambda: {SOON: _("Within two weeks")}),
)


class Sort:
    NEWEST = "newest"
    CLOSING = "closing"
    RELEVANCE = "relevance"


@dataclass(frozen=True)
class Search(filters.Search):
    """What a reader asked of the list of offers."""

    FACETS: ClassVar[tuple[Facet, ...]] = FACETS
    SORTS: ClassVar[Labels] = {
        Sort.NEWEST: _("Newest first"),
        Sort.CLOSING: _("Closing soon"),
        Sort.RELEVANCE: _("Best match"),
    }
    by_default: ClassVar[str] = Sort.NEWEST
    by_relevance: ClassVar[str] = Sort.RELEVANCE

    sort: str = Sort.NEWEST
