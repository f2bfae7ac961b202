from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """One entry of a replaceable list (sector, region, keyword), elsewhere known by its code."""

    class Vocabulary(models.TextChoices):
        NACE = "nace", _("economic activities (NACE Rev. 2)")
        NUTS = "nuts", _("regions (NUTS 2024)")
        TECHNOLOGY = "technology", _("technology keywords")
        MARKET = "market", _("market keywords")
        COOPERATION = "cooperation", _("types of cooperation")
        STAGE = "stage", _("stages of development")
        IPR = "ipr", _("intellectual property")
        PARTNER_KIND = "partner_kind", _("kinds of partner")

    vocabulary = models.CharField(_("list"), max_length=20, choices=Vocabulary)
    code = models.CharField(_("code"), max_length=40)
    parent = models.CharField(_("parent code"), max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    order = models.PositiveIntegerField(_("order"), default=0)
    labels = models.JSONField(_("labels by language"), default=dict)
    is_current = models.BooleanField(_("offered in forms"), default=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("vocabularies")
        ordering = ["vocabulary", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label()}"

    def label(self, language: str | None = None) -> str:
        """The label in `language` (default: the active one), else in English, else the code."""
        language = (language or get_language() or "en")[:2]
        return self.labels.get(language) or self.labels.get("en") or self.code
