"""Cooperation offers and requests: the network's partnering profiles."""

from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offers import finding, requirements
from offers.models.references import allot
from offers.sheet import Sheet
from publishing.models import Item, ItemQuerySet, State, Text

CLOSING_SOON = timedelta(days=14)


class Kind(models.TextChoices):
    OFFER = "offer", _("offer")
    REQUEST = "request", _("request")


class Profile(models.TextChoices):
    BUSINESS = "business", _("business")
    TECHNOLOGY = "technology", _("technology")
    RESEARCH = "research", _("research and development")


# The network's types of profile (Enterprise Europe Network, guidelines for partnering profiles).
TYPES = {
    (Kind.OFFER, Profile.BUSINESS): "BO",
    (Kind.REQUEST, Profile.BUSINESS): "BR",
    (Kind.OFFER, Profile.TECHNOLOGY): "TO",
    (Kind.REQUEST, Profile.TECHNOLOGY): "TR",
    (Kind.REQUEST, Profile.RESEARCH): "RDR",
}


class OfferQuerySet(ItemQuerySet):
    def open_on(self, day: date) -> "OfferQuerySet":
        """Published and not expired on `day`."""
        return self.published().filter(closes_on__gte=day)

    def known_to(self, user) -> "OfferQuerySet":
        """Visible ones, and those that were public: who saw them may learn that they closed."""
        visible = self.model.objects.visible_to(user)
        return self.filter(Q(pk__in=visible.values("pk")) | Q(published_at__isnull=False))

    def taking_interest_on(self, day: date) -> "OfferQuerySet":
        return self.open_on(day).filter(accepts_interest=True)

    def to_remind_on(self, day: date) -> "OfferQuerySet":
        """Closing soon, and their people have not been told of this closing day."""
        told = Q(reminded_for_on__isnull=False, reminded_for_on=F("closes_on"))
        return self.closing_soon_on(day).exclude(told)

    def closing_soon_on(self, day: date) -> "OfferQuerySet":
        return self.open_on(day).filter(closes_on__lte=day + CLOSING_SOON)


class Offer(Item):
    """An offer or a request. Its words are in OfferText, one row a language."""

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    profile = models.CharField(_("profile"), max_length=12, choices=Profile)
    cooperation = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("types of cooperation"),
        default=list,
        blank=True,
    )
    stage = models.CharField(_("stage of development"), max_length=40, blank=True)
    ipr = models.CharField(_("intellectual property"), max_length=40, blank=True)
    partner_kinds = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("kinds of partner"),
        default=list,
        blank=True,
    )
    technology = ArrayField(
        models.CharField(max_length=40), verbose_name=_("technologies"), default=list, blank=True
    )
    market = ArrayField(
        models.CharField(max_length=40), verbose_name=_("markets"), default=list, blank=True
    )
    nace = models.CharField(_("sector"), max_length=40, blank=True)
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("target countries"), default=list, blank=True
    )
    work_languages = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("languages of work"),
        default=list,
        blank=True,
    )
    programme = models.CharField(_("programme"), max_length=150, blank=True)
    call = models.CharField(_("call"), max_length=200, blank=True)
    call_deadline_on = models.DateField(_("deadline of the call"), null=True, blank=True)
    interest_until_on = models.DateField(_("deadline for interest"), null=True, blank=True)
    video_url = models.URLField(_("video"), max_length=300, blank=True)
    is_name_hidden = models.BooleanField(
        _("hide the company’s name"),
        default=False,
        help_text=_(
            "Readers see the town and the cluster until both sides agree to be introduced."
        ),
    )
    closes_on = models.DateField(_("open until"), null=True, blank=True)
    accepts_interest = models.BooleanField(_("takes replies"), default=True)
    # The day of the notice that it closes soon, so that an extended one is told again.
    reminded_for_on = models.DateField(null=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("offer or request")
        verbose_name_plural = _("offers and requests")
        ordering = ["-published_at", "-pk"]
        indexes = [
            *Item.Meta.indexes,
            # Of what lists show: its words are there only while they show it.
            models.Index(
                fields=["closes_on", "position"],
                condition=Q(words__isnull=False),
                name="offer_closing",
            ),
        ]
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(profile="research") | Q(kind="request"), name="offer_research_requests"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | Q(closes_on__isnull=False),
                name="offer_closes_some_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("offers:detail", args=[self.reference])

    def get_edit_url(self) -> str:
        return reverse("offers:edit", args=[self.reference])

    @property
    def type(self) -> str:
        """The network's type of profile: BO, BR, TO, TR or RDR."""
        return TYPES[Kind(self.kind), Profile(self.profile)]

    @property
    def is_past(self) -> bool:
        return self.closes_on is not None and self.closes_on < timezone.localdate()

    @property
    def sheet(self) -> Sheet:
        return Sheet(self, self.text)

    def is_open_on(self, day: date) -> bool:
        return self.state == State.PUBLISHED and self.closes_on >= day

    def is_expired_on(self, day: date) -> bool:
        return self.state == State.PUBLISHED and self.closes_on < day

    def closes_soon_on(self, day: date) -> bool:
        return self.is_open_on(day) and self.closes_on <= day + CLOSING_SOON

    def begin(self, *, now: datetime) -> None:
        self.reference = allot(self.cluster, now=now)

    def gaps_with(self, text: Text | None, *, day: date) -> dict[str, str]:
        return requirements.gaps(self, text, day=day)

    def search_parts(self) -> list[tuple[str, str, str]]:
        return list(finding.search_parts(self))

    def facet_codes(self) -> set[tuple[str, str]]:
        return set(finding.facet_codes(self, soon=timezone.localdate() + CLOSING_SOON))
