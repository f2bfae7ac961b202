from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A word form that occurs in published texts, from which mistyped words are corrected."""

    pk = models.CompositePrimaryKey("language", "form")
    language = models.CharField(_("language"), max_length=10)
    form = models.CharField(_("form"), max_length=60, help_text=_("in lower case, with accents"))
    letters = models.CharField(
        _("letters"), max_length=120, help_text=_("without accents, in Latin letters")
    )
    lexemes = ArrayField(models.CharField(max_length=80), verbose_name=_("lexemes"))
    texts = models.PositiveIntegerField(_("texts that use it"), default=1)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        ordering = ["language", "form"]
        indexes = [
            GinIndex(fields=["letters"], opclasses=["gin_trgm_ops"], name="word_letters_trigrams")
        ]

    def __str__(self) -> str:
        return self.form
