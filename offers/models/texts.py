from django.db import models
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer
from offers.requirements import LIMITS
from publishing.models import Text


class OfferText(Text):
    """An offer in one language. Rich texts hold the tags that publishing.richtext lets through."""

    RICH = ("description", "advantages", "expertise", "partner_role")

    item = models.ForeignKey(Offer, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=LIMITS["title"])
    summary = models.TextField(_("summary"), blank=True)
    description = models.TextField(_("description"), blank=True)
    advantages = models.TextField(_("advantages and innovations"), blank=True)
    expertise = models.TextField(_("expertise or specification sought"), blank=True)
    partner_role = models.TextField(_("expected role of the partner"), blank=True)
    ipr_note = models.TextField(_("note on intellectual property"), blank=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="offer_text_once_a_language")
        ]

    def __str__(self) -> str:
        return self.title
