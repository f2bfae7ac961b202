"""Those who register for the events of the demo network, and what they say afterwards."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from uuid import NAMESPACE_URL, uuid5
from zlib import crc32

from django.utils import timezone
from django.utils.text import slugify

from events import registering
from events.links import Bearer
from events.models import (
    Event,
    Feedback,
    Participant,
    Question,
    QuestionText,
    Registration,
)
from gin.demo.network import staff
from gin.demo.reading import SOURCE, Entry, keep, read, require_known
from gin.demo.times import set_back
from partners.models import Cluster, Organisation, User

DECIDED = timedelta(hours=5)  # ago
PERSON = ("user", "name", "email", "organisation", "language", "needs", "is_listed", "with")


def load_registrations(clusters: Iterable[Cluster], *, now: datetime) -> None:
    """For each event of the files that tells how many have `registered`."""
    people = read("registrants.toml", "person")
    for cluster in clusters:
        for entry in read(f"{cluster.code.lower()}/events.toml", "event"):
            if "registered" not in entry:
                continue
            event = Event.objects.get(source=SOURCE, source_id=entry["key"])
            if not event.registrations.exists():
                _ask(event, entry.get("question", []))
                _fill(event, entry, people, now)


def _ask(event: Event, entries: list[Entry]) -> None:
    for order, entry in enumerate(entries):
        facts = {name: entry[name] for name in ("kind", "is_required") if name in entry}
        question = Question.objects.create(event=event, order=order, **facts)
        for language, said in entry["text"].items():
            keep(QuestionText(question=question, language=language, **said), event.source_id)


def _answers(event: Event, number: int) -> dict:
    """What somebody would choose; what is to be written they leave open."""
    chosen = {}
    for question in event.questions.prefetch_related("texts"):
        if question.kind == Question.Kind.YES:
            chosen[question.key] = number % 2 == 0
        elif question.has_answers:
            answer = number % len(question.text.choices) + 1
            chosen[question.key] = [answer] if question.kind == Question.Kind.SOME else answer
    return chosen


def _fill(event: Event, entry: Entry, people: list[Entry], now: datetime) -> None:
    start = crc32(entry["key"].encode()) % len(people)
    comers = islice(cycle(people), start, start + entry["registered"])
    made = [
        _register(event, person, number, at)
        for number, (person, at) in enumerate(zip(comers, _moments(event, entry, now), strict=True))
    ]
    for registration in made[: entry.get("approved", 0)]:
        editor = staff(event.cluster, "editor")
        registering.approve(registration, user=editor, now=timezone.now())
    for registration in made[: entry.get("gave_up", 0)]:
        registering.give_up(registration, user=Bearer(registration.pk), now=timezone.now())
    for registration in event.registrations.all():  # what was just decided, and what followed
        set_back(registration, now - DECIDED, stamps=())
    if event.is_over_at(now):
        _take_place(event, entry)


def _moments(event: Event, entry: Entry, now: datetime) -> Iterator[datetime]:
    """When each of them registered, from its publication until it closed, or until now."""
    until = min(event.closes_at or event.starts_at or now, now)
    step = (until - event.published_at) / (entry["registered"] + 1)
    return (event.published_at + step * (n + 1) for n in range(entry["registered"]))


def _register(event: Event, entry: Entry, number: int, at: datetime) -> Registration:
    """The registration as its form would make it, confirmed at once."""
    require_known(entry, PERSON, str(entry))
    ways = event.attendances
    registration = Registration(
        event=event,
        attendance=ways[number % 3 == 2] if len(ways) == 2 else ways[0],  # every third online
        answers=_answers(event, number),
        token=uuid5(NAMESPACE_URL, f"{event.source_id} {number}"),
        **_who(entry),
    )
    names = [registration.name, *entry.get("with", [])][: event.largest_group]
    participants = [Participant(name=name) for name in names]
    participants[0].is_listed = entry.get("is_listed", False)
    registering.register(registration, participants, now=at)
    registering.confirm(registration, user=Bearer(registration.pk), now=at)
    set_back(registration, at, stamps=())
    return registration


def _who(entry: Entry) -> dict:
    if "user" in entry:
        user = User.objects.get(email=entry["user"])
        own = Organisation.objects.represented_by(user).first()
        who = {"user": user, "name": user.name, "email": user.email, "language": user.language}
        return who | {"organisation": own.name if own else ""}
    name = entry.get("email") or slugify(entry["name"]).replace("-", ".")
    given = ("name", "organisation", "language")
    return {
        "email": f"{name}@people.example",
        "needs": entry.get("needs", ""),
        **{field: entry[field] for field in given},
    }


def _take_place(event: Event, entry: Entry) -> None:
    """Some come, are checked in at the door, and say how it was."""
    seated = event.registrations.with_seat()
    arrived = Participant.objects.filter(registration__in=seated).order_by("pk")
    for minute, participant in enumerate(arrived[: entry.get("came", 0)]):
        participant.checked_in_at = event.starts_at - timedelta(minutes=20 - minute)
        participant.checked_in_by = staff(event.cluster, "editor")
        participant.save()
    told = {"reminded_at": event.starts_at - timedelta(days=1), "thanked_at": event.ends_at}
    seated.update(**told)
    said = entry.get("feedback", [])
    for given in said:
        keep(Feedback(event=event, **given), entry["key"])
    for registration in seated[: len(said)]:
        registration.has_given_feedback = True
        registration.save(update_fields=["has_given_feedback"])
