"""Addresses of organisations, for one and for many at once."""

import re
from collections.abc import Iterable

from partners.models import Organisation

SLUG_LENGTH = Organisation._meta.get_field("slug").max_length
# Greek as on road signs (ELOT 743); name keys have no accents and no capitals.
_GREEK = str.maketrans("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo") | str.maketrans(
    {"θ": "th", "χ": "ch", "ψ": "ps"}
)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def slug_base(name_key: str) -> str:
    """The slug of a name, where nobody else has it."""
    base = name_key.replace(" ", "-")
    if not base.isascii():
        base = _NOT_IN_SLUG.sub("-", base.translate(_GREEK)).strip("-")
    return base[: SLUG_LENGTH - 8].strip("-") or "organisation"


def new_slug(name_key: str) -> str:
    """A slug for one new organisation. Lock the table first (writing.lock)."""
    taken = Organisation.objects.filter(slug__startswith=slug_base(name_key))
    return Slugs(taken.values_list("slug", flat=True)).take(name_key)


class Slugs:
    """Hands out slugs that nobody has: 'acme', then 'acme-2'."""

    def __init__(self, taken: Iterable[str]):
        self._taken = set(taken)
        self._last: dict[str, int] = {}

    def take(self, name_key: str) -> str:
        base = slug_base(name_key)
        slug, number = base, self._last.get(base, 1)
        while slug in self._taken:
            number += 1
            slug = f"{base}-{number}"
        self._last[base] = number
        self._taken.add(slug)
        return slug
