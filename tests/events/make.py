"""Events as tests need them."""

from datetime import UTC, datetime, timedelta
from itertools import count

from django.utils import timezone

from events.links import Bearer
from events.models import (
    Event,
    EventText,
    Participant,
    Question,
    QuestionText,
    Registration,
    Series,
    SeriesText,
)
from events.registering import confirm, register
from partners.models import Cluster
from publishing.search import index

_numbers = count(1)


def make_event(cluster: Cluster, *, text: dict | None = None, seats: int | None = None, **fields):
    """A published workshop of three hours in two weeks, with `seats` on site and no limit online.

    One registers for it here where it says so (`registration="portal"`), or has seats.
    """
    starts_at = fields.pop("starts_at", timezone.now() + timedelta(days=14))
    if fields.get("state", "published") == "published":
        fields.setdefault("published_at", datetime(2026, 1, 1, tzinfo=UTC))
    event = Event.objects.create(
        cluster=cluster,
        **{
            "mode": "on_site",
            "registration": "none" if seats is None else "portal",
            "seats_on_site": seats,
            "timezone": cluster.timezone,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "venue": "Centre for Innovation",
            "city": cluster.city,
            "languages": ["en"],
            "state": "published",
            **fields,
        },
    )
    words = {
        "title": "Sensors in saffron",
        "summary": "Growers and engineers compare.",
        "description": "<p>A season of measurements.</p>",
    }
    EventText.objects.create(item=event, language=event.language, **(words | (text or {})))
    if event.state == "published":
        index(event)
    return event


def make_series(cluster: Cluster, *events: Event, **titles: str) -> Series:
    """A series of `events`, which are in it then, with its title in each language."""
    series = Series.objects.create(cluster=cluster)
    for language, title in (titles or {"en": "Saffron season"}).items():
        SeriesText.objects.create(series=series, language=language, title=title)
    for event in events:
        event.series = series
        event.save(update_fields=["series"])
    return series


def make_question(event: Event, kind: str = "short", *, answers: str = "", **labels) -> Question:
    """A question in English, or with a label in each language; the same `answers` in all."""
    fields = {"is_required": labels.pop("is_required", False)}
    order = event.questions.count()
    question = Question.objects.create(event=event, kind=kind, order=order, **fields)
    for language, label in (labels or {"en": "What do you grow?"}).items():
        QuestionText.objects.create(
            question=question, language=language, label=label, answers=answers
        )
    return question


def make_registration(event: Event, *, people: int = 1, now: datetime | None = None, **fields):
    """A confirmed registration of `people`: with a seat, or in the queue."""
    now = now or timezone.now()
    registration = make_unconfirmed(event, people=people, now=now, **fields)
    confirm(registration, user=holder(registration), now=now)
    return registration


def make_unconfirmed(event: Event, *, people: int = 1, now: datetime | None = None, **fields):
    """A registration whose address nobody has confirmed yet."""
    number = next(_numbers)
    registration = Registration(
        event=event,
        **{
            "attendance": event.attendances[0],
            "name": f"Person {number}",
            "email": f"person{number}@example.org",
            "language": "en",
            **fields,
        },
    )
    others = [Participant(name=f"Guest {number}.{n}") for n in range(1, people)]
    participants = [Participant(name=registration.name), *others]
    return register(registration, participants, now=now or timezone.now())


def holder(registration: Registration):
    """Whoever has the link of the registration."""
    return Bearer(registration.pk)
