"""What is stored: a tsvector made here, so that PostgreSQL needs no dictionary of its own."""

from collections.abc import Iterable

from publishing.words.lexemes import indexed

# Limits of the type tsvector (PostgreSQL, 'Limitations' of full text search): the last position,
# positions kept for a lexeme, bytes in all. Each lexeme takes 4 bytes besides its own and those of
# its positions.
LAST_POSITION = 16_383
POSITIONS_A_LEXEME = 255
LARGEST = 1_000_000
GAP = 10  # between two parts, so that no phrase is found across them


def tsvector(parts: Iterable[tuple[str, str, str]]) -> str:
    """A tsvector literal of `parts`, each a text, its language and its weight ('A' to 'D').

    Ready for `%s::tsvector`. What exceeds PostgreSQL's limits is left out: the end of the text.
    """
    positions: dict[str, list[str]] = {}
    size = 0
    position = 0
    for text, language, weight in parts:
        mark = "" if weight == "D" else weight
        for word in indexed(text, language):
            first = position + 1
            for part in word.reading.parts:
                position += 1
                size += _add(positions, part, position, mark)
            # Beside both neighbours, so that 'new startup' and 'startup company' are phrases.
            size += _add(positions, word.reading.joined, first, mark)
            size += _add(positions, word.reading.joined, position, mark)
            if size > LARGEST:
                return _literal(positions)
        position += GAP
    return _literal(positions)


def _add(positions: dict[str, list[str]], lexemes: Iterable[str], position: int, mark: str) -> int:
    """Put `lexemes` at `position`; the bytes that this takes."""
    size = 0
    for lexeme in lexemes:
        known = positions.get(lexeme)
        if known is None:
            known = positions[lexeme] = []
            size += len(lexeme.encode()) + 8
        if len(known) < POSITIONS_A_LEXEME:
            known.append(f"{min(position, LAST_POSITION)}{mark}")
            size += 2
    return size


def _literal(positions: dict[str, list[str]]) -> str:
    # A lexeme has letters, digits and a colon only: nothing in it is to be escaped.
    return " ".join(f"'{lexeme}':{','.join(known)}" for lexeme, known in positions.items())
