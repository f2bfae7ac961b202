from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.standing import Keys
from threads.models.threads import Side, Thread


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MessageQuerySet":
        """Messages of threads the user takes part in; notes only for the staff of that side."""
        threads = Thread.objects.visible_to(user)
        owner_notes = Thread.objects.filter(cluster__in=_staffed(user))
        sender_notes = Thread.objects.filter(sender_cluster__in=_staffed(user))
        return self.filter(
            models.Q(thread__in=threads, is_note=False)
            | models.Q(thread__in=owner_notes, is_note=True, side=Side.OWNER)
            | models.Q(thread__in=sender_notes, is_note=True, side=Side.SENDER)
        )


def _staffed(user) -> Keys:
    return Thread._meta.get_field("cluster").related_model.objects.staffed_keys(user)


class Message(models.Model):
    """Something said by one side. A note is for the staff of that side's cluster alone."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="messages"
    )
    side = models.CharField(max_length=10, choices=Side)
    is_by_staff = models.BooleanField(default=False)
    is_note = models.BooleanField(default=False)
    body = models.TextField(_("message"), max_length=5000)
    # Made by the form: the same text sent twice is one message.
    token = models.UUIDField(editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "user", "token"], name="message_once")
        ]

    def __str__(self) -> str:
        return self.body[:60]


class ReadMark(models.Model):
    """Up to when a person has read a thread."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.read_at}"
