"""The words that published texts use, and what a mistyped word was meant to be."""

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from publishing.lexicon import did_you_mean, learn, letters_of, recount
from publishing.models.lexicon import Word
from publishing.words import tsvector

LANGUAGES = ["en", "pl", "es", "ro", "el"]
TEXTS = [
    ("Solar panels and photovoltaic batteries for schools", "en"),
    ("Szukamy partnera: panele fotowoltaiczne, żywność ekologiczna", "pl"),
    ("Empresas de investigación en energía", "es"),
    ("Întreprinderi inovatoare caută soluții pentru școli", "ro"),
    ("Εταιρείες ενέργειας αναζητούν software", "el"),
]


@pytest.fixture
def known(db):
    learn(TEXTS)


@pytest.mark.django_db
def test_word_forms_are_learnt_with_language_and_lexemes():
    learn(TEXTS)
    word = Word.objects.get(language="pl", form="żywność")
    assert word.letters == "zywnosc"
    assert word.lexemes == ["pl:żywność"]
    assert Word.objects.filter(language="en", form="software").exists()  # in a Greek text


@pytest.mark.django_db
def test_stop_words_numbers_and_initials_are_not_learnt():
    learn([("The IT of 2026, R&D and C3PO", "en")])
    assert not Word.objects.exists()


@pytest.mark.django_db
def test_learning_again_changes_nothing(django_assert_num_queries):
    learn(TEXTS)
    before = list(Word.objects.values_list())
    with django_assert_num_queries(1):
        learn(TEXTS)
    assert list(Word.objects.values_list()) == before


@pytest.mark.django_db
def test_learning_costs_the_same_queries_for_one_text_and_for_thirty(django_assert_num_queries):
    learn(TEXTS[:1])
    with django_assert_num_queries(1):
        learn(TEXTS[:1] * 30)
    with django_assert_num_queries(0):
        learn([])


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_do_not_lock_one_another_out():
    words = [f"słowo{first}{second}" for first in "abcdefgh" for second in "ijklmnop"]
    failures = []

    def write(order):
        try:
            for start in range(0, len(order), 16):
                learn([(" ".join(order[start:] + order[:start]), "pl")])
        except Exception as failure:  # noqa: BLE001 - told to the test's own thread
            failures.append(failure)
        finally:
            connection.close()

    writers = [
        threading.Thread(target=write, args=[order])
        for order in (words, words[::-1], words[40:] + words[:40])
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert Word.objects.count() == len(words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("photovoltiac", "photovoltaic"),
        ("solar baterries", "solar batteries"),
        ("zywnosz", "żywność"),
        ("fotowolaticzne panele", "fotowoltaiczne panele"),
        ("investigasion", "investigación"),
        ("inovatoere", "inovatoare"),
        ("ενέργιας", "ενέργειας"),
        ('"photovoltiac panels" -wind', '"photovoltaic panels" -wind'),
    ],
)
def test_mistyped_words_are_understood(known, typed, meant):
    assert did_you_mean(typed, LANGUAGES) == meant


def test_greek_in_latin_letters_is_understood(known):
    assert did_you_mean("energeias", ["el"]) == "ενέργειας"


@pytest.mark.parametrize(
    "typed",
    [
        "solar panels",
        "panel",  # another form of a known word
        "zywnosci",  # without accents
        "ENERGÍA",
        "xylophonist",
        "teh",
        "",
        "\x00 2026 !!!",
        "de la",
    ],
)
def test_known_words_and_words_like_no_other_are_left_alone(known, typed):
    assert did_you_mean(typed, LANGUAGES) is None


@pytest.mark.django_db
def test_words_of_languages_not_asked_for_are_not_proposed():
    learn(TEXTS)
    assert did_you_mean("photovoltiac", ["pl"]) is None


@pytest.mark.django_db
def test_the_more_common_of_two_like_words_is_meant():
    learn([("solid sonar solar", "en")])
    Word.objects.filter(form="solar").update(texts=9)
    assert did_you_mean("soxar", ["en"]) == "solar"


@pytest.mark.django_db
def test_long_questions_cost_a_bounded_number_of_queries(known, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        did_you_mean("photovoltiac " * 10_000, LANGUAGES)


def vectors(*texts: tuple[str, str]) -> QuerySet:
    """A query for the search vectors of `texts`, as one for those of a model would be."""
    made = [tsvector([(text, language, "A")]) for text, language in texts]
    one_row = Word.objects.filter(pk=Word.objects.values_list("language", "form").first())
    return one_row.annotate(words=RawSQL("unnest(%s::tsvector[])", [made])).values("words")


@pytest.mark.django_db
def test_recount_counts_the_texts_that_use_a_word_in_any_form():
    learn([("solar panels", "en")])
    recount(vectors(("solar panels, solar", "en"), ("a panel", "en")))
    assert dict(Word.objects.values_list("form", "texts")) == {"solar": 1, "panels": 2}


@pytest.mark.django_db
def test_words_that_no_text_uses_are_not_proposed_and_then_forgotten():
    learn([("solar biogas", "en")])
    recount(vectors(("solar", "en")))
    assert did_you_mean("biogass", ["en"]) is None
    assert Word.objects.filter(form="biogas").exists()
    recount(vectors(("solar", "en")))
    assert list(Word.objects.values_list("form", flat=True)) == ["solar"]


def test_letters_are_latin_and_without_accents():
    assert letters_of("Żółć") == "zolc"
    assert letters_of("Ψυχής") == "psychis"
    assert letters_of("înființării") == "infiintarii"
