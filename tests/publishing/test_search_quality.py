"""Recall and precision of the search in real PostgreSQL, on the Universal Declaration's articles.

Each question is a form that is in few of the articles or in none; beside it stands what the
articles that it must find have in them (without accents).
"""

import csv
import re
from pathlib import Path

import pytest
from django.db import connection

from partners.names import fold
from publishing.words import tsquery, tsvector

DECLARATION = (
    Path(__file__).resolve().parents[3] / "shared" / "data" / "text" / "udhr_7_languages.csv"
)
RECALL = 0.95
PRECISION = 0.8  # of the first five
QUESTIONS = {
    "en": {
        "families": r"famil(y|ies)",
        "child": r"child(ren)?",
        "marriages": r"marriages?",
        "countries": r"countr(y|ies)",
        "freedom": r"freedoms?",
        "religions": r"religions?",
        "tribunal": r"tribunals?",
        "torturing": r"torture",
        "woman": r"wom[ae]n",
        "choosing": r"choose|chosen",
        "discriminated": r"discriminat\w+",
        "opinions": r"opinions?",
        "held": r"hold|held",
        "protects": r"protect\w*",
        "arts": r"arts?",
    },
    "pl": {
        "małżeństwami": r"malzenstw(o|a|u)?",
        "rodzinom": r"rodzin(a|y|e|ie)?",
        "dzieckiem": r"dziec(ko|ka|i|iom)",
        "bezrobocia": r"bezroboci\w+",
        "wolnościom": r"wolnosc\w*",
        "sądem": r"sad(u|y|em|ami|ow)?",
        "kobietą": r"kobiet(a|y)?",
        "krajami": r"kraj(u|ow|e)?",
        "wyborami": r"wyb(or|oru|ory|orach|orze)",
        "wyznaniem": r"wyznani(e|a|u)",
        "torturował": r"torturowac",
        "godnością": r"godnos\w+",
        "naród": r"narod(u|y|ow|om|ami)?",
        "związkiem": r"zwiaz(ek|ku|kow|ki)",
        "sumień": r"sumieni\w+",
    },
    "es": {
        "familias": r"familias?",
        "matrimonios": r"matrimonios?",
        "países": r"pais(es)?",
        "leyes": r"ley(es)?",
        "libertad": r"libertad(es)?",
        "tribunal": r"tribunal(es)?",
        "religiones": r"religion(es)?",
        "torturado": r"torturas?",
        "opiniones": r"opinion(es)?",
        "salarios": r"salarios?",
        "científica": r"cientific[oa]s?",
        "viviendas": r"viviendas?",
        "artísticos": r"artistic[oa]s?",
        "naciones": r"nacion(es)?",
        "eligiendo": r"eleg\w+|elij\w+",
        "niña": r"nin[oa]s?",
    },
    "ro": {
        "familii": r"famili\w+",
        "copilului": r"copi(l|lul|lului|i|ii|ilor)",
        "căsătoriile": r"casator\w+",
        "țărilor": r"tar(a|i|ii|ile|ilor)",
        "legilor": r"leg(e|ea|ii|i|ile|ilor)",
        "libertatea": r"libert\w+",
        "tribunale": r"tribunal\w*",
        "religiile": r"religi(a|e|ei|i)",
        "femeile": r"femei\w*",
        "sindicatul": r"sindicat\w*",
        "artele": r"arte\w*",
        "torturi": r"tortur\w*",
        "opiniile": r"opini\w+",
        "științifice": r"stiintific\w+",
        "națiunea": r"natiun\w+",
    },
    "el": {
        "οικογενειών": r"οικογενει\w+",
        "παιδιού": r"παιδι(α|ου|ων)?",
        "γάμων": r"γαμ(οσ|ου|ο|οι|ων|ουσ)",
        "χώρες": r"χωρ(α|ασ|εσ|ων)",
        "νόμων": r"νομ(οσ|ου|ο|οι|ων|ουσ)",
        "θρησκειών": r"θρησκει\w+",
        "δικαστήριο": r"δικαστηρι\w+",
        "κράτος": r"κρατ(οσ|ουσ|η|ων)",
        "γυναίκες": r"γυναικ(α|ασ|εσ|ων)",
        "βασανιστήριο": r"βασανιστηρι\w+",
        "συνδικάτου": r"συνδικατ\w+",
        "επιστημονικές": r"επιστημονικ\w+",
        "γνώμες": r"γνωμ\w+",
        "διακρίσεις": r"διακρισ\w+",
        "ίδρυσαν": r"ιδρυ\w+",
    },
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not DECLARATION.exists(), reason="the articles are not beside this checkout"
    ),
]


@pytest.fixture
def articles() -> dict[str, dict[int, str]]:
    """The articles of each language, indexed in a table `article` of their own."""
    texts: dict[str, dict[int, str]] = {language: {} for language in QUESTIONS}
    with DECLARATION.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["lang"] in texts:
                texts[row["lang"]][int(row["article"])] = row["text"]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE article (language text, number int, words tsvector)"
            " ON COMMIT DROP"
        )
        cursor.executemany(
            "INSERT INTO article VALUES (%s, %s, %s::tsvector)",
            [
                (language, number, tsvector([(text, language, "B")]))
                for language, numbered in texts.items()
                for number, text in numbered.items()
            ],
        )
    return texts


def found_by(question: str, language: str, languages: list[str]) -> list[int]:
    """The numbers of the articles in `language` found, best first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM article, CAST(%s AS tsquery) AS query"
            " WHERE language = %s AND words @@ query ORDER BY ts_rank(words, query) DESC, number",
            [tsquery(question, languages), language],
        )
        return [number for (number,) in cursor.fetchall()]


@pytest.mark.parametrize("typed", [str, fold], ids=["with accents", "without accents"])
@pytest.mark.parametrize("asked", ["one language", "all languages"])
@pytest.mark.parametrize("language", list(QUESTIONS))
def test_questions_find_the_articles_that_have_the_word(articles, language, asked, typed):
    languages = [language] if asked == "one language" else list(QUESTIONS)
    recalls, precisions, faults = [], [], []
    for question, pattern in QUESTIONS[language].items():
        word = re.compile(rf"\b(?:{pattern})\b")
        right = {number for number, text in articles[language].items() if word.search(fold(text))}
        found = found_by(typed(question), language, languages)
        assert right, question
        first = found[:5]
        recalls.append(len(right.intersection(found)) / len(right))
        precisions.append(len(right.intersection(first)) / max(len(first), 1))
        if right != set(found):
            faults.append((question, sorted(right.symmetric_difference(found))))
    assert sum(recalls) / len(recalls) >= RECALL, faults
    assert sum(precisions) / len(precisions) >= PRECISION, faults


@pytest.mark.parametrize("language", list(QUESTIONS))
def test_every_word_of_an_article_finds_it_when_typed_without_accents(articles, language):
    missed, asked = [], 0
    for number, text in articles[language].items():
        for word in set(re.findall(r"[^\W\d_]{4,}", text)):
            if tsquery(word, [language]) is None:
                continue
            asked += 1
            if number not in found_by(fold(word), language, [language]):
                missed.append((number, word))
    assert 1 - len(missed) / asked >= RECALL, missed
