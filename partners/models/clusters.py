from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from partners.models.texts import LocalText, local_text
from partners.models.versions import Versioned
from partners.standing import Keys, once
from partners.zones import is_zone


class ClusterQuerySet(models.QuerySet):
    def active(self) -> "ClusterQuerySet":
        return self.filter(is_active=True)

    def staffed_by(self, user) -> "ClusterQuerySet":
        """The clusters in which `user` is editor or coordinator; all for an administrator."""
        return self.filter(pk__in=self.staffed_keys(user))

    def staffed_keys(self, user) -> Keys:
        """Their keys, for the scopes of what belongs to a cluster."""
        return self._served_keys(user, "editor", "coordinator")

    def coordinated_by(self, user) -> "ClusterQuerySet":
        """The clusters in which `user` reviews and approves; all for an administrator."""
        return self.filter(pk__in=self._served_keys(user, "coordinator"))

    def _served_keys(self, user, *roles: str) -> Keys:
        if not user.is_authenticated or not user.is_active:
            return []
        return once(lambda: self._served(user, roles), user.pk, roles)

    def _served(self, user, roles: tuple[str, ...]) -> models.QuerySet:
        if user.is_superuser:
            return self.model.objects.values_list("pk", flat=True)
        staff = self.model._meta.get_field("staff_roles").related_model.objects
        served = staff.filter(user=user, state="active", role__in=roles)
        return served.values_list("cluster", flat=True)

    def with_members(self) -> "ClusterQuerySet":
        """Each with the number of its verified organisations, as `members`."""
        verified = Q(organisations__state="verified")
        return self.annotate(members=models.Count("organisations", filter=verified))

    def with_texts(self) -> "ClusterQuerySet":
        return self.prefetch_related("texts")


class Cluster(Versioned):
    """A regional cluster: the door to its region. There may be any number of them."""

    class Thread(models.TextChoices):
        """The region thread: a hue and a shape of the design (static/css/gin.css)."""

        KRK = "krk", _("cobalt, diamond")
        ZGZ = "zgz", _("ochre, square")
        CLJ = "clj", _("green, triangle")
        KOZ = "koz", _("crocus, circle")
        FIVE = "five", _("fifth hue, hexagon")
        SIX = "six", _("sixth hue, pentagon")

    code = models.CharField(
        _("code"),
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,5}$", _("Use two to five capital letters."))],
        help_text=_("Begins the references of its offers, such as KRK-2026-0418."),
    )
    thread = models.CharField(_("region thread"), max_length=10, choices=Thread, unique=True)
    host = models.CharField(_("host organisation"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100)
    country = CountryField(_("country"))
    nuts = models.CharField(_("NUTS 2 region"), max_length=10)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Brussels", validators=[is_zone]
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES), verbose_name=_("languages")
    )
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    logo = models.ImageField(_("logo"), upload_to="clusters/", blank=True)
    four_eyes = models.BooleanField(
        _("four eyes"),
        default=False,
        help_text=_("Nobody publishes what they wrote themselves."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90)) & Q(longitude__range=(-180, 180)),
                name="cluster_position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:cluster_detail", args=[self.code.lower()])

    @property
    def name(self) -> str:
        return self.text.name if self.text else self.city

    @property
    def text(self) -> "ClusterText | None":
        """The profile in the reader's language, else in English, else in any."""
        return local_text(self.texts.all())

    @property
    def place(self) -> str:
        """As on a chip: 'Kraków, PL'."""
        return f"{self.city}, {self.country.code}"


class ClusterText(LocalText):
    """A cluster's profile in one language."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=150)
    tagline = models.CharField(_("in one sentence"), max_length=250)
    about = models.TextField(_("about"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("profile in one language")
        verbose_name_plural = _("profile in several languages")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "language"], name="cluster_text_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class ContactPerson(models.Model):
    """Whom a reader may call or write to. Shown in public; need not be a user."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    role = models.CharField(_("task"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5), verbose_name=_("speaks"), default=list, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
