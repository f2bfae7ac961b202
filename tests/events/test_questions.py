"""What staff ask on the registration form of an event, and what people answer."""

from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from events.asking import MOST, answers, asked, fields, said
from events.models import EventText, Question
from tests.events.make import make_event, make_question, make_registration
from tests.pages import Page

pytestmark = pytest.mark.django_db
ANSWERS = "Red\nGreen\nBlue"


@pytest.fixture
def event(krakow):
    event = make_event(krakow, seats=20)
    EventText.objects.create(item=event, language="pl", title="Czujniki w szafranie")
    return event


@pytest.fixture
def editor(client, krk_editor):
    client.force_login(krk_editor)
    return client


def url(event, name="question_add", *more):
    return reverse(f"events:{name}", args=[event.pk, *more])


def typed(kind="short", **more):
    return {
        "token": str(uuid4()),
        "seen_version": "1",
        "kind": kind,
        "text-en-label": "Which colour?",
        "text-en-answers": ANSWERS if kind in ("one", "some") else "",
        "text-pl-label": "",
        "text-pl-answers": "",
        **more,
    }


def form_of(event, data=None):
    form = forms.Form(data)
    form.fields.update(fields(event))
    return form


def labels(event):
    return [str(question) for question in asked(event)]


# Asked and answered


def test_each_kind_of_answer_is_asked_kept_and_said_in_words(event):
    kinds = ("short", "long", "one", "some", "yes")
    made = [
        make_question(event, kind, answers=ANSWERS if kind in ("one", "some") else "", en=kind)
        for kind in kinds
    ]
    short, long, one, some, yes = (f"q{question.pk}" for question in made)
    form = form_of(event, {short: "x", long: "y\nz", one: "2", some: ["1", "3"], yes: "on"})
    assert form.is_valid(), form.errors

    kept = answers(event, form.cleaned_data)
    registration = make_registration(event, answers=kept)
    registration.refresh_from_db()

    assert list(form.fields) == [short, long, one, some, yes]
    assert list(registration.answers.values()) == ["x", "y\nz", 2, [1, 3], True]
    assert said(registration) == [
        ("short", "x"),
        ("long", "y\nz"),
        ("one", "Green"),
        ("some", "Red, Blue"),
        ("yes", "yes"),
    ]


def test_what_is_left_open_is_not_an_answer(event):
    make_question(event, "short")
    make_question(event, "one", answers=ANSWERS)
    make_question(event, "some", answers=ANSWERS)
    tick = make_question(event, "yes")
    form = form_of(event, {"q0": ""})
    assert form.is_valid(), form.errors

    kept = answers(event, form.cleaned_data)

    assert kept == {tick.key: False}
    assert [words for _label, words in said(make_registration(event, answers=kept))] == [
        "",
        "",
        "",
        "no",
    ]


@pytest.mark.parametrize("kind", ["short", "long", "one", "some", "yes"])
def test_what_has_to_be_answered_is_asked_for(event, kind):
    make_question(event, kind, is_required=True, answers=ANSWERS)

    form = form_of(event, {"any": ""})

    assert list(form.errors.values()) == [["This field is required."]]


@pytest.mark.parametrize(("kind", "limit"), [("short", 300), ("long", 2000)])
def test_answers_have_a_limit(event, kind, limit):
    name = f"q{make_question(event, kind).pk}"

    assert form_of(event, {name: "a" * limit}).is_valid()
    assert not form_of(event, {name: "a" * (limit + 1)}).is_valid()


@pytest.mark.parametrize("value", ["4", "0", "Red", "\0", "9" * 40])
@pytest.mark.parametrize("kind", ["one", "some"])
def test_only_answers_that_are_offered_are_taken(event, kind, value):
    name = f"q{make_question(event, kind, answers=ANSWERS).pk}"

    assert not form_of(event, {name: value}).is_valid()


def test_question_is_asked_in_the_readers_language_else_in_that_of_the_event(event):
    make_question(event, en="Where from?", pl="Skąd?")
    with override("pl"):
        assert [field.label for field in fields(event).values()] == ["Skąd?"]
    with override("ro"):
        (field,) = fields(event).values()
        assert field.label == '<span lang="en">Where from?</span>'


def test_markup_in_a_question_is_no_markup(event):
    make_question(event, "one", en="<b>Bold?</b>", answers="<i>yes</i>\nno")
    for language in ("en", "el"):
        with override(language):
            text = str(form_of(event))
        assert "<b>" not in text and "<i>" not in text


def test_answer_is_read_in_another_language_than_it_was_given(event):
    question = make_question(event, "one", answers=ANSWERS, en="Colour?", pl="Kolor?")
    question.texts.filter(language="pl").update(answers="Czerwony\nZielony\nNiebieski")
    registration = make_registration(event, answers={question.key: 2})
    with override("pl"):
        assert said(registration) == [("Kolor?", "Zielony")]


@pytest.mark.parametrize("kept", [99, [1, 99], "Red", ["x"]])
def test_what_was_kept_otherwise_breaks_nothing(event, kept):
    question = make_question(event, "some", answers=ANSWERS)

    said(make_registration(event, answers={question.key: kept}))


def test_list_of_registrations_reads_the_questions_once(event):
    for _number in range(5):
        make_question(event, "one", answers=ANSWERS)
    registrations = [make_registration(event) for _number in range(3)]
    with CaptureQueriesContext(connection) as queries:
        questions = list(asked(event))
        for registration in registrations:
            assert len(said(registration, questions)) == 5

    assert len(queries) == 2


# Written by staff


def test_question_is_written_in_each_language_of_the_event(editor, event):
    page = Page(editor.get(url(event)).text)
    names = set(next(form for form in page.forms if "text-en-label" in form.fields).fields)
    assert "text-pl-label" in names and "text-es-label" not in names

    editor.post(url(event), typed(**{"text-pl-label": "Jaki kolor?", "is_required": "on"}))

    question = Question.objects.get()
    assert question.is_required and question.text.label == "Which colour?"
    with override("pl"):
        assert labels(event) == ["Jaki kolor?"]
    assert "Which colour?" in editor.get(url(event, "questions")).text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text-en-label": ""}, "in the language of the event"),
        ({"kind": "one", "text-en-answers": "Red"}, "two to thirty answers"),
        (
            {"kind": "some", "text-en-answers": "\n".join("abcdefghijklmnopqrstuvwxyz12345")},
            "two to",
        ),
        ({"kind": "one", "text-en-answers": "a" * 201 + "\nb"}, "200 characters"),
        ({"kind": "short", "text-en-answers": ANSWERS}, "choose a kind that has answers"),
        ({"kind": "one", "text-en-answers": ANSWERS, "text-pl-label": "Jaki?"}, "Give 3 answers"),
        ({"kind": "poem"}, "Select a valid choice"),
        ({"text-en-label": "a" * 301}, "at most 300 characters"),
        ({"text-pl-answers": "Tak\nNie"}, "This field is required"),
    ],
)
def test_unfit_question_is_told_beside_its_field(editor, event, more, words):
    page = editor.post(url(event), typed(**more))

    assert page.status_code == 422
    assert words in page.text
    assert not Question.objects.exists()


def test_blank_lines_between_answers_are_no_answers(editor, event):
    editor.post(url(event), typed("one", **{"text-en-answers": " Red \r\n\r\nGreen\r\n"}))

    assert Question.objects.get().text.choices == [(1, "Red"), (2, "Green")]


def test_form_sent_twice_asks_once(editor, event):
    data = typed()
    for _time in range(2):
        assert editor.post(url(event), data).status_code == 302

    assert Question.objects.count() == 1


def test_event_has_at_most_twenty_questions(editor, event):
    for _number in range(MOST - 1):
        make_question(event)
    editor.post(url(event), typed())
    page = editor.post(url(event), typed(), follow=True)

    assert "There are 20 questions already" in page.text
    assert Question.objects.count() == MOST
    assert "Add a question" not in editor.get(url(event, "questions")).text


def test_questions_move_up_and_down_and_no_further(editor, event):
    first, _second, third = (make_question(event, en=label) for label in "abc")

    editor.post(url(event, "questions"), {"up": third.pk})
    assert labels(event) == ["a", "c", "b"]
    editor.post(url(event, "questions"), {"down": first.pk})
    assert labels(event) == ["c", "a", "b"]
    for data in ({"up": third.pk}, {"up": "0"}, {"down": "x"}, {"down": 2**70}, {}):
        assert editor.post(url(event, "questions"), data).status_code == 302
    assert labels(event) == ["c", "a", "b"]


def test_new_question_is_asked_last_also_after_others_have_gone(editor, event):
    first, *_others = (make_question(event, en=label) for label in "abc")
    editor.post(url(event, "question_delete", first.pk))

    editor.post(url(event), typed())

    assert labels(event) == ["b", "c", "Which colour?"]


def test_once_answered_kind_and_number_of_answers_stay(editor, event):
    question = make_question(event, "one", answers=ANSWERS)
    make_registration(event, answers={question.key: 2})
    page = editor.post(
        url(event, "question_edit", question.pk),
        typed("short", **{"text-en-answers": "Red\nGreen"}),
    )
    assert page.status_code == 422 and "Give 3 answers here." in page.text

    page = editor.post(
        url(event, "question_edit", question.pk),
        typed("short", **{"text-en-answers": "Crimson\nOlive\nNavy"}),
    )

    question = Question.objects.get()
    assert page.status_code == 302
    assert question.kind == "one" and question.text.choices[1] == (2, "Olive")


def test_answer_of_somebody_who_has_cancelled_binds_nobody(editor, event):
    question = make_question(event, "one", answers=ANSWERS)
    registration = make_registration(event, answers={question.key: 2})
    type(registration).objects.update(state="cancelled", rank=None)

    editor.post(url(event, "question_edit", question.pk), typed("short"))

    assert Question.objects.get().kind == "short"


def test_deleting_tells_who_has_answered_and_takes_the_answers_along(editor, event):
    question, other = make_question(event, en="Old?"), make_question(event, en="Kept?")
    registration = make_registration(event, answers={question.key: "x", other.key: "y"})
    page = editor.get(url(event, "question_delete", question.pk)).text
    assert "answered in 1 registration." in page
    new = make_question(event, en="New?")
    assert "Nobody has answered" in editor.get(url(event, "question_delete", new.pk)).text

    editor.post(url(event, "question_delete", question.pk))

    registration.refresh_from_db()
    assert registration.answers == {other.key: "y"}
    assert labels(event) == ["Kept?", "New?"]


def test_of_two_who_edit_one_question_the_second_is_shown_both_texts(editor, event):
    question = make_question(event, en="Where from?")
    page = url(event, "question_edit", question.pk)
    editor.post(page, typed(**{"text-en-label": "Which town?"}))

    conflict = editor.post(page, typed(**{"text-en-label": "Which country?"}))

    assert conflict.status_code == 409
    assert "town" in conflict.text and "Which country?" in conflict.text
    assert labels(event) == ["Which town?"]


def test_question_of_another_event_is_not_found(editor, event, krakow):
    question = make_question(make_event(krakow))

    for name in ("question_edit", "question_delete"):
        assert editor.get(url(event, name, question.pk)).status_code == 404
    editor.post(url(event, "questions"), {"up": question.pk})


@pytest.mark.parametrize("count", [1, MOST])
def test_queries_do_not_grow_with_the_questions(editor, event, count):
    for _number in range(count):
        make_question(event)
    editor.get(url(event, "questions"))  # a new session
    with CaptureQueriesContext(connection) as queries:
        editor.get(url(event, "questions"))

    assert len(queries) <= 16
