"""Words: lexemes, what is stored, what is asked, what is shown. No database."""

import re
import tracemalloc
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.names import fold
from publishing.words import lexemes, snippet, tsquery, tsvector
from publishing.words.lexemes import lexemes_of, lexemes_without_accents
from publishing.words.polish import restored
from publishing.words.stop_words import STOP_WORDS
from publishing.words.vectors import LARGEST, LAST_POSITION, POSITIONS_A_LEXEME

LANGUAGES = ["en", "pl", "es", "ro", "el"]
RECALL = 0.95  # of forms of a word that find one another, in each language


def families() -> dict[str, list[list[str]]]:
    """The forms of each word in inflections.txt, by language."""
    found: dict[str, list[list[str]]] = {}
    for line in (Path(__file__).parent / "inflections.txt").read_text().splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(language, []).append(line.split())
    return found


FAMILIES = families()


def missed_pairs(language: str, asked_as) -> tuple[list[tuple[str, str]], int]:
    """The pairs (asked, written) of forms of one word that do not meet, and how many there are."""
    pairs = [pair for forms in FAMILIES[language] for pair in permutations(forms, 2)]
    missed = [
        (asked, written)
        for asked, written in pairs
        if not set(asked_as(asked)) & set(lexemes(written, language))
    ]
    return missed, len(pairs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_of_forms_is_long_enough_to_mean_something(language):
    assert len(FAMILIES[language]) >= 25
    assert sum(map(len, FAMILIES[language])) / len(FAMILIES[language]) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_inflected_forms_of_a_word_find_one_another(language):
    missed, pairs = missed_pairs(language, lambda form: lexemes(form, language))
    assert 1 - len(missed) / pairs >= RECALL, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_typed_without_accents_find_all_forms_of_the_word(language):
    missed, pairs = missed_pairs(
        language, lambda form: lexemes_without_accents(fold(form.split("'")[0]), language)
    )
    assert 1 - len(missed) / pairs >= RECALL, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_words_hardly_ever_share_a_lexeme(language):
    """Fewer than one in five hundred pairs of words of the list meet in any of their forms."""
    sets = [
        {found for form in forms for found in lexemes(form, language)}
        for forms in FAMILIES[language]
    ]
    pairs = list(permutations(range(len(sets)), 2))
    met = [(i, j) for i, j in pairs if sets[i] & sets[j]]
    assert len(met) / len(pairs) < 0.002, [FAMILIES[language][i] for i, _ in met]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ro", "producţie", "producție"),  # cedilla and comma below
        ("ro", "ŞCOALĂ", "școala"),
        ("el", "ΔΡΌΜΟΣ", "δρόμος"),
        ("el", "ΔΡΟΜΟΣ", "δρόμους"),
        ("pl", "ŻÓŁĆ", "żółć"),
        ("pl", "Z\u0307o\u0301łc\u0301", "żółć"),  # accents written as marks of their own
        ("es", "ACCIÓN", "acción"),
        ("en", "inno\u00advation", "innovation"),
        ("en", "ﬁbre", "fiber"),
        ("en", "organisation", "organizations"),
        ("en", "co\u2010operation", "cooperation"),
        ("en", "start-ups", "startup"),
    ],
)
def test_writing_differently_makes_no_difference(language, one, other):
    assert set(lexemes(one, language)) & set(lexemes(other, language))


def test_latin_words_of_a_greek_text_are_inflected_as_english():
    assert set(lexemes("αναζητούμε sensors", "el")) & set(lexemes("sensor", "en"))


def test_stop_words_are_dropped_and_names_in_capitals_are_kept():
    assert lexemes("of the and", "en") == []
    assert lexemes("it", "en") == []
    assert lexemes("IT services", "en") == ["it", "en:servic"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_are_written_as_they_are_looked_up(language):
    assert all(fold(word) == word and word.isalpha() for word in STOP_WORDS[language])


def test_polish_word_without_accents_has_the_lexemes_of_every_word_it_may_be():
    assert set(restored("sad")) >= {"sad", "sąd"}
    assert "żółty" in restored("zoltego")
    assert "łódź" in restored("lodzi")
    assert restored("qwrtz") == ()


def test_accents_that_were_typed_are_kept_and_tell_words_apart():
    assert set(lexemes("sąd", "pl")).isdisjoint(lexemes("sad", "pl"))
    assert "pl:żądanie" in tsquery("zadanie", ["pl"])
    assert "pl:żądanie" not in tsquery("zadanie główne", ["pl"])
    assert set(lexemes_of("żółty", "pl")) & set(lexemes_of("zólty", "pl"))  # one forgotten


def test_polish_text_without_any_accent_is_found_by_words_with_accents():
    text = (
        "Produkujemy maszyny do pakowania zywnosci oraz urzadzenia dla zakladow przemyslu w lodzi"
    )
    assert set(lexemes_of("żywność", "pl")) & set(lexemes(text, "pl"))
    assert set(lexemes_of("zakład", "pl")) & set(lexemes(text, "pl"))


def test_unknown_polish_words_meet_by_their_stem():
    assert set(lexemes_of("nanokompozytronik", "pl")) & set(lexemes_of("nanokompozytronika", "pl"))


def test_vector_has_positions_and_weights():
    assert (
        tsvector([("Solar panels", "en", "A"), ("for the schools", "en", "D")])
        == "'en:solar':1A 'en:panel':2A 'en:school':15"
    )


def test_vector_keeps_both_spellings_of_a_compound_beside_its_neighbours():
    assert (
        tsvector([("new start-up fund", "en", "B")])
        == "'en:new':1B 'en:start':2B 'en:startup':2B,3B 'en:fund':4B"
    )


def test_vector_of_nothing_is_empty():
    assert tsvector([]) == ""
    assert tsvector([("", "en", "A"), ("the ... of", "en", "B"), ("\x00", "el", "C")]) == ""


def test_vector_respects_the_limits_of_postgresql():
    text = " ".join(f"w{number} panel" for number in range(200_000))
    vector = tsvector([(text, "en", "A")])
    assert len(vector.encode()) < 2 * LARGEST
    positions = [int(found) for found in re.findall(r"[:,](\d+)A", vector)]
    assert max(positions) == LAST_POSITION
    assert vector.count(",") < POSITIONS_A_LEXEME
    assert tsvector([("x" * 5_000_000, "en", "A")]).count("x") < 100


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("solar panels", "'en:solar' & 'en:panel'"),
        ("panels for schools", "'en:panel' & 'en:school'"),
        ('"panels for schools"', "'en:panel' <2> 'en:school'"),
        ("“panels for schools”", "'en:panel' <2> 'en:school'"),
        ("solar -wind", "'en:solar' & !('en:wind')"),
        ('solar -"wind farm"', "'en:solar' & !('en:wind' <1> 'en:farm')"),
        ("KRK-2026-0418", "'en:krk' <1> '2026' <1> '0418'"),
        ("start-up", "'en:startup'"),  # 'up' is a stop word
        ("co-operation", "('en:cooper' | ('co' | 'en:co') <1> 'en:oper')"),
        ("found", "('en:find' | 'en:found')"),
        ('"solar', "'en:solar'"),
        ("solar - wind", "'en:solar' & 'en:wind'"),
    ],
)
def test_question_means_what_it_says(text, query):
    assert tsquery(text, ["en"]) == query


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "!|&<->:*()'\\", "the of", "-solar", '""', "\x00", "🌞🔋", "-", "_"]
)
def test_question_without_words_is_none(text):
    assert tsquery(text, ["en"]) is None


def test_question_is_put_once_for_each_language_without_its_stop_words():
    assert (
        tsquery("energía de biomasa", ["es", "ro"])
        == "'es:energ' & 'es:biomas' | 'ro:energ' & 'ro:biomas'"
    )
    assert tsquery("most", ["en", "pl"]) == "'pl:most'"  # a bridge


def test_last_word_is_a_beginning_only_where_asked():
    assert ":*" not in tsquery("solar pan", ["en"])
    assert "'en:pan':*" in tsquery("solar pan", ["en"], is_prefix=True)
    assert "'en:in':*" in tsquery("in", ["en"], is_prefix=True)  # on the way to 'innovation'
    for text in ("solar pan ", '"solar pan"', "solar -pan", "solar p", "pan,"):
        assert ":*" not in tsquery(text, ["en"], is_prefix=True)


def test_long_questions_are_cut():
    assert tsquery("solar " * 200_000, ["en"]).count("solar") <= 24
    assert len(tsquery("żółta " * 200_000, LANGUAGES)) < 20_000


anything = st.text(max_size=300) | st.text(
    st.sampled_from("aążłoćśź ΩςίŞ\x00\"'\\-&|!():*<> 1🌞\u0301\u00ad\ufdfa½"), max_size=300
)


@settings(deadline=None)
@given(anything, st.booleans())
def test_no_input_breaks_anything(text, is_prefix):
    for language in LANGUAGES:
        assert all(found.replace(":", "").isalnum() for found in lexemes(text, language))
        assert "\x00" not in tsvector([(text, language, "A")])
    assert "\x00" not in (tsquery(text, LANGUAGES, is_prefix=is_prefix) or "")
    snippet(text, text, LANGUAGES, is_prefix=is_prefix)


@settings(deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "es", "ro", "el"]))
def test_a_text_has_the_lexemes_of_each_of_its_words(text, language):
    found = set(lexemes(text, language))
    assert all(found.issuperset(lexemes(word, language)) for word in text.split())


SENTENCES = (
    "Szukamy partnera. " * 20
    + "Firma z Łodzi produkuje panele słoneczne i magazyny energii dla szkół. "
    + "Oferujemy gwarancję. " * 20
)


def test_snippet_shows_the_words_that_were_asked_for_in_whatever_form():
    pieces = snippet(SENTENCES, "panel sloneczny szkola", ["en", "pl"], language="pl")
    assert [piece for piece, is_hit in pieces if is_hit] == ["panele", "słoneczne", "szkół"]
    assert pieces[0] == ("…", False)
    assert pieces[1][0].startswith("Firma z Łodzi")
    assert pieces[-1] == ("…", False)


def test_snippet_without_a_hit_is_the_beginning():
    pieces = snippet(SENTENCES, "biomasa", ["pl"], length=40)
    assert pieces == [("Szukamy partnera. Szukamy partnera.", False), ("…", False)]


def test_short_text_is_shown_whole():
    assert snippet("Solar  panels", "panel", ["en"]) == [("Solar ", False), ("panels", True)]
    assert snippet("", "panel", ["en"]) == []


def test_excluded_words_are_not_marked():
    assert snippet("solar wind", "solar -wind", ["en"]) == [("solar", True), (" wind", False)]


def test_beginning_of_a_word_is_marked_where_asked():
    assert snippet("solar panels", "pan", ["en"]) == [("solar panels", False)]
    assert snippet("solar panels", "pan", ["en"], is_prefix=True)[-1] == ("panels", True)


@settings(deadline=None)
@given(st.text(max_size=600), st.text(max_size=40), st.integers(20, 300))
def test_snippet_is_a_piece_of_the_text_of_the_length_asked(text, query, length):
    pieces = snippet(text, query, ["en", "el"], length=length)
    shown = "".join(piece for piece, _ in pieces if piece != "…")
    assert len(shown) <= length
    whole = re.sub(r"\s+", " ", text).strip()
    assert shown.strip("…") in whole


def test_caches_stay_within_their_memory():
    words = [
        f"słowo{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}"
        for n in range(40_000)
    ]
    tracemalloc.start()
    for word in words:
        lexemes_of(word, "ro")
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 25_000_000
