from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models import Cluster


class SeriesQuerySet(models.QuerySet):
    def editable_by(self, user) -> "SeriesQuerySet":
        return self.filter(cluster__in=Cluster.objects.staffed_by(user))


class Series(models.Model):
    """Events that belong together, such as the dates of one workshop. Has a page of its own."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="series", verbose_name=_("cluster")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=500, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:series", args=[self.pk])
