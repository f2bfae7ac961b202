from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from moves.machine import Move
from partners.models.clusters import Cluster
from partners.models.folding import Folded
from partners.models.texts import LocalText, local_text
from partners.models.versions import Versioned
from partners.standing import Keys, once


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OrganisationQuerySet":
        """Listed ones for everybody; those that wait or were put away for their own people."""
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        own = Q()
        if user.is_authenticated:
            own = Q(Exists(_memberships(user, "pending", "active"))) | Q(
                cluster__in=Cluster.objects.staffed_by(user)
            )
        return self.filter(Q(state__in=Organisation.LISTED) | own)

    def listed(self) -> "OrganisationQuerySet":
        return self.filter(state__in=Organisation.LISTED)

    def verified(self) -> "OrganisationQuerySet":
        return self.filter(state=Organisation.State.VERIFIED)

    def pending(self) -> "OrganisationQuerySet":
        return self.filter(state=Organisation.State.PENDING)

    def claimable(self) -> "OrganisationQuerySet":
        """What a newcomer may ask to join: known bodies of a cluster's region."""
        return self.listed().filter(cluster__isnull=False)

    def represented_by(self, user) -> "OrganisationQuerySet":
        """The verified organisations `user` speaks for."""
        return self.filter(pk__in=self.represented_keys(user))

    def represented_keys(self, user) -> Keys:
        """Their keys, for the scopes of what belongs to an organisation."""
        if not user.is_authenticated or not user.is_active:
            return []
        return once(lambda: self._represented(user), user.pk, "represented")

    def _represented(self, user) -> models.QuerySet:
        memberships = self.model._meta.get_field("memberships").related_model.objects
        active = memberships.filter(
            user=user, state="active", organisation__state=Organisation.State.VERIFIED
        )
        return active.values_list("organisation", flat=True)

    def owned_by(self, user) -> "OrganisationQuerySet":
        """The verified organisations whose profile and people `user` looks after."""
        represented = self.represented_by(user)
        if not user.is_authenticated:
            return represented
        return represented.filter(Exists(_memberships(user, "active", role="owner")))

    def editable_by(self, user) -> "OrganisationQuerySet":
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(
            Q(pk__in=self.model.objects.owned_by(user).values("pk"))
            | Q(cluster__in=Cluster.objects.staffed_by(user))
        )

    def managed_by(self, user) -> "OrganisationQuerySet":
        """Those whose people `user` looks after: as an owner, or as the cluster's coordinator."""
        return self.filter(
            Q(pk__in=self.model.objects.owned_by(user).values("pk"))
            | Q(pk__in=self.model.objects.approvable_by(user).values("pk"))
        )

    def approvable_by(self, user) -> "OrganisationQuerySet":
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(cluster__in=Cluster.objects.coordinated_by(user))


def _memberships(user, *states: str, **having) -> models.QuerySet:
    memberships = Organisation._meta.get_field("memberships").related_model
    return memberships.objects.filter(
        organisation=OuterRef("pk"), user=user, state__in=states, **having
    )


class Organisation(Versioned):
    """A company, university or other body. Unclaimed ones were imported and have no people yet."""

    class Kind(models.TextChoices):
        SME = "sme", _("small or medium-sized company")
        LARGE = "large", _("large company")
        UNIVERSITY = "university", _("university")
        RESEARCH = "research", _("research centre")
        PUBLIC = "public", _("public body")
        ASSOCIATION = "association", _("association")

    class Size(models.TextChoices):
        MICRO = "1-10", _("1–10 people")
        SMALL = "11-49", _("11–49 people")
        MEDIUM = "50-249", _("50–249 people")

    class State(models.TextChoices):
        UNCLAIMED = "unclaimed", _("not yet claimed")
        PENDING = "pending", _("waits for approval")
        VERIFIED = "verified", _("verified")
        ARCHIVED = "archived", pgettext_lazy("organisation", "archived")

    LISTED = (State.UNCLAIMED, State.VERIFIED)

    moves = (
        Move(
            "verify",
            frozenset({State.PENDING, State.UNCLAIMED, State.ARCHIVED}),
            State.VERIFIED,
            "approvable_by",
            _("Verify"),
            requires="require_cluster",
            then="stamp_verified",
        ),
        Move(
            "archive",
            frozenset({State.PENDING, State.UNCLAIMED, State.VERIFIED}),
            State.ARCHIVED,
            "approvable_by",
            _("Archive"),
            needs_note=True,
            is_danger=True,
        ),
    )

    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("cluster"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.PENDING, editable=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    name_key = models.CharField(max_length=250, editable=False)
    slug = models.SlugField(max_length=100, unique=True, editable=False)
    website = models.URLField(_("website"), max_length=300, blank=True)
    country = CountryField(_("country"))
    city = models.CharField(_("town"), max_length=120, blank=True)
    nuts = models.CharField(_("region"), max_length=10, blank=True)
    lat = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lng = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    founded = models.PositiveSmallIntegerField(
        _("founded"),
        null=True,
        blank=True,
        validators=[MinValueValidator(800), MaxValueValidator(2100)],
    )
    nace = models.CharField(_("sector"), max_length=40, blank=True)
    technology = ArrayField(
        models.CharField(max_length=40), verbose_name=_("technologies"), default=list, blank=True
    )
    market = ArrayField(
        models.CharField(max_length=40), verbose_name=_("markets"), default=list, blank=True
    )
    logo = models.ImageField(_("logo"), upload_to="organisations/", blank=True)
    source = models.CharField(max_length=20, blank=True, editable=False)
    source_id = models.CharField(max_length=100, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    verified_by = models.ForeignKey(
        "partners.User",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    confirmed_at = models.DateTimeField(_("profile confirmed at"), null=True, editable=False)
    # When its people were last asked to confirm the profile.
    reminded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["legal_name", "pk"]
        indexes = [
            models.Index(fields=["name_key", "country"]),
            models.Index(fields=["cluster", "state"]),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="organisation_trigrams"),
            GinIndex(
                OpClass(Folded("legal_name", "short_name", "city"), "gin_trgm_ops"),
                name="organisation_words",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="organisation_once_a_source",
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="organisation_has_name"),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(cluster__isnull=False),
                name="organisation_verified_in_cluster",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:organisation_detail", args=[self.slug])

    @property
    def name(self) -> str:
        return self.short_name or self.legal_name

    @property
    def text(self) -> "OrganisationText | None":
        return local_text(self.texts.all())

    def require_cluster(self) -> None:
        if self.cluster_id is None:
            raise ValidationError(_("Put it into a cluster first: that cluster answers for it."))

    def stamp_verified(self, decision) -> None:
        self.verified_at = self.confirmed_at = decision.at
        self.verified_by = decision.user
        self.save(update_fields=["verified_at", "confirmed_at", "verified_by"])


class OrganisationText(LocalText):
    """What an organisation does and what it seeks, in one language."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="texts")
    offers = models.TextField(_("what we do"), max_length=1500, blank=True)
    seeks = models.TextField(_("what we seek"), max_length=1500, blank=True)

    class Meta:
        verbose_name = _("profile in one language")
        verbose_name_plural = _("profile in several languages")
        ordering = ["language"]
        indexes = [
            GinIndex(
                OpClass(Folded("offers", "seeks"), "gin_trgm_ops"), name="organisation_text_words"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"], name="organisation_text_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.language})"
