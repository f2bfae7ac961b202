"""How long texts may be: in characters of what is read, tags do not count."""

from collections.abc import Callable, Iterator, Mapping

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import ngettext

from publishing.richtext import visible_length


def excess(value: str, limit: int) -> int:
    """By how many characters a text is longer than its limit; 0 if it fits."""
    return max(0, visible_length(value) - limit)


def too_long(
    text: models.Model, limits: Mapping[str, int], *, has: Callable[[str], bool] = bool
) -> Iterator[tuple[str, str]]:
    """(field, how to mend it) of each field of `text` that is longer than its limit.

    `has` says whether a field is asked for at all.
    """
    for field, limit in limits.items():
        if has(field) and (over := excess(getattr(text, field), limit)):
            label = capfirst(text._meta.get_field(field).verbose_name)
            said = ngettext(
                "Shorten “%(label)s” by %(over)d character.",
                "Shorten “%(label)s” by %(over)d characters.",
                over,
            )
            yield field, said % {"label": label, "over": over}
