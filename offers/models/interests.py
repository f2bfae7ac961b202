from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers.models.offers import Offer
from threads.models import Thread


class Interest(models.Model):
    """A reply to an offer: the three answers a conversation begins with."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="interest")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="interests")
    proposal = models.TextField(_("what cooperation do you propose?"), max_length=2000)
    questions = models.TextField(_("what is still unclear?"), max_length=2000, blank=True)
    about = models.TextField(_("who are you?"), max_length=2000)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.offer}: {self.thread_id}"


class Bookmark(models.Model):
    """A person keeps an offer in sight."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="bookmarks")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "offer"], name="bookmark_once")]
