from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event


class Feedback(models.Model):
    """What somebody who took part says afterwards. It does not say who: nor can it be found out."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="feedback")
    rating = models.PositiveSmallIntegerField(
        _("how useful was it?"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    best = models.TextField(_("what was best?"), max_length=1000, blank=True)
    better = models.TextField(_("what could be better?"), max_length=1000, blank=True)
    # The day, not the time: times would tell who it was.
    on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="feedback_one_to_five")
        ]

    def __str__(self) -> str:
        return str(self.rating)
