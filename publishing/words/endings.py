"""What the stemmers of the languages share: taking off the longest known ending."""

from collections.abc import Collection, Mapping

LONGEST = 7  # letters of the longest ending in any table


def ending_of(word: str, endings: Collection[str], *, keep: int) -> str:
    """The longest of `endings` that `word` has, leaving at least `keep` letters; or nothing."""
    for size in range(min(len(word) - keep, LONGEST), 0, -1):
        if word[-size:] in endings:
            return word[-size:]
    return ""


def with_ending_replaced(word: str, table: Mapping[str, str], *, keep: int = 0) -> str:
    """`word` with the longest ending that is a key of `table` replaced by its value."""
    ending = ending_of(word, table, keep=keep)
    return word[: len(word) - len(ending)] + table[ending] if ending else word


def listed(words: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(words.split())


def forms(lines: str) -> dict[str, tuple[str, ...]]:
    """Form → lexemes, from lines 'lexeme form form …'; the lexeme is a form of itself."""
    table: dict[str, tuple[str, ...]] = {}
    for line in lines.strip().splitlines():
        lexeme, *others = line.split()
        for form in (lexeme, *others):
            table[form] = (*table.get(form, ()), lexeme)
    return table
