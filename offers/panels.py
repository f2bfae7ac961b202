"""The offers on the pages of clusters and organisations, and how many they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from offers.listing import OFFERS, Line, lines
from offers.models import Offer, OfferQuerySet
from partners.models import Cluster, Organisation
from partners.panels import Panel, Tally, enrol
from publishing.facets import Choice, kind_of
from publishing.listing import today

NEWEST = 5


@dataclass(frozen=True)
class Beside:
    """The newest offers of one side, how many there are, and where all of them are listed."""

    lines: list[Line]
    total: int
    url: str = ""


def _of_cluster(cluster: Cluster) -> Beside:
    day = today()
    OFFERS.roll(day)
    choice = Choice(kind_of(Offer), {"cluster": [cluster.code]})
    newest = Offer.objects.listed_at(choice.newest(NEWEST)).order_by("-position")
    url = f"{reverse('offers:list')}?cluster={cluster.code}"
    return Beside(lines(newest, day), choice.total(), url)


def _of_organisation(organisation: Organisation) -> Beside:
    day = today()
    OFFERS.roll(day)
    offers = Offer.objects.listed().filter(organisation=organisation, is_name_hidden=False)
    newest = (
        offers.defer("words")
        .select_related("cluster", "organisation")
        .prefetch_related("texts")
        .order_by("-position")
    )
    found = list(newest)
    return Beside(lines(found, day), len(found))


def _by_cluster(clusters: Sequence[Cluster]) -> Mapping[int, int]:
    counts = Choice(kind_of(Offer), {}).counts(["cluster"])["cluster"]
    return {cluster.pk: counts.get(cluster.code, 0) for cluster in clusters}


def _by_organisation(organisations: Sequence[Organisation]) -> Mapping[int, int]:
    """Those under a hidden name are not counted: the number would tell whose they are."""
    offers: OfferQuerySet = Offer.objects.listed()
    shown = offers.filter(organisation__in=organisations, is_name_hidden=False)
    return dict(shown.order_by().values_list("organisation").annotate(n=Count("pk")))


def _said(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(n)d offer", "%(n)d offers", number) % {"n": number}


enrol(Panel(Cluster, "offers/_beside.html", _of_cluster))
enrol(Panel(Organisation, "offers/_beside.html", _of_organisation))
enrol(Tally(Cluster, _by_cluster, _said))
enrol(Tally(Organisation, _by_organisation, _said))
