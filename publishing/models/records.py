"""What is kept about items of any kind: revisions, reports, images, attachments."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moves.machine import Move
from partners.models import Cluster
from publishing.models.storage import attachment_name, private_storage


class OfItem(models.Model):
    """Belongs to an item of any kind."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, editable=False)
    object_id = models.BigIntegerField(editable=False)
    item = GenericForeignKey()

    class Meta:
        abstract = True


class OfItemQuerySet(models.QuerySet):
    def about(self, item: models.Model) -> "OfItemQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(item), object_id=item.pk)


class Revision(OfItem):
    """What an item said at one time, as plain JSON (publishing.revisions). Never edited."""

    number = models.PositiveIntegerField(_("number"))
    data = models.JSONField(_("content"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="revision_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} r{self.number}"


class ReportQuerySet(OfItemQuerySet):
    def open(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.OPEN)

    def reviewable_by(self, user) -> "ReportQuerySet":
        return self.filter(cluster__in=Cluster.objects.coordinated_by(user))

    def waiting(self) -> "ReportQuerySet":
        """What waits for a coordinator, oldest first."""
        return self.open().order_by("at", "pk")


class Report(OfItem):
    """A reader says that something is wrong with an item: a line in the moderation queue."""

    class Reason(models.TextChoices):
        WRONG = "wrong", _("It is wrong or misleading")
        OUTDATED = "outdated", _("It is out of date")
        SPAM = "spam", _("It is advertising or spam")
        RIGHTS = "rights", _("It infringes somebody’s rights")
        ILLEGAL = "illegal", _("It is offensive or illegal")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HANDLED = "handled", _("handled")
        DISMISSED = "dismissed", _("dismissed")

    moves = (
        Move(
            "handle",
            frozenset({State.OPEN}),
            State.HANDLED,
            "reviewable_by",
            _("Mark as handled"),
            announce="publishing.tasks.announce_report_closed",
        ),
        Move(
            "dismiss",
            frozenset({State.OPEN}),
            State.DISMISSED,
            "reviewable_by",
            _("Dismiss"),
            needs_note=True,
            announce="publishing.tasks.announce_report_closed",
        ),
    )

    cluster = models.ForeignKey(Cluster, models.CASCADE, editable=False, related_name="reports")
    # Empty for a visitor, who may leave an address to be told what came of it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="reports",
        verbose_name=_("reported by"),
    )
    email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(
        max_length=5, choices=settings.LANGUAGES, default="en", editable=False
    )
    # As the reader saw it: the item may have become a draft since, which is not for readers.
    title = models.CharField(_("title"), max_length=300, editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.OPEN, editable=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"],
                condition=models.Q(state="open"),
                name="report_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class Image(OfItem):
    """A picture of an item, re-encoded in sizes when uploaded; the original is not kept."""

    # Format → width in pixels → name in the storage (publishing.images).
    renditions = models.JSONField(default=dict, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative_text = models.CharField(
        _("what the picture shows"),
        max_length=300,
        help_text=_("Read out to people who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.alternative_text

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(media type, `srcset`) for each format, the smallest files first."""
        return [
            (
                f"image/{name}",
                ", ".join(f"{default_storage.url(n)} {width}w" for width, n in names.items()),
            )
            for name, names in self.renditions.items()
        ]

    @property
    def url(self) -> str:
        """The largest rendition in the format that everything can show."""
        return default_storage.url(list(self.renditions["jpeg"].values())[-1])


class Attachment(OfItem):
    """A file beside an item or a message, served as a download to those who may see that."""

    file = models.FileField(_("file"), upload_to=attachment_name, storage=private_storage)
    name = models.CharField(_("name"), max_length=200, editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:attachment", args=[self.pk])

    def is_visible_to(self, user) -> bool:
        """To those who may see what it is attached to."""
        owners = self.content_type.model_class().objects.visible_to(user)
        return owners.filter(pk=self.object_id).exists()
