from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from partners.models.texts import LocalText, local_text


class Question(models.Model):
    """What the organisers ask on the registration form of an event."""

    class Kind(models.TextChoices):
        SHORT = "short", _("one line")
        LONG = "long", _("several lines")
        ONE = "one", _("one of several answers")
        SOME = "some", _("any of several answers")
        YES = "yes", _("a box to tick")

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind of answer"), max_length=5, choices=Kind, default=Kind.SHORT)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text.label if self.text else ""

    @property
    def text(self) -> "QuestionText | None":
        """In the reader's language, else in that of the event."""
        return local_text(self.texts.all(), original=self.event.language)

    @property
    def has_answers(self) -> bool:
        return self.kind in {self.Kind.ONE, self.Kind.SOME}


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
    def choices(self) -> list[tuple[str, str]]:
        """(number, answer)"""
        return [(str(n), line.strip()) for n, line in enumerate(self.answers.splitlines(), 1)]
