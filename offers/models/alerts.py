from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WEEK = timedelta(days=7)


class Frequency(models.TextChoices):
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    PAUSED = "paused", _("not for now")


class AlertQuerySet(models.QuerySet):
    def of(self, user) -> "AlertQuerySet":
        return self.filter(user_id=user.pk)

    def due_on(self, day: date) -> "AlertQuerySet":
        """Those that have not looked on `day` yet, or for a week, and whose people can be told."""
        daily = Q(frequency=Frequency.DAILY, looked_on__lt=day)
        weekly = Q(frequency=Frequency.WEEKLY, looked_on__lte=day - WEEK)
        return self.filter(daily | weekly, user__is_active=True)


class Alert(models.Model):
    """A search that a person keeps, to be told by mail of what is new in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="alerts")
    name = models.CharField(_("name"), max_length=200)
    # The search, as its address has it: offers.filters.Search.canonical.
    query = models.TextField(blank=True, editable=False)
    frequency = models.CharField(
        _("e-mail"), max_length=10, choices=Frequency, default=Frequency.DAILY
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When it looked for new offers last, and the position of the newest there was then.
    looked_on = models.DateField(editable=False)
    position = models.BigIntegerField(editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint("user", MD5("query"), name="alert_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The search itself."""
        return f"{reverse('offers:list')}?{self.query}"
