from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.events import Event


class Rating(models.IntegerChoices):
    VERY_USEFUL = 5, _("very useful")
    USEFUL = 4, _("useful")
    PARTLY = 3, _("useful in part")
    LITTLE = 2, _("of little use")
    USELESS = 1, _("of no use")


class Feedback(models.Model):
    """What somebody who took part says afterwards: nothing here, or beside it, says who.

    The key is random, and there is no time: with the log of the server, either would tell.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="feedback")
    rating = models.PositiveSmallIntegerField(_("How useful was it?"), choices=Rating)
    best = models.TextField(_("What was best?"), max_length=1000, blank=True)
    better = models.TextField(_("What could be better?"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="feedback_one_to_five")
        ]

    def __str__(self) -> str:
        return str(self.get_rating_display())
