"""The coming events on the page of a cluster, and how many it has."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import ngettext

from events.audiences import Audience
from events.filters import Search, Sort
from events.finding import UPCOMING
from events.listing import EVENTS, Line, lines
from events.models import Event
from partners.models import Cluster
from partners.panels import Panel, Tally, enrol
from publishing.facets import Choice, Selection, kind_of
from publishing.listing import today

SHOWN = 4
LOOKED_AT = 100  # the next ones: some of them may be cancelled, or over since this morning
_PUBLIC: Selection = {"time": (UPCOMING,), "audience": (Audience.PUBLIC,)}


def coming(cluster: Cluster | None = None) -> list[Line]:
    """The next events that are for everybody, of one cluster or of all; five queries."""
    day = today()
    search = Search(chosen={"cluster": (cluster.code,)} if cluster else {})
    positions = EVENTS.first_by(Sort.DATE, search, day=day, limit=LOOKED_AT)
    events = Event.objects.listed_at(positions).upcoming_at(timezone.now())
    return lines(events.order_by("starts_at", "position")[:SHOWN], day)


def _by_cluster(clusters: Sequence[Cluster]) -> Mapping[int, int]:
    counts = Choice(kind_of(Event), _PUBLIC).counts(["cluster"])["cluster"]
    return {cluster.pk: counts.get(cluster.code, 0) for cluster in clusters}


def _said(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(n)d event", "%(n)d events", number) % {"n": number}


enrol(Panel(Cluster, "events/_beside.html", coming))
enrol(Tally(Cluster, _by_cluster, _said))
