"""The words that published texts use, and what a mistyped word was meant to be."""

from collections.abc import Collection, Iterable, Iterator

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import QuerySet

from publishing.models.lexicon import Word
from publishing.words.letters import is_greek, is_without_accents, lowered, plain, words_of
from publishing.words.lexemes import lexemes_of, lexemes_without_accents

SHORTEST = 3  # letters of a word that is learnt
CORRECTED_FROM = 4  # letters: shorter words resemble too many others
LONGEST_TEXT = 200  # characters of a question that are corrected
MOST_CORRECTED = 6  # words of a question
CANDIDATES = 30
BATCH = 2_000
# Greek in Latin letters, so that trigrams need no server whose locale knows Greek, and a Greek
# word typed in Latin letters is understood.
_LATIN = str.maketrans(
    dict(zip("αβγδεζηικλμνοπρστυφω", "avgdeziiklmnoprstyfo", strict=True))
    | {"θ": "th", "ξ": "x", "χ": "ch", "ψ": "ps"}
)


def learn(texts: Iterable[tuple[str, str]]) -> None:
    """Record the word forms of published `texts`, each a text and its language.

    May be repeated at will. Known words are only read, and new ones are written in one order, so
    that writers at the same time wait for no common word and lock no other out. To be called once
    in a transaction, with all its texts.
    """
    met = sorted({known for text, language in texts for known in _forms(text, language)})
    for start in range(0, len(met), BATCH):
        batch = met[start : start + BATCH]
        known = set(Word.objects.filter(pk__in=batch).values_list("language", "form"))
        Word.objects.bulk_create(
            [
                Word(
                    language=language,
                    form=form,
                    letters=letters_of(form),
                    lexemes=lexemes_of(form, language),
                )
                for language, form in batch
                if (language, form) not in known
            ],
            ignore_conflicts=True,
        )


def recount(vectors: QuerySet) -> None:
    """Count the texts that use each word, and forget the words that none uses any more.

    `vectors` selects the search vectors of all texts that may be found, and nothing else. For a
    job at night: it reads them all. A word is forgotten when two counts in a row miss it, so that
    one learnt during the count stays.
    """
    table = connection.ops.quote_name(Word._meta.db_table)
    counted = connection.ops.compose_sql(*vectors.query.sql_with_params())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH lexeme_count AS (
                SELECT word AS lexeme, ndoc AS texts FROM ts_stat(%s)
            ), form_count AS (
                SELECT language, form, coalesce(max(lexeme_count.texts), 0) AS texts
                FROM {table} CROSS JOIN unnest(lexemes) AS lexeme
                LEFT JOIN lexeme_count USING (lexeme)
                GROUP BY language, form
            ), forgotten AS (
                DELETE FROM {table} AS word USING form_count AS now
                WHERE (now.language, now.form) = (word.language, word.form)
                AND now.texts = 0 AND word.texts = 0
            )
            UPDATE {table} AS word SET texts = now.texts FROM form_count AS now
            WHERE (now.language, now.form) = (word.language, word.form)
            AND now.texts <> word.texts
            """,
            [counted],
        )


def did_you_mean(text: str, languages: Iterable[str]) -> str | None:
    """`text` with its unknown words replaced by the most similar known ones; None without any.

    For a question that finds nothing: it takes one query a word. A word is known where a text in
    one of `languages` uses any of its forms.
    """
    text = text[:LONGEST_TEXT]
    languages = list(languages)
    look_up = lexemes_without_accents if is_without_accents(text) else lexemes_of
    pieces = []
    corrected_to = looked_up = 0
    for word in words_of(text):
        written = text[word.start : word.end]
        found = [look_up(written, language) for language in languages]
        if len(written) < CORRECTED_FROM or not written.isalpha() or not all(found):
            continue
        looked_up += 1
        if looked_up > MOST_CORRECTED:
            break
        if meant := _meant(written, frozenset().union(*found), languages):
            pieces += [text[corrected_to : word.start], meant]
            corrected_to = word.end
    return "".join([*pieces, text[corrected_to:]]) if pieces else None


def letters_of(word: str) -> str:
    """`word` without accents and in Latin letters."""
    return plain(word).translate(_LATIN)


def _forms(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The word forms of `text` with the language of each (English in Greek texts)."""
    for part in {part for word in words_of(text) for part in word.parts}:
        lexemes = lexemes_of(part, language)
        if lexemes and part.isalpha() and len(part) >= SHORTEST:
            yield lexemes[0].partition(":")[0], lowered(part)


def _meant(word: str, lexemes: frozenset[str], languages: Collection[str]) -> str | None:
    """The known word most like `word`; None where it is known itself, or like no other."""
    letters = letters_of(word)
    if is_greek(plain(word)):
        languages = ["el"]
    candidates = list(
        Word.objects.filter(language__in=languages, letters__trigram_similar=letters, texts__gt=0)
        .annotate(similarity=TrigramSimilarity("letters", letters))
        .order_by("-similarity", "-texts", "form")[:CANDIDATES]
    )
    if any(not lexemes.isdisjoint(candidate.lexemes) for candidate in candidates):
        return None
    near = [
        (_distance(letters, candidate.letters), -candidate.texts, candidate.form)
        for candidate in candidates
    ]
    distance, _, form = min(near, default=(len(letters), 0, ""))
    return form if distance <= len(letters) // 4 else None


def _distance(one: str, other: str) -> int:
    """Letters to insert, drop, change or swap with the next (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, counterpart in enumerate(other, start=1):
            steps = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != counterpart))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == counterpart:
                steps = min(steps, before[j - 2] + 1)
            row.append(steps)
        before, last = last, row
    return last[-1]
