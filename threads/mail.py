"""What conversations tell people by mail: one function a message.

Each mail is written as its reader may know the thread (Thread.objects.read_by), so that hidden
names stay hidden and nobody who has left hears of it.
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from moves.models import Decision
from partners.mailing import tell
from partners.models import Membership, StaffRole, User
from threads.models import Disclosure, Message, Side, Thread
from threads.parties import Parties


def message_written(message: Message) -> None:
    """Tell the other side what was written; of the first message, that there is a reply."""
    is_first = not message.thread.messages.filter(pk__lt=message.pk).exists()
    template = "opened" if is_first else "message"
    for user, thread in _readers(message.thread, _other(message.side)):
        if user.pk != message.user_id:
            parties = Parties(thread)
            author, _place = parties.author(message)
            _tell(user, template, parties, message=message, author=author)


def consent_given(disclosure: Disclosure) -> None:
    """Ask the side that has not agreed yet whether both are to be introduced."""
    for user, thread in _readers(disclosure.thread, _other(disclosure.side)):
        _tell(user, "consent", Parties(thread))


def stage_changed(decision: Decision) -> None:
    """Tell both sides that they are introduced, or how the conversation has ended."""
    for side in Side:
        for user, thread in _readers(decision.item, side):
            if user.pk != decision.user_id:
                _tell(user, decision.move, Parties(thread), decision=decision)


def answer_overdue(thread: Thread) -> None:
    """Tell who decides for the cluster that a reply waits for longer than the target time."""
    for user, seen in _seen(thread, User.objects.deciding_for(thread.cluster_id)):
        _tell(user, "overdue", Parties(seen))


def _tell(user: User, template: str, parties: Parties, **context) -> None:
    tell(user, f"threads/mail/{template}", thread=parties.thread, parties=parties, **context)


def _readers(thread: Thread, side: str) -> Iterator[tuple[User, Thread]]:
    """The people on one side, each once, with the thread as they may know it.

    On the side that posted the item they are its organisation's members and the cluster's staff,
    who answer for it; on the other side the members, and those of the staff who have joined in.
    """
    if side == Side.OWNER:
        people = _members(thread.organisation_id) | _staff(thread.cluster_id)
    else:
        writers = thread.messages.filter(side=Side.SENDER).values("user")
        people = _members(thread.sender_organisation_id) | (
            _staff(thread.sender_cluster_id) & Q(pk__in=writers)
        )
    for user, seen in _seen(thread, User.objects.filter(people, is_active=True)):
        if seen.side == side:
            yield user, seen


def _seen(thread: Thread, people: QuerySet[User]) -> Iterator[tuple[User, Thread]]:
    for user in people:
        if seen := Thread.objects.read_by(user).filter(pk=thread.pk).first():
            yield user, seen


def _members(organisation_id: int | None) -> Q:
    members = Membership.objects.active().filter(organisation=organisation_id)
    return Q(pk__in=members.values("user"))


def _staff(cluster_id: int) -> Q:
    return Q(pk__in=StaffRole.objects.active().filter(cluster=cluster_id).values("user"))


def _other(side: str) -> Side:
    return Side.SENDER if side == Side.OWNER else Side.OWNER
