"""The questions of an event on its registration form: asked, answered, and read back in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import ExpressionWrapper, F, JSONField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event, Question, QuestionText, Registration
from partners.widgets import CheckList, RadioList

MOST = 20  # questions of one event
SHORT, LONG = 300, 2000  # characters of an answer
Kind = Question.Kind


def asked(event: Event) -> QuerySet[Question]:
    """Its questions with their texts, in the order asked; two queries."""
    return event.questions.prefetch_related("texts")


def another(event: Event) -> Question:
    """A new question, to be asked last; not saved."""
    last = event.questions.last()
    return Question(event=event, order=last.order + 1 if last else 0)


def fields(event: Event) -> dict[str, forms.Field]:
    """The fields by which a form asks: 'q' and the key of the question → field; two queries."""
    return {f"q{question.key}": _field(question) for question in asked(event)}


def answers(event: Event, cleaned_data: Mapping[str, Any]) -> dict[str, Any]:
    """What `cleaned_data` of a form with `fields` says, as a registration keeps it; one query.

    What was left open is left out; a box that was not ticked says no.
    """
    given = {
        str(pk): cleaned_data.get(f"q{pk}") for pk in event.questions.values_list("pk", flat=True)
    }
    return {key: answer for key, answer in given.items() if answer not in (None, "", [])}


def said(
    registration: Registration, questions: Iterable[Question] | None = None
) -> list[tuple[str, str]]:
    """(question, answer) in words, in the reader's language; '' where nothing was answered.

    In the order asked, and all of them: lists make columns of it. For a list, give the `questions`
    of the event, as a list of `asked`: then there are no queries at all.
    """
    questions = asked(registration.event) if questions is None else questions
    return [
        (str(question), _in_words(question, registration.answers.get(question.key)))
        for question in questions
    ]


@transaction.atomic
def move(event: Event, key: str, *, up: bool) -> None:
    """Ask a question before the one above it, or after the one below. With the event locked."""
    order = list(event.questions.all())
    place = next((n for n, question in enumerate(order) if question.key == key), None)
    if place is None:
        return
    order.insert(max(0, place + (-1 if up else 1)), order.pop(place))
    for number, question in enumerate(order):
        question.order = number
    Question.objects.bulk_update(order, ["order"])


@transaction.atomic
def remove(question: Question) -> None:
    """Delete a question, and what was answered to it. With the row of its event locked."""
    kept = ExpressionWrapper(
        F("answers") - Cast(Value(question.key), TextField()), output_field=JSONField()
    )
    registrations = Registration.objects.filter(event=question.event_id)
    registrations.filter(answers__has_key=question.key).update(answers=kept)
    question.delete()


def _field(question: Question) -> forms.Field:
    text = question.text or QuestionText()
    about = {"label": _marked(text.label, text), "required": question.is_required}
    if question.has_answers:
        return _choice(question, text, about)
    if question.kind == Kind.YES:
        return forms.BooleanField(**about)
    if question.kind == Kind.LONG:
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=LONG, widget=area, **about)
    return forms.CharField(max_length=SHORT, **about)


def _choice(question: Question, text: QuestionText, about: dict[str, Any]) -> forms.Field:
    about |= {"coerce": int, "empty_value": None}
    choices: list[tuple[Any, str]] = [(n, _marked(answer, text)) for n, answer in text.choices]
    if question.kind == Kind.SOME:
        return forms.TypedMultipleChoiceField(choices=choices, widget=CheckList, **about)
    if not question.is_required:  # what was chosen can be taken back
        choices.insert(0, ("", _("No answer")))
    return forms.TypedChoiceField(choices=choices, widget=RadioList, **about)


def _marked(words: str, text: QuestionText) -> str:
    """`words` with their language, where that is not the page's."""
    if text.language == (get_language() or "")[:2]:
        return words
    return format_html('<span lang="{}">{}</span>', text.language, words)


def _in_words(question: Question, answer: Any) -> str:
    if answer is None or answer == "":
        return ""
    if question.kind == Kind.YES:
        return _("yes") if answer else _("no")
    if not question.has_answers:
        return str(answer)
    known = dict(question.text.choices) if question.text else {}
    chosen = answer if isinstance(answer, list) else [answer]
    return ", ".join(known[number] for number in chosen if number in known)
