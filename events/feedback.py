"""What those who took part say afterwards: once for each registration, and without a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Event, Feedback, Registration
from events.models.feedback import Rating
from moves.machine import Stale

OPEN_FOR = timedelta(days=60)
FEWEST = 3  # answers: below, a text could be matched with one of those who took part


class Closed(Stale):
    """It is asked from the end of the event on, for some time."""

    def __init__(self) -> None:
        super().__init__(_("Feedback on this event is closed."))


def open_until(event: Event) -> datetime:
    return event.ends_at + OPEN_FOR


@dataclass(frozen=True)
class Giving:
    """Whether who has `registration` can say `now` how it was."""

    registration: Registration
    now: datetime

    @property
    def event(self) -> Event:
        return self.registration.event

    @cached_property
    def is_for_them(self) -> bool:
        """They took part, or are about to."""
        took_part = Registration.objects.took_part().filter(pk=self.registration.pk)
        return not self.event.is_cancelled and took_part.exists()

    @property
    def is_answered(self) -> bool:
        return self.registration.has_given_feedback

    @property
    def is_early(self) -> bool:
        return not self.event.is_over_at(self.now)

    @property
    def is_open(self) -> bool:
        is_in_time = self.event.is_over_at(self.now) and self.now <= open_until(self.event)
        return is_in_time and self.is_for_them and not self.is_answered


@transaction.atomic
def give(registration: Registration, answer: Feedback, *, now: datetime) -> None:
    """Keep `answer`; a second one of the same registration is passed over. Raises Closed.

    All answers to the event are written once more, in the random order of their keys: else the
    order of rows, and the transaction that wrote them (xmin), would tell whose is whose.
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
    registration.refresh_from_db()
    registration.event = event
    if registration.has_given_feedback:
        return
    if not Giving(registration, now).is_open:
        raise Closed
    registration.has_given_feedback = True
    registration.save(update_fields=["has_given_feedback"])
    answer.event = event
    answers = sorted([*event.feedback.all(), answer], key=lambda each: each.pk)
    event.feedback.all().delete()
    Feedback.objects.bulk_create(answers)


@dataclass(frozen=True)
class Summary:
    """All answers to `event`, for its organisers."""

    event: Event

    @cached_property
    def answers(self) -> list[Feedback]:
        """In the random order of their keys."""
        return list(self.event.feedback.all())

    @property
    def total(self) -> int:
        return len(self.answers)

    @property
    def mean(self) -> float:
        return sum(each.rating for each in self.answers) / self.total

    @property
    def figures(self) -> list[tuple[str | int, str]]:
        """Pairs of number and words, where there are answers."""
        mean = number_format(round(self.mean, 1), decimal_pos=1)
        shown = [
            (self.total, ngettext("answer", "answers", self.total)),
            (mean, _("on average, of %(n)d") % {"n": max(Rating)}),
        ]
        asked = self.event.registrations.took_part().count()
        if asked >= self.total:  # registrations are deleted, answers are not
            shown.insert(1, (asked, ngettext("was asked", "were asked", asked)))
        return shown

    @property
    def ratings(self) -> list[tuple[str, int]]:
        """(in words, how many), the best first."""
        given = [each.rating for each in self.answers]
        return [(rating.label, given.count(rating)) for rating in Rating]

    @property
    def fewest(self) -> int:
        return FEWEST

    @property
    def shows_texts(self) -> bool:
        return self.total >= FEWEST

    @property
    def best(self) -> list[str]:
        return [each.best for each in self.answers if each.best]

    @property
    def better(self) -> list[str]:
        return [each.better for each in self.answers if each.better]
