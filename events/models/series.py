from uuid import uuid4

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from partners.models import Cluster, Versioned
from partners.models.texts import LocalText, local_text
from publishing.models import State


class SeriesQuerySet(models.QuerySet):
    """Looked after by the staff of their clusters; known to who knows an event of them."""

    def editable_by(self, user) -> "SeriesQuerySet":
        return self.filter(self._own(user))

    def visible_to(self, user) -> "SeriesQuerySet":
        known = Event.objects.visible_to(user).filter(series=OuterRef("pk"))
        return self.filter(Exists(known) | self._own(user))

    def described(self) -> "SeriesQuerySet":
        """With what any page says of them, in three queries."""
        return self.select_related("cluster").prefetch_related("texts", "cluster__texts")

    def counted(self) -> "SeriesQuerySet":
        """Each with how many events of it are published: `total`."""
        return self.annotate(total=Count("events", Q(events__state=State.PUBLISHED)))

    def _own(self, user) -> Q:
        return Q(cluster__in=Cluster.objects.staffed_by(user))


class Series(Versioned):
    """Events that belong together, such as the dates of one workshop. Has a page of its own."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="series", verbose_name=_("cluster")
    )
    # Made by the form: a form sent twice is one series.
    token = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return (
            self.text.title if self.text else f"{self._meta.verbose_name} {self.pk or ''}".strip()
        )

    def get_absolute_url(self) -> str:
        return reverse("events:series", args=[self.pk])

    @property
    def text(self) -> "SeriesText | None":
        """The one in the reader's language, else in English, else in any."""
        return local_text(self.texts.all())


class SeriesText(LocalText):
    series = models.ForeignKey(Series, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=500, blank=True)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "language"], name="series_text_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title
