from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from threads.models.threads import Side, Thread


class Disclosure(models.Model):
    """One side agrees that the names are opened: who, for which side, and when. Never edited."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="disclosures")
    side = models.CharField(max_length=10, choices=Side)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent to be introduced")
        verbose_name_plural = _("consents to be introduced")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "side"], name="disclosure_once_a_side")
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.user}"


class Agreement(models.Model):
    """What came of a conversation. Counted on the home page."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="agreement")
    kind = models.CharField(_("type of cooperation"), max_length=40)
    outcome = models.TextField(_("what was agreed"), max_length=2000)
    agreed_on = models.DateField(_("agreed on"))
    is_public = models.BooleanField(_("may be told as an example"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-agreed_on", "-pk"]

    def __str__(self) -> str:
        return self.outcome[:60]
