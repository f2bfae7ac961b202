"""One conversation as one person reads it: what was said and done, and what they may do next."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from moves.machine import Move, moves_for
from moves.models import Decision
from partners.models import User
from partners.vocabularies import labels
from publishing.models import Attachment
from threads.clock import working_time
from threads.conversation import writes_notes
from threads.models import Agreement, Disclosure, Message, Stage, Thread
from threads.models.threads import ENDINGS
from threads.parties import Parties, Party

MESSAGES = 50  # a page
STEPS = (Stage.NEW, Stage.ANSWERED, Stage.INTRODUCED, Stage.AGREEMENT)


@dataclass(frozen=True)
class Line:
    """A message with its author; without one, what was done, in words."""

    at: datetime
    body: str
    region: str = ""
    author: str = ""
    place: str = ""
    is_note: bool = False
    files: tuple[Attachment, ...] = ()


class Reading:
    """`thread`, from Thread.objects.read_by(user), before that user's eyes at `now`."""

    def __init__(self, thread: Thread, user: User, *, now: datetime, page: str = "") -> None:
        self.thread = thread
        self.user = user
        self.now = now
        self.parties = Parties(thread)
        self._page_number = page

    @cached_property
    def page(self) -> Page:
        """The messages of a page, as `Line`s among what was done; without a number, the newest."""
        messages = Message.objects.visible_to(self.user).filter(thread=self.thread)
        paginator = Paginator(messages.select_related("user"), MESSAGES)
        page = paginator.get_page(self._page_number or paginator.num_pages)
        following = paginator.page(page.next_page_number())[:1] if page.has_next() else []
        page.object_list = self._lines(
            list(page.object_list),
            after=None if page.number == 1 else page.object_list[0].at,
            before=following[0].at if following else None,
        )
        return page

    @cached_property
    def item_url(self) -> str:
        """The item's page, as long as the reader may see it."""
        item = self.thread.item
        is_visible = type(item).objects.visible_to(self.user).filter(pk=item.pk).exists()
        return item.get_absolute_url() if is_visible else ""

    @cached_property
    def steps(self) -> list[str]:
        """The stages in order; of a conversation that has failed, those that it has reached."""
        thread = self.thread
        if thread.is_open or thread.state == Stage.AGREEMENT:
            return [capfirst(step.label) for step in STEPS]
        reached = {
            Stage.NEW: True,
            Stage.ANSWERED: thread.answered_at,
            Stage.INTRODUCED: thread.is_introduced,
        }
        steps = [capfirst(str(step.label)) for step, is_reached in reached.items() if is_reached]
        return [*steps, self.stage]

    @property
    def stage(self) -> str:
        return capfirst(self.thread.get_state_display())

    @property
    def step(self) -> int:
        return self.steps.index(self.stage) + 1

    @property
    def is_overdue(self) -> bool:
        return self.thread.state == Stage.NEW and self.thread.answer_due_at < self.now

    @property
    def answered_within(self) -> int | None:
        """In how many working days, begun ones counted, the first answer came; None before it."""
        if not self.thread.answered_at:
            return None
        thread = self.thread
        span = working_time(thread.created_at, thread.answered_at, thread.cluster.country)
        return max(1, ceil(span / timedelta(days=1)))

    @cached_property
    def writes_notes(self) -> bool:
        return writes_notes(self.thread, self.user)

    @property
    def has_agreed(self) -> bool:
        """The reader's side has agreed to be introduced."""
        return self._has_agreed(self.parties.own)

    @property
    def is_asked(self) -> bool:
        """The other side has agreed, and waits for this one."""
        return self._has_agreed(self.parties.other) and not self.has_agreed

    @cached_property
    def contacts(self) -> list[User]:
        """Whom to write to on the other side, once introduced: who agreed, and who replied."""
        if not self.thread.is_introduced:
            return []
        other = self.parties.other.side
        people = {d.user_id for d in self.thread.disclosures.all() if d.side == other}
        if other == self.parties.sender.side:
            people.add(self.thread.sender_id)
        return list(User.objects.filter(pk__in=people, is_active=True))

    @cached_property
    def agreement(self) -> Agreement | None:
        return Agreement.objects.filter(thread=self.thread).first()

    @property
    def agreement_kind(self) -> str:
        return labels("cooperation").get(self.agreement.kind, self.agreement.kind)

    @cached_property
    def endings(self) -> list[Move]:
        return [move for move in moves_for(self.user, self.thread) if move.name in ENDINGS]

    def _has_agreed(self, party: Party) -> bool:
        return any(d.side == party.side for d in self.thread.disclosures.all())

    def _lines(
        self, messages: list[Message], *, after: datetime | None, before: datetime | None
    ) -> list[Line]:
        files = defaultdict(list)
        for attachment in Attachment.objects.filter(
            content_type=ContentType.objects.get_for_model(Message),
            object_id__in=[message.pk for message in messages],
        ):
            files[attachment.object_id].append(attachment)
        written = [self._line(message, tuple(files[message.pk])) for message in messages]
        done = [
            line
            for line in self._done()
            if (after is None or line.at >= after) and (before is None or line.at < before)
        ]
        return sorted([*written, *done], key=lambda line: line.at)

    def _line(self, message: Message, files: tuple[Attachment, ...]) -> Line:
        author, place = self.parties.author(message)
        region = self.parties.of(message.side).cluster.thread
        return Line(message.at, message.body, region, author, place, message.is_note, files)

    def _done(self) -> Iterator[Line]:
        for disclosure in Disclosure.objects.filter(thread=self.thread).select_related("user"):
            party = self.parties.of(disclosure.side)
            words = _("%(party)s agreed to be introduced.")
            if not party.is_secret:
                words = _("%(person)s agreed, for %(party)s, to be introduced.")
            yield Line(disclosure.at, words % {"party": party.heading, "person": disclosure.user})
        for decision in Decision.objects.about(self.thread).exclude(move="answer"):
            words = {
                "introduce": _("Both sides have agreed, and are introduced."),
                "agree": _("An agreement was recorded."),
                "decline": _("%s has declined.") % self.parties.owner.heading,
                "withdraw": _("%s has withdrawn the reply.") % self.parties.sender.heading,
            }[decision.move]
            yield Line(decision.at, f"{words} {decision.note}".strip())
