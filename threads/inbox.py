"""A person's conversations: in folders, what is late first, then what was written last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import Cluster
from threads.models import Disclosure, Message, Stage, Thread
from threads.models.threads import OPEN
from threads.parties import Parties

ROWS = 30  # a page
FOLDERS = {
    "open": _("Open"),
    "waiting": _("Waiting for us"),
    "overdue": pgettext_lazy("conversations", "Overdue"),
    "ended": _("Ended"),
}


@dataclass(frozen=True)
class Row:
    """One conversation as its reader knows it."""

    thread: Thread
    parties: Parties
    author: str
    snippet: str
    is_unread: bool
    is_overdue: bool
    is_current: bool

    @property
    def stage(self) -> str:
        return capfirst(self.thread.get_state_display())


class Inbox:
    """The conversations of `user` at `now`, of which one may be open.

    With the `code` of a cluster, those with it only.
    """

    def __init__(
        self, user, *, now: datetime, code: str = "", current: Thread | None = None
    ) -> None:
        self.user = user
        self.now = now
        self.current = current
        threads = Thread.objects.read_by(user)
        if code:
            threads = threads.filter(Q(cluster__code=code) | Q(sender_cluster__code=code))
        self._threads = threads.alias(
            said_by=Subquery(_said(OuterRef("pk")).values("side")[:1]),
            is_asked=Exists(_consents().exclude(side=OuterRef("side"))),
            has_agreed=Exists(_consents().filter(side=OuterRef("side"))),
        )

    def counts(self) -> Mapping[str, int]:
        """Folder → how many are in it."""
        return self._threads.order_by().aggregate(
            **{name: Count("pk", filter=self._in(name)) for name in FOLDERS}
        )

    def page(self, folder: str, number: str | int = 1) -> Page:
        """A page of a folder, as `Row`s."""
        page = Paginator(self._folder(folder), ROWS).get_page(number)
        page.object_list = self._rows(list(page.object_list))
        return page

    def first(self, folder: str, count: int) -> list[Row]:
        """The first of a folder."""
        return self._rows(list(self._folder(folder)[:count]))

    def _folder(self, folder: str) -> QuerySet[Thread]:
        return (
            self._threads.filter(self._in(folder))
            .with_news_for(self.user)
            .annotate(
                last_message_id=Subquery(_said(OuterRef("pk")).values("pk")[:1]),
                is_late=Case(When(self._in("overdue"), then=Value(True)), default=Value(False)),
            )
            .order_by("-is_late", "-last_message_at", "-pk")
        )

    def _in(self, folder: str) -> Q:
        is_open = Q(state__in=OPEN)
        is_to_agree = Q(is_asked=True, has_agreed=False)
        return {
            "open": is_open,
            "waiting": is_open & (~Q(said_by=F("side")) | is_to_agree),
            "overdue": Q(state=Stage.NEW, answer_due_at__lt=self.now),
            "ended": ~is_open,
        }[folder]

    def _rows(self, threads: Iterable[Thread]) -> list[Row]:
        newest = Message.objects.select_related("user").in_bulk(
            [thread.last_message_id for thread in threads]
        )
        return [self._row(thread, newest.get(thread.last_message_id)) for thread in threads]

    def _row(self, thread: Thread, message: Message | None) -> Row:
        parties = Parties(thread)
        author, snippet = "", ""
        if message:
            is_own = message.user_id == self.user.pk
            author = _("You") if is_own else parties.author(message)[0]
            snippet = message.body
        return Row(
            thread,
            parties,
            author,
            snippet,
            is_unread=thread.is_unread,
            is_overdue=thread.is_late,
            is_current=thread == self.current,
        )


def clusters_of(user) -> QuerySet[Cluster]:
    """The clusters in whose conversations `user` takes part."""
    threads = Thread.objects.visible_to(user).order_by()
    return (
        Cluster.objects.filter(
            Q(pk__in=threads.values("cluster")) | Q(pk__in=threads.values("sender_cluster"))
        )
        .with_texts()
        .order_by("pk")
    )


def _said(thread: OuterRef) -> QuerySet[Message]:
    return Message.objects.filter(thread=thread, is_note=False).order_by("-at", "-pk")


def _consents() -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(thread=OuterRef("pk"))
