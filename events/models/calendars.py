from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class PrivateCalendar(models.Model):
    """The address of a person's own calendar: who knows it can read it. A new one ends the old."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="private_calendar"
    )
    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("events:private_calendar", args=[self.token])

    @property
    def address(self) -> str:
        """What one types into another program to subscribe, in the reader's language."""
        return settings.SITE_URL + self.get_absolute_url()

    @property
    def subscribe_url(self) -> str:
        """What one clicks, where a program of the device takes it."""
        return f"webcal://{self.address.partition('://')[2]}"
