from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DecisionQuerySet(models.QuerySet):
    def about(self, item: models.Model) -> "DecisionQuerySet":
        """The decisions on one item, newest first."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(item), object_id=item.pk
        ).order_by("-at", "-pk")


class Decision(models.Model):
    """One change of state: who, when, from where to where, and why. Never edited, never deleted."""

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    item = GenericForeignKey()
    move = models.CharField(_("move"), max_length=30)
    from_state = models.CharField(_("from"), max_length=20)
    to_state = models.CharField(_("to"), max_length=20)
    note = models.TextField(_("reason"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="decisions",
        verbose_name=_("decided by"),
    )
    at = models.DateTimeField(_("at"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"])]

    def __str__(self) -> str:
        return f"{self.move}: {self.from_state} → {self.to_state}"

    @property
    def label(self) -> str | Promise:
        """What was done, in words."""
        moves = self.content_type.model_class().moves
        return next(
            (move.done or move.label for move in moves if move.name == self.move), self.move
        )


class Generation(models.Model):
    """One row: how often something public has changed (moves.generation)."""

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="generation_is_one")]

    def __str__(self) -> str:
        return str(self.number)
