"""What every kind of content has in common: states, moves, scopes, revisions, texts."""

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moves.machine import Move
from partners.models import Cluster, Organisation
from partners.models.texts import LocalText, local_text


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("returned")
    ARCHIVED = "archived", _("archived")


ANNOUNCE = "publishing.tasks.announce_decision"

# The life of anything that is published (house.md: 'Moves, said once').
MOVES = (
    Move(
        "submit",
        frozenset({State.DRAFT, State.RETURNED}),
        State.SUBMITTED,
        "editable_by",
        _("Submit for review"),
        requires="require_complete",
        announce=ANNOUNCE,
    ),
    Move(
        "withdraw",
        frozenset({State.SUBMITTED}),
        State.DRAFT,
        "editable_by",
        _("Take back to mend"),
    ),
    Move(
        "publish",
        frozenset({State.DRAFT, State.SUBMITTED}),
        State.PUBLISHED,
        "publishable_by",
        _("Publish"),
        requires="require_complete",
        then="enter_public",
        announce=ANNOUNCE,
    ),
    Move(
        "confirm",
        frozenset({State.PUBLISHED}),
        State.PUBLISHED,
        "confirmable_by",
        _("Confirm the changes"),
        then="mark_reviewed",
        announce=ANNOUNCE,
    ),
    Move(
        "return",
        frozenset({State.SUBMITTED, State.PUBLISHED}),
        State.RETURNED,
        "reviewable_by",
        _("Return with a reason"),
        needs_note=True,
        then="leave_public",
        announce=ANNOUNCE,
    ),
    Move(
        "archive",
        frozenset({State.PUBLISHED}),
        State.ARCHIVED,
        "archivable_by",
        _("Archive"),
        is_danger=True,
        then="leave_public",
        announce=ANNOUNCE,
    ),
    Move(
        "reopen",
        frozenset({State.ARCHIVED}),
        State.DRAFT,
        "editable_by",
        _("Reopen as a draft"),
    ),
)


class ItemQuerySet(models.QuerySet):
    """Who may see and do what with published things. The only source of both."""

    def published(self) -> "ItemQuerySet":
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user) -> "ItemQuerySet":
        return self.filter(Q(state=State.PUBLISHED) | self._own(user))

    def editable_by(self, user) -> "ItemQuerySet":
        """The organisation's people and the cluster's staff write; an archived item is closed."""
        return self.filter(self._own(user))

    def reviewable_by(self, user) -> "ItemQuerySet":
        return self.filter(cluster__in=Cluster.objects.coordinated_by(user))

    def publishable_by(self, user) -> "ItemQuerySet":
        """Reviewable, but nobody's own where the cluster wants four eyes."""
        return self.reviewable_by(user).exclude(self._under_own_eyes(user))

    def confirmable_by(self, user) -> "ItemQuerySet":
        return self.publishable_by(user).changed_since_review()

    def archivable_by(self, user) -> "ItemQuerySet":
        return self.editable_by(user)

    def waiting(self) -> "ItemQuerySet":
        """What waits for a coordinator, oldest first."""
        return self.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    def changed_since_review(self) -> "ItemQuerySet":
        return self.filter(state=State.PUBLISHED, revision__gt=F("reviewed_revision"))

    def _own(self, user) -> Q:
        return Q(cluster__in=Cluster.objects.staffed_by(user)) | Q(
            organisation__in=Organisation.objects.represented_by(user)
        )

    def _under_own_eyes(self, user) -> Q:
        return Q(author_id=user.pk, cluster__four_eyes=True)


class Item(models.Model):
    """Base of everything that is drafted, reviewed and published.

    A concrete kind adds its fields, a model of texts (`Text`) with `related_name="texts"`, and
    `require_complete`. The state is changed by `moves.machine.make` alone.
    """

    moves = MOVES

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="%(class)ss", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("organisation"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="%(class)ss",
        verbose_name=_("author"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.DRAFT, editable=False
    )
    language = models.CharField(
        _("original language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    # The newest revision; and the one a coordinator has seen last.
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    reviewed_revision = models.PositiveIntegerField(
        _("reviewed revision"), default=0, editable=False
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    # Its place in the order of publication: lists are sorted and facets counted by it.
    position = models.BigIntegerField(null=True, unique=True, editable=False)
    # The words of all its texts and its facets; empty unless lists show it (publishing.search).
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def text(self) -> "Text | None":
        """The texts in the reader's language, else the original."""
        return local_text(self.texts.all(), original=self.language)

    @property
    def original(self) -> "Text | None":
        return next((text for text in self.texts.all() if text.language == self.language), None)

    @property
    def is_changed_since_review(self) -> bool:
        return self.state == State.PUBLISHED and self.revision > self.reviewed_revision


class Text(LocalText):
    """The texts of an item in one language; the original is one of them.

    A concrete model adds `item`, a ForeignKey with `related_name="texts"`, and its fields.
    """

    # The revision of the original that these words say.
    of_revision = models.PositiveIntegerField(_("of revision"), default=1, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def is_original(self) -> bool:
        return self.language == self.item.language

    @property
    def is_older_than_original(self) -> bool:
        return not self.is_original and self.of_revision < self.item.original.of_revision
