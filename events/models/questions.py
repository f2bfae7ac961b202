from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from partners.models import Versioned
from partners.models.texts import LocalText, local_text


class Question(Versioned):
    """What the organisers ask on the registration form of an event (events.asking)."""

    class Kind(models.TextChoices):
        SHORT = "short", _("one line")
        LONG = "long", _("several lines")
        ONE = "one", _("one of several answers")
        SOME = "some", _("any of several answers")
        YES = "yes", _("a box to tick")

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind of answer"), max_length=5, choices=Kind, default=Kind.SHORT)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    # Made by the form: a form sent twice is one question.
    token = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text.label if self.text else ""

    def get_absolute_url(self) -> str:
        return reverse("events:questions", args=[self.event_id])

    @property
    def key(self) -> str:
        """Under which a registration keeps its answer."""
        return str(self.pk)

    @property
    def text(self) -> "QuestionText | None":
        """In the reader's language, else in that of the event."""
        return local_text(self.texts.all(), original=self.event.language)

    @property
    def has_answers(self) -> bool:
        return self.kind in {self.Kind.ONE, self.Kind.SOME}

    def answered(self) -> models.QuerySet:
        """The living registrations that hold an answer to it."""
        return self.event.registrations.alive().filter(answers__has_key=self.key)


class QuestionText(LocalText):
    """A question in one language. `answers` are lines: the n-th means the same in every language,
    and is what a registration keeps.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="texts")
    label = models.CharField(_("question"), max_length=300)
    answers = models.TextField(_("answers, one a line"), max_length=2000, blank=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "language"], name="question_text_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def choices(self) -> list[tuple[int, str]]:
        """(number, answer)"""
        return list(enumerate(self.answers.splitlines(), 1))
