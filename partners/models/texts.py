"""Texts in several languages: one row a language, and which of them a reader gets."""

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class LocalText(models.Model):
    """The texts of something in one language."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)

    class Meta:
        abstract = True


T = TypeVar("T", bound=LocalText)


def local_text(texts: Iterable[T], *, original: str = "en") -> T | None:
    """The one in the reader's language, else in the `original` language, else in any; or None."""
    by_language = {text.language: text for text in texts}
    wanted = (get_language() or "en")[:2]
    for language in (wanted, original, "en"):
        if language in by_language:
            return by_language[language]
    return next(iter(by_language.values()), None)
