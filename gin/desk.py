"""What waits for one person, and what is theirs: the desk they start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import Alert, Bookmark, Offer
from offers.own import OwnOffer, own_offers, with_steps
from partners.models import Cluster, Membership, Organisation
from publishing import queue
from publishing.models import State
from threads.figures import median_answer_hours
from threads.inbox import Inbox, Row

SHOWN = 5  # lines of each list; the rest is a link away
MONTHS = 6


@dataclass(frozen=True)
class Bar:
    """A month of the chart: its new profiles, and the bar in the chart's units."""

    month: date
    count: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return Chart.BASE - self.height

    @property
    def label_y(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class Chart:
    """New profiles by month."""

    BASE = 125
    TALLEST = 110
    STEP = 47

    bars: Sequence[Bar]

    @property
    def summary(self) -> str:
        """For those who do not see it."""
        return ", ".join(f"{bar.month:%Y-%m}: {bar.count}" for bar in self.bars)


class Desk:
    """The desk of `user` at `now`. What does not concern them is empty."""

    def __init__(self, user, *, now: datetime) -> None:
        self.user = user
        self.now = now
        self.day = timezone.localdate(now)
        self.inbox = Inbox(user, now=now)

    @cached_property
    def clusters(self) -> list[Cluster]:
        """Those the person works for."""
        return list(Cluster.objects.active().filter(pk__in=self._staffed.values("pk")).with_texts())

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Those the person speaks for."""
        return list(Organisation.objects.represented_by(self.user).order_by("pk"))

    @cached_property
    def is_coordinator(self) -> bool:
        return Cluster.objects.coordinated_by(self.user).exists()

    @property
    def is_waiting(self) -> bool:
        """The person has no part in the network yet."""
        return not self.clusters and not self.organisations

    @cached_property
    def waiting(self) -> dict[str, int]:
        """List of the review queue → how much is in it."""
        return queue.counts(self.user) if self.is_coordinator else {}

    @cached_property
    def approvals(self) -> int:
        return Membership.objects.approvable_by(self.user).waiting().count()

    @cached_property
    def to_review(self) -> list[queue.Waiting]:
        if not self.is_coordinator:
            return []
        return list(queue.submitted(self.user, now=self.now))[:SHOWN]

    @cached_property
    def replies(self) -> dict[str, int]:
        """Folder of the inbox → how many are in it."""
        return dict(self.inbox.counts())

    @cached_property
    def to_answer(self) -> list[Row]:
        return self.inbox.first("waiting", SHOWN)

    @cached_property
    def drafts(self) -> list[OwnOffer]:
        unfinished = own_offers(self.user).filter(state__in=(State.DRAFT, State.RETURNED))
        return with_steps(unfinished.filter(author=self.user)[:SHOWN], day=self.day)

    @cached_property
    def own(self) -> list[OwnOffer]:
        """What the person's organisations have posted, but for drafts."""
        if not self.organisations:
            return []
        posted = own_offers(self.user).filter(organisation__in=self.organisations)
        return with_steps(posted.exclude(state=State.DRAFT)[:SHOWN], day=self.day)

    @cached_property
    def closing(self) -> list[OwnOffer]:
        """The clusters' offers that close within two weeks, the first to close first."""
        soon = Offer.objects.filter(cluster__in=self._staffed).closing_soon_on(self.day)
        return with_steps(soon.described().order_by("closes_on", "pk")[:SHOWN], day=self.day)

    @cached_property
    def kept(self) -> list[OwnOffer]:
        """The newest of what the person has saved."""
        marks = Bookmark.objects.filter(user=self.user).order_by("-at", "-pk")
        marks = marks.filter(offer__in=Offer.objects.visible_to(self.user))
        pks = list(marks.values_list("offer", flat=True)[:SHOWN])
        offers = Offer.objects.described().in_bulk(pks)
        return with_steps([offers[pk] for pk in pks], day=self.day)

    @cached_property
    def alerts(self) -> list[Alert]:
        """The newest searches that the person has saved."""
        return list(Alert.objects.of(self.user)[:SHOWN])

    @cached_property
    def figures(self) -> list[tuple[int, str]]:
        """Pairs of number and words."""
        answers = self.replies["waiting"]
        shown = [(answers, ngettext("reply waits for us", "replies wait for us", answers))]
        if self.clusters:
            mine = Offer.objects.filter(cluster__in=self._staffed)
            listed, soon = mine.open_on(self.day).count(), mine.closing_soon_on(self.day).count()
            shown += [
                (listed, ngettext("offer open", "offers open", listed)),
                (soon, _("closing within two weeks")),
            ]
        if self.is_coordinator:
            submitted = self.waiting["submitted"]
            review = ngettext("profile to review", "profiles to review", submitted)
            shown.insert(0, (submitted, review))
        return shown

    @cached_property
    def answer_hours(self) -> int | None:
        """Median time to a first answer, where the person works for one cluster."""
        return median_answer_hours(self.clusters[0]) if len(self.clusters) == 1 else None

    @cached_property
    def chart(self) -> Chart:
        """New profiles of the clusters in the last months."""
        months = [self.day.replace(day=1)]
        while len(months) < MONTHS:
            months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
        published = Offer.objects.filter(
            cluster__in=self._staffed, published_at__date__gte=months[0]
        )
        rows = published.annotate(month=TruncMonth("published_at")).values_list("month")
        counts = {month.date(): n for month, n in rows.order_by("month").annotate(Count("pk"))}
        most = max([1, *counts.values()])
        return Chart(
            [
                Bar(month, n, 4 + Chart.STEP * place, round(Chart.TALLEST * n / most))
                for place, month in enumerate(months)
                for n in [counts.get(month, 0)]
            ]
        )

    @property
    def _staffed(self):
        return Cluster.objects.staffed_by(self.user)
