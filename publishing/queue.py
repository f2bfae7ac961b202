"""What waits for a coordinator, over all kinds of content, oldest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet, Value

from publishing import kinds
from publishing.models import Item, Report

REVIEW_WITHIN_DAYS = 5
ROWS = 30  # a page


@dataclass(frozen=True)
class Waiting:
    """An item that waits, since when, and for how many whole days."""

    item: Item
    since: datetime
    days: int

    @property
    def tone(self) -> str:
        """That of the badge which shows its age."""
        if self.days < REVIEW_WITHIN_DAYS:
            return ""
        return "warn" if self.days < 2 * REVIEW_WITHIN_DAYS else "err"


def submitted(user, *, now: datetime, page: str | int = 1) -> Page:
    """The items that `user` may review, as `Waiting`."""
    return _page(_keys(user, "waiting", "submitted_at"), now, page)


def changed(user, *, now: datetime, page: str | int = 1) -> Page:
    """The published items of which `user` has to see what was changed, as `Waiting`."""
    return _page(_keys(user, "changed_since_review", "updated_at"), now, page)


def reports(user, *, now: datetime, page: str | int = 1) -> Page:
    """The open reports that `user` has to look into."""
    return Paginator(_reports(user), ROWS).get_page(page)


LISTS = {"submitted": submitted, "changed": changed, "reports": reports}


def counts(user) -> dict[str, int]:
    """How much waits for `user` in each of the LISTS."""
    return {
        "submitted": _keys(user, "waiting", "submitted_at").count(),
        "changed": _keys(user, "changed_since_review", "updated_at").count(),
        "reports": _reports(user).count(),
    }


def _reports(user) -> QuerySet[Report]:
    reports = Report.objects.reviewable_by(user).waiting()
    return reports.select_related("user", "cluster", "content_type").prefetch_related("item")


def _keys(user, scope: str, moment: str) -> QuerySet:
    """(kind, pk, `moment`) of the items that `user` reviews in `scope`, oldest first."""
    parts = [
        getattr(kind.model.objects.reviewable_by(user), scope)()
        .order_by()
        .values_list(Value(kind.slug, output_field=CharField()), "pk", moment)
        for kind in kinds.every()
    ]
    return parts[0].union(*parts[1:], all=True).order_by(moment, "pk")


def _page(keys: QuerySet, now: datetime, number: str | int) -> Page:
    page = Paginator(keys, ROWS).get_page(number)
    page.object_list = _load(page.object_list, now)
    return page


def _load(keys: Iterable[tuple[str, int, datetime]], now: datetime) -> list[Waiting]:
    keys = list(keys)
    by_kind = defaultdict(list)
    for slug, pk, _since in keys:
        by_kind[slug].append(pk)
    items = {
        (slug, pk): item
        for slug, pks in by_kind.items()
        for pk, item in _described(kinds.by_slug(slug), pks).items()
    }
    return [
        Waiting(items[slug, pk], since, (now - since).days)
        for slug, pk, since in keys
        if (slug, pk) in items  # deleted in the meantime
    ]


def _described(kind: kinds.Kind, pks: list[int]) -> dict[int, Item]:
    items = kind.model._base_manager.defer("words").select_related("cluster", "author")
    return items.prefetch_related("texts").in_bulk(pks)
