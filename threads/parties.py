"""Who speaks to whom in a thread, in the words that a reader may know."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partners.models import Cluster, Organisation
from threads.clock import zone_of
from threads.models import Message, Side, Thread

COMPANIES = (Organisation.Kind.SME, Organisation.Kind.LARGE)


@dataclass(frozen=True)
class Party:
    """One side as one reader knows it.

    `organisation` is None where the cluster itself posted the item; and where its name is hidden
    from this reader, whom `is_secret` tells. `is_hidden` tells the side's own people so, too.
    """

    side: Side
    cluster: Cluster
    organisation: Organisation | None
    stand_in: str
    is_hidden: bool
    is_secret: bool

    @property
    def label(self) -> str:
        """'Moncayo Salud S.L.', or 'a company from Zaragoza'."""
        if self.is_secret:
            return self.stand_in
        return str(self.organisation or self.cluster)

    @property
    def heading(self) -> str:
        """The label where a sentence begins."""
        return capfirst(self.label)


class Parties:
    """The two sides of a thread from `Thread.objects.read_by`, and how its reader knows them."""

    def __init__(self, thread: Thread) -> None:
        self.thread = thread

    @cached_property
    def owner(self) -> Party:
        thread = self.thread
        return self._party(
            Side.OWNER, thread.cluster, thread.organisation, is_known=thread.knows_owner
        )

    @cached_property
    def sender(self) -> Party:
        thread = self.thread
        return self._party(
            Side.SENDER,
            thread.sender_cluster,
            thread.sender_organisation,
            is_known=thread.knows_sender,
        )

    @property
    def own(self) -> Party:
        return self.of(self.thread.side)

    @property
    def other(self) -> Party:
        return self.sender if self.thread.side == Side.OWNER else self.owner

    @property
    def due(self) -> str:
        """'27 Nov 2026, 10:00 (CET)': when an answer is due, in the time of who owes it."""
        zone = zone_of(self.thread.cluster.country)
        due = timezone.localtime(self.thread.answer_due_at, zone)
        return f"{date_format(due, 'SHORT_DATETIME_FORMAT')} ({date_format(due, 'T')})"

    def of(self, side: str) -> Party:
        return self.owner if side == Side.OWNER else self.sender

    def author(self, message: Message) -> tuple[str, str]:
        """Who wrote a message, and where they belong: a hidden company's people have no name."""
        party = self.of(message.side)
        if message.is_by_staff:
            return str(message.user or _("Former colleague")), party.cluster.name
        if party.is_secret:
            return party.heading, ""
        return str(message.user or _("Former colleague")), party.label

    def _party(
        self, side: Side, cluster: Cluster, organisation: Organisation | None, *, is_known: bool
    ) -> Party:
        is_hidden = organisation is not None and self.thread.is_hidden(side)
        is_secret = is_hidden and not is_known
        return Party(
            side,
            cluster,
            None if is_secret else organisation,
            stand_in(cluster, organisation) if is_secret else "",
            is_hidden,
            is_secret,
        )


def stand_in(cluster: Cluster, organisation: Organisation) -> str:
    if organisation.kind in COMPANIES:
        return _("a company from %(city)s") % {"city": cluster.city}
    return _("an organisation from %(city)s") % {"city": cluster.city}
