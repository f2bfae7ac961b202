"""What people do in a conversation. Each verb locks the thread, so two tabs cannot disagree.

All raise PermissionDenied where the user takes no part, and `Ended` where the thread is over.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from moves import generation
from moves.machine import Stale, make
from moves.models import Decision
from partners.models import Cluster, Organisation
from publishing.files import attach
from threads.clock import answer_due
from threads.models import Agreement, Disclosure, Message, ReadMark, Side, Stage, Thread
from threads.models.threads import ENDINGS
from threads.tasks import announce_consent, announce_message


class Ended(Stale):
    """Nothing more can be said: the thread was declined, withdrawn or has come to an agreement."""

    def __init__(self) -> None:
        super().__init__(_("This conversation has ended in the meantime."))


class AlreadyOpen(ValidationError):
    """The organisation has an open conversation about the item: `thread`."""

    def __init__(self, thread: Thread) -> None:
        super().__init__(_("Your organisation already has a conversation about this."))
        self.thread = thread


@transaction.atomic
def open_thread(
    item: models.Model,
    *,
    sender,
    sender_organisation: Organisation,
    subject: str,
    body: str,
    token: UUID,
    now: datetime,
    is_owner_hidden: bool = False,
    is_sender_hidden: bool = False,
    files: Iterable = (),
) -> Thread:
    """Begin a conversation about `item` with its first message, and start the reply clock.

    The same `token` again gives the same thread. Raises AlreadyOpen for another one, and
    PermissionDenied where `sender` does not speak for the organisation or it owns the item.
    """
    # One at a time for each item: a double submit finds what the first has made.
    type(item)._base_manager.select_for_update(of=("self",)).get(pk=item.pk)
    if not Organisation.objects.represented_by(sender).filter(pk=sender_organisation.pk).exists():
        raise PermissionDenied
    if sender_organisation.pk == item.organisation_id:
        raise PermissionDenied
    known = Thread.objects.about(item).filter(sender_organisation=sender_organisation)
    if again := known.filter(messages__token=token).first():
        return again
    if already := known.open().first():
        raise AlreadyOpen(already)
    thread = Thread.objects.create(
        item=item,
        cluster=item.cluster,
        organisation=item.organisation,
        sender=sender,
        sender_cluster=sender_organisation.cluster,
        sender_organisation=sender_organisation,
        is_owner_hidden=is_owner_hidden,
        is_sender_hidden=is_sender_hidden,
        subject=subject,
        created_at=now,
        answer_due_at=answer_due(now, item.cluster.country),
        last_message_at=now,
    )
    _write(thread, user=sender, side=Side.SENDER, body=body, token=token, files=files, now=now)
    return thread


@transaction.atomic
def say(
    thread: Thread,
    *,
    user,
    body: str,
    token: UUID,
    now: datetime,
    is_note: bool = False,
    files: Iterable = (),
) -> Message:
    """Write for the side on which `user` stands; the first answer to a new thread answers it.

    A note is read by the staff of that side's cluster alone, may be written by them alone, and
    changes nothing for anybody else. The same `token` again gives the same message.
    """
    thread = _locked(thread, user)
    if again := thread.messages.filter(token=token, user=user).first():
        return again
    _require_open(thread)
    is_staff = writes_notes(thread, user)
    if is_note and not is_staff:
        raise PermissionDenied
    if not is_note and thread.side == Side.OWNER and thread.state == Stage.NEW:
        make("answer", thread, user=user)
    return _write(
        thread,
        user=user,
        side=thread.side,
        body=body,
        token=token,
        files=files,
        now=now,
        is_note=is_note,
        is_by_staff=is_staff and not _is_of_company(thread, user),
    )


@transaction.atomic
def consent(thread: Thread, *, user, now: datetime) -> Disclosure:
    """Agree, for the side on which `user` stands, that both are introduced.

    The second consent introduces them and opens the names. A side agrees once: again changes
    nothing. Whoever stands behind both sides agrees for one of them.
    """
    thread = _locked(thread, user)
    _require_open(thread)
    disclosure, is_new = Disclosure.objects.get_or_create(
        thread=thread, side=thread.side, defaults={"user": user, "at": now}
    )
    if is_new and Disclosure.objects.filter(thread=thread).count() == len(Side):
        make("introduce", thread, user=user)
    elif is_new:
        announce_consent.enqueue(disclosure.pk)
    return disclosure


@transaction.atomic
def record_agreement(
    thread: Thread,
    *,
    user,
    kind: str,
    outcome: str,
    agreed_on: date,
    is_public: bool,
    now: datetime,
) -> Agreement:
    """Tell what came of an introduced conversation, which ends it. Counted in public at once."""
    thread = _locked(thread, user)
    _require_open(thread)
    agreement = Agreement.objects.create(
        thread=thread,
        kind=kind,
        outcome=outcome,
        agreed_on=agreed_on,
        is_public=is_public,
        user=user,
        at=now,
    )
    make("agree", thread, user=user)
    generation.touch()
    return agreement


def end(thread: Thread, *, user, move: str, note: str) -> Decision:
    """Decline or withdraw (`move`, of ENDINGS), with a reason."""
    if move not in ENDINGS:
        raise PermissionDenied
    return make(move, thread, user=user, note=note)


def mark_read(thread: Thread, *, user, now: datetime) -> None:
    """`user` has seen the thread as it is at `now`."""
    ReadMark.objects.update_or_create(thread=thread, user=user, defaults={"read_at": now})


def writes_notes(thread: Thread, user) -> bool:
    """`user` works for the cluster of the side on which they stand (Thread.objects.read_by)."""
    cluster_id = thread.cluster_id if thread.side == Side.OWNER else thread.sender_cluster_id
    return Cluster.objects.staffed_by(user).filter(pk=cluster_id).exists()


def _is_of_company(thread: Thread, user) -> bool:
    is_owner = thread.side == Side.OWNER
    organisation_id = thread.organisation_id if is_owner else thread.sender_organisation_id
    return Organisation.objects.represented_by(user).filter(pk=organisation_id).exists()


def _locked(thread: Thread, user) -> Thread:
    """The thread as it is now, with the side on which `user` stands, kept until all is done."""
    found = Thread.objects.read_by(user).select_for_update(of=("self",)).filter(pk=thread.pk)
    if locked := found.first():
        return locked
    raise PermissionDenied


def _require_open(thread: Thread) -> None:
    if not thread.is_open:
        raise Ended


def _write(
    thread: Thread,
    *,
    user,
    side: Side,
    body: str,
    token: UUID,
    files: Iterable,
    now: datetime,
    is_note: bool = False,
    is_by_staff: bool = False,
) -> Message:
    message = Message.objects.create(
        thread=thread,
        user=user,
        side=side,
        body=body,
        token=token,
        at=now,
        is_note=is_note,
        is_by_staff=is_by_staff,
    )
    attach(message, files, user=user)
    mark_read(thread, user=user, now=now)
    if not is_note:
        thread.last_message_at = now
        thread.save(update_fields=["last_message_at"])
        announce_message.enqueue(message.pk)
    return message
