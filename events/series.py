"""A series of events before the eyes of one reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.fields import BooleanField

from events.listing import Line, lines
from events.models import Event, EventQuerySet, Series
from publishing.listing import start_of
from publishing.models import State

ROWS = 30  # events on a page


def of_series(series: Series, user) -> EventQuerySet:
    """The published events of a series that are for `user`."""
    return Event.objects.visible_to(user).published().filter(series=series).described()


@dataclass(frozen=True)
class SeriesDetail:
    """What `user` sees of a series on `day`: like lists, it calls past what ended before it."""

    series: Series
    user: Any
    day: date
    number: str = ""  # of the page, as an address says it

    @cached_property
    def page(self) -> Page:
        """Its events: those to come in their order, then past ones, the latest first."""
        to_come = Q(ends_at__gt=start_of(self.day))
        is_past = ExpressionWrapper(~to_come, output_field=BooleanField())
        events = of_series(self.series, self.user).annotate(is_over=is_past)
        ordered = events.order_by(
            "is_over", Case(When(to_come, F("starts_at"))), "-starts_at", "pk"
        )
        return Paginator(ordered, ROWS).get_page(self.number)

    @property
    def coming(self) -> list[Line]:
        return lines([event for event in self.page if not event.is_over], self.day)

    @property
    def past(self) -> list[Line]:
        return lines([event for event in self.page if event.is_over], self.day)

    @cached_property
    def is_own(self) -> bool:
        return Series.objects.editable_by(self.user).filter(pk=self.series.pk).exists()

    @cached_property
    def drafts(self) -> list[Event]:
        """Those that the reader writes, and that are not public yet."""
        own = Event.objects.writable_by(self.user).exclude(state=State.PUBLISHED)
        return list(own.filter(series=self.series).described().order_by("starts_at", "pk")[:ROWS])

    @property
    def structured(self) -> Mapping[str, Any]:
        """For search engines, in the words of schema.org."""
        text, cluster = self.series.text, self.series.cluster
        return {
            "@type": "EventSeries",
            "url": settings.SITE_URL + self.series.get_absolute_url(),
            "name": text.title if text else "",
            "description": text.summary if text else "",
            "organizer": {"@type": "Organization", "name": cluster.name},
        }
