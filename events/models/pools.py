from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.events import MOST_SEATS, Event


class Attendance(models.TextChoices):
    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")


class Pool(models.Model):
    """The seats of an event, on site or online. Who takes or frees one first locks its row.

    The database refuses a seat too many, whoever asks for it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="pools")
    attendance = models.CharField(max_length=8, choices=Attendance)
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text=_("Leave it empty where there is no limit."),
    )
    # Of those who have a seat, and of those for whom one is kept.
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-attendance"]  # on site before online
        constraints = [
            models.UniqueConstraint(fields=["event", "attendance"], name="pool_once_an_attendance"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="pool_no_seat_too_many",
            ),
        ]

    def __str__(self) -> str:
        return self.get_attendance_display()

    @property
    def free(self) -> int | None:
        """How many seats nobody has or is kept one of; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    def has_room_for(self, seats: int) -> bool:
        return self.capacity is None or self.taken + seats <= self.capacity
