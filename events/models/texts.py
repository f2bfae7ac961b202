from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from events.programme import Part, parts_of, people_of
from events.requirements import LIMITS
from publishing.models import Text


class EventText(Text):
    """An event in one language.

    `programme` and `speakers` are plain lines, read by events.programme; `description` and
    `directions` hold the tags that publishing.richtext lets through.
    """

    RICH = ("description", "directions")

    item = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=LIMITS["title"])
    summary = models.TextField(_("summary"), blank=True)
    description = models.TextField(_("description"), blank=True)
    programme = models.TextField(_("programme"), blank=True)
    speakers = models.TextField(_("speakers"), blank=True)
    directions = models.TextField(_("getting there"), blank=True)
    fee = models.TextField(_("fee"), blank=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="event_text_once_a_language")
        ]

    @property
    def parts(self) -> list[Part]:
        """The programme, as it is shown."""
        return parts_of(self.programme)

    @property
    def people(self) -> list[tuple[str, str]]:
        """(name, about) of each speaker."""
        return list(people_of(self.speakers))

    def __str__(self) -> str:
        return self.title
