"""Texts of others that are longer than those of the portal."""

import re

CUT = " (shortened here)"
_SENTENCE_END = re.compile(r"[.!?…][”\")]?(?=\s|[A-Z])")


def shortened(text: str, limit: int) -> str:
    """`text`, or its first sentences that fit; where not even one does, its first words."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text[: limit + 1])]
    ends = [end for end in ends if end <= limit]
    if ends and ends[-1] > limit // 4:
        return text[: ends[-1]]
    return text[: limit - 1].rsplit(" ", 1)[0] + "…"
