"""That PostgreSQL takes what words makes, whatever was typed, and matches it as meant."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.words import tsquery, tsvector

LANGUAGES = ["en", "pl", "es", "ro", "el"]

pytestmark = pytest.mark.django_db


def answer(sql: str, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


def is_found(text: str, question: str, *, language: str = "en", **how) -> bool:
    query = tsquery(question, [language], **how)
    assert query is not None
    vector = tsvector([(text, language, "B")])
    return answer("SELECT %s::tsvector @@ %s::tsquery", vector, query)


anything = st.text(max_size=200) | st.text(
    st.sampled_from("aążłoćśź ΩςίŞ\x00\"'\\-&|!():*<> 1🌞\u0301\u00ad\ufdfa½"), max_size=200
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything, st.booleans())
def test_any_question_is_a_valid_query_or_none(text, is_prefix):
    query = tsquery(text, LANGUAGES, is_prefix=is_prefix)
    assert query is None or answer("SELECT numnode(%s::tsquery)", query) > 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(anything, st.sampled_from(LANGUAGES), st.sampled_from("ABCD"))))
def test_any_texts_are_a_valid_vector(parts):
    assert answer("SELECT length(%s::tsvector)", tsvector(parts)) >= 0


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"w{number} panel" for number in range(200_000)),
        " ".join(f"{number:060}" for number in range(100_000)),
        "ż" * 1_000_000,
        "a-" * 500_000,
        "\x00 " * 1_000,
        "solar " * 100_000,
    ],
    ids=["many words", "long words", "one word", "one compound", "no words", "the same word"],
)
def test_texts_and_questions_of_any_length_are_taken(text):
    assert answer("SELECT length(%s::tsvector)", tsvector([(text, "en", "A")])) >= 0
    query = tsquery(text, LANGUAGES)
    assert query is None or answer("SELECT numnode(%s::tsquery)", query) > 0


@pytest.mark.parametrize(
    "question", ['"', '""', "'", "\\", ":*", "<->", "a:*b", "!a", "()", "a & ("]
)
def test_operators_that_were_typed_are_no_operators(question):
    query = tsquery(question, LANGUAGES)
    assert query is None or answer("SELECT numnode(%s::tsquery)", query) > 0


TEXT = (
    "New start-up in solar energy; the quality of life of its founders matters. Ref. KRK-2026-0418"
)


@pytest.mark.parametrize(
    "question",
    [
        "founder matter",
        '"solar energy"',
        '"quality of life"',
        '"quality for life"',  # any stop word in the place of another
        "startup",
        "start-up",
        '"new startup"',
        '"startup in solar"',
        "KRK-2026-0418",
        "2026",
        "solar -wind",
        "founders matter",
    ],
)
def test_text_is_found_by(question):
    assert is_found(TEXT, question)


@pytest.mark.parametrize(
    "question",
    ["solar wind", '"energy solar"', '"quality life"', "solar -founder", "KRK-2026-0419", "sol"],
)
def test_text_is_not_found_by(question):
    assert not is_found(TEXT, question)


def test_beginning_of_a_word_finds_it_where_asked():
    assert is_found(TEXT, "solar ener", is_prefix=True)
    assert is_found("Firma z Łodzi", "firma lod", language="pl", is_prefix=True)
    assert not is_found(TEXT, "solar ener")


def test_words_of_one_language_do_not_find_texts_of_another():
    vector = tsvector([("Pan z Krakowa", "pl", "A")])
    query = tsquery("panes", LANGUAGES)  # Spanish for 'loaves'
    assert not answer("SELECT %s::tsvector @@ %s::tsquery", vector, query)


def test_weights_rank_a_title_before_a_description():
    rank = "SELECT ts_rank(%s::tsvector, %s::tsquery)"
    title = tsvector([("Solar panels", "en", "A"), ("for schools", "en", "D")])
    description = tsvector([("For schools", "en", "A"), ("solar panels", "en", "D")])
    query = tsquery("panel", LANGUAGES)
    assert answer(rank, title, query) > answer(rank, description, query)
