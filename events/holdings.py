"""What events keep of a person: what they announced, their registrations, their calendar."""

from typing import Any

from django.utils import timezone

from events import asking, registering
from events.diary import calendar_of, end_calendar
from events.links import Bearer
from events.models import Event, Registration
from partners.holdings import Holding, enrol
from partners.models import User


def _announced(user: User) -> list[dict[str, Any]]:
    events = Event.objects.filter(author=user).order_by("pk").prefetch_related("texts")
    return [
        {"title": event.title, "state": event.state, "created_at": event.created_at}
        for event in events.defer("words")
    ]


def _registrations(user: User) -> list[dict[str, Any]]:
    known = Registration.objects.concerning(user).select_related("event").defer("event__words")
    known = known.prefetch_related("event__texts", "participants").order_by("pk")
    return [_registration(each) for each in known]


def _registration(registration: Registration) -> dict[str, Any]:
    names = ("name", "email", "organisation", "attendance", "needs", "state")
    stamps = ("created_at", "reminded_at", "thanked_at", "has_given_feedback")
    return {
        "event": registration.event.title,
        "begins_at": registration.event.starts_at,
        **{name: getattr(registration, name) for name in (*names, *stamps)},
        "answers": [
            {"question": question, "answer": answer}
            for question, answer in asking.said(registration)
        ],
        "people": [
            {
                "name": participant.name,
                "is_listed": participant.is_listed,
                "checked_in_at": participant.checked_in_at,
            }
            for participant in registration.participants.all()
        ],
    }


def _forget_registrations(user: User) -> None:
    """Their seats go to the next; nothing of them stays but the feedback, which has no name."""
    now = timezone.now()
    known = Registration.objects.concerning(user).select_related("event")
    for registration in known.order_by("event", "pk"):
        if registration.is_alive and not registration.event.is_over_at(now):
            registering.give_up(registration, user=Bearer(registration.pk), now=now)
        registration.delete()


def _calendar(user: User) -> dict[str, Any] | None:
    calendar = calendar_of(user)
    return calendar and {"address": calendar.address, "created_at": calendar.created_at}


# What was announced belongs to the cluster: it stays, without a name.
enrol(Holding("events", _announced))
enrol(Holding("registrations", _registrations, _forget_registrations))
enrol(Holding("private_calendar", _calendar, end_calendar))
