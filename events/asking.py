"""What organisers ask on the registration form, and what was answered."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from events.models import Event, Question, Registration


def asked(event: Event) -> QuerySet[Question]:
    """Its questions with their texts, in the order asked; two queries."""
    return event.questions.prefetch_related("texts")


def said(
    registration: Registration, questions: Iterable[Question] | None = None
) -> list[tuple[str, str]]:
    """(question, answer) in words, in the reader's language; '' where nothing was answered.

    In the order asked, and all of them. For a list, give the `questions` of the event, as a list
    of `asked`: then there are no queries at all.
    """
    questions = asked(registration.event) if questions is None else questions
    return [(str(each), _words(each, registration.answers.get(str(each.pk)))) for each in questions]


def _words(question: Question, answer: Any) -> str:
    if answer is None:
        return ""
    if question.kind == Question.Kind.YES:
        return "✓" if answer else ""
    if not question.has_answers:
        return str(answer)
    choices = dict(question.text.choices) if question.text else {}
    chosen = answer if isinstance(answer, list) else [answer]
    return ", ".join(choices.get(str(number), "") for number in chosen)
