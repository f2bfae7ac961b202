"""Conversations about offers, told step by step by the people who took part."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from gin.demo.network import staff
from gin.demo.organisations import organisation_of
from gin.demo.reading import SOURCE, BadEntry, Entry, read, require_known
from gin.demo.times import moment, set_back
from moves.machine import make
from offers.interests import express_interest
from offers.models import Offer
from partners.models import Cluster, StaffRole, User
from threads.conversation import consent, mark_read, record_agreement, say
from threads.models import Message, Stage, Thread

KNOWN = (
    *("offer", "sender", "by", "ago", "stage", "language", "proposal", "questions", "about"),
    *("message", "consents", "agreement", "note", "ended_ago", "is_sender_hidden"),
)
STAMPS = ("answered_at", "last_message_at")
UNREAD = 4  # days


@dataclass
class Story:
    """An entry as it is told; `thread` once it has begun."""

    entry: Entry
    now: datetime
    thread: Thread | None = None

    @property
    def name(self) -> str:
        return f"{self.entry['offer']} / {self.entry['sender']}"

    def at(self, days: float) -> datetime:
        return moment(self.now, days)

    def token(self, part: object) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.name} {part}")


def load_threads(clusters: Iterable[Cluster], *, now: datetime) -> None:
    for cluster in clusters:
        for entry in read(f"{cluster.code.lower()}/threads.toml", "thread"):
            story = Story(entry, now)
            require_known(entry, KNOWN, story.name)
            if Message.objects.filter(token=story.token("interest")).exists():
                continue
            try:
                _tell(story)
            except (PermissionDenied, ValidationError) as error:
                raise BadEntry(f"{story.name}: {error!r}") from error


def _tell(story: Story) -> None:
    _begin(story)
    for ago, step, part in sorted(_steps(story.entry), key=lambda each: -each[0]):
        step(story, part)
        set_back(story.thread, story.at(ago), stamps=STAMPS)
    _end(story)
    if story.thread.state != story.entry["stage"]:
        raise BadEntry(f"{story.name}: has come to {story.thread.state}")
    _mark_read(story)


def _steps(entry: Entry) -> Iterator[tuple[float, Callable, Entry]]:
    """(days ago, what was done, how) of all that followed the first message."""
    yield from ((part["ago"], _say, part) for part in entry.get("message", []))
    yield from ((part["ago"], _consent, part) for part in entry.get("consents", []))
    if agreement := entry.get("agreement"):
        yield agreement["agreed_ago"], _agree, agreement


def _begin(story: Story) -> None:
    entry = story.entry
    with translation.override(entry.get("language", "en")):
        story.thread = express_interest(
            Offer.objects.get(source=SOURCE, source_id=entry["offer"]),
            user=_person(entry["by"]),
            organisation=organisation_of(entry["sender"]),
            proposal=entry["proposal"],
            questions=entry.get("questions", ""),
            about=entry["about"],
            token=story.token("interest"),
            now=story.at(entry["ago"]),
            is_name_hidden=entry.get("is_sender_hidden", False),
        )


def _say(story: Story, part: Entry) -> None:
    say(
        story.thread,
        user=_person(part["by"]),
        body=part["body"].strip(),
        token=story.token(part["ago"]),
        now=story.at(part["ago"]),
        is_note=part.get("is_note", False),
    )


def _consent(story: Story, part: Entry) -> None:
    consent(story.thread, user=_person(part["by"]), now=story.at(part["ago"]))


def _agree(story: Story, part: Entry) -> None:
    agreed_at = story.at(part["agreed_ago"])
    record_agreement(
        story.thread,
        user=_person(part["by"]),
        kind=part["kind"],
        outcome=part["outcome"],
        agreed_on=timezone.localdate(agreed_at),
        is_public=part["is_public"],
        now=agreed_at,
    )


def _end(story: Story) -> None:
    """Where a side has ended it, that was some hours after the last word."""
    entry, thread = story.entry, story.thread
    thread.refresh_from_db()
    if entry["stage"] == Stage.DECLINED:
        make("decline", thread, user=staff(thread.cluster, "editor"), note=entry["note"])
    elif entry["stage"] == Stage.WITHDRAWN:
        make("withdraw", thread, user=thread.sender, note=entry.get("note", ""))
    last = min([entry["ago"], *(part["ago"] for part in entry.get("message", []))])
    set_back(thread, story.at(entry.get("ended_ago", last * 0.8)), stamps=STAMPS)


def _mark_read(story: Story) -> None:
    """What was said before the last few days, those whom it concerns have read."""
    thread = story.thread
    if thread.state == Stage.NEW or thread.last_message_at > story.at(UNREAD):
        return
    clusters = (thread.cluster, thread.sender_cluster)
    readers = {staff(cluster, role) for cluster in clusters for role in StaffRole.Role.values}
    for user in readers | set(User.objects.filter(messages__thread=thread)):
        mark_read(thread, user=user, now=thread.last_message_at)


def _person(email: str) -> User:
    return User.objects.get(email=email)
