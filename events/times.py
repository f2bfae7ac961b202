"""When an event is, as people in one place and another read it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Event
from partners.models import Cluster


@dataclass(frozen=True)
class Elsewhere:
    """The same time by the clocks of other towns of the network."""

    towns: list[str]
    clock: tuple[str, str]

    @property
    def said(self) -> str:
        return get_text_list(self.towns, gettext("and"))


@dataclass(frozen=True)
class Times:
    """The time of `event` by the clocks of its own place."""

    event: Event

    @property
    def starts(self) -> datetime:
        return self.event.starts

    @property
    def ends(self) -> datetime:
        return self.event.ends

    @property
    def first_day(self) -> date:
        return self.event.first_day

    @property
    def last_day(self) -> date:
        return self.event.last_day

    @property
    def is_one_day(self) -> bool:
        return self.first_day == self.last_day

    @property
    def clock(self) -> tuple[str, str]:
        """When it begins and ends, as '10:00': a template would turn them to its own zone."""
        return _clock(self.starts), _clock(self.ends)

    @property
    def abbreviation(self) -> str:
        """'CET', 'EEST'; for zones without a name their distance from UTC, as '+03'."""
        return self.starts.tzname() or ""

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """By the clocks of the clusters where they differ then, each time once."""
        by_offset: dict[int, list[Cluster]] = defaultdict(list)
        if self.event.is_all_day:
            return []
        for cluster in Cluster.objects.active():
            there = self.starts.astimezone(ZoneInfo(cluster.timezone))
            if there.utcoffset() != self.starts.utcoffset():
                by_offset[int(there.utcoffset().total_seconds())].append(cluster)
        return [self._in(there) for _offset, there in sorted(by_offset.items())]

    def _in(self, clusters: list[Cluster]) -> Elsewhere:
        zone = ZoneInfo(clusters[0].timezone)
        clock = (_clock(self.starts.astimezone(zone)), _clock(self.ends.astimezone(zone)))
        return Elsewhere([cluster.city for cluster in clusters], clock)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def in_zone(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of `zone` show `local`, a time without a zone.

    Where they show it twice, in the night in which they go back, the first time. Raises
    ValidationError where they never show it: in the night in which they go forward.
    """
    moment = local.replace(tzinfo=zone, fold=0)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != local:
        raise ValidationError(
            _("The clocks go forward in that night: there is no such time. Choose a later one.")
        )
    return moment
