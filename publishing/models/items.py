"""What every kind of content has in common: states, moves, scopes, revisions, texts."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moves.machine import Move, make
from moves.models import Decision
from partners.models import Cluster, Organisation, Versioned
from partners.models.texts import LocalText, local_text
from publishing import kinds, revisions, search
from publishing.models.records import Report


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("returned")
    ARCHIVED = "archived", _("archived")


ANNOUNCE = "publishing.tasks.announce_decision"

# The life of anything that is published (house.md: 'Moves, said once'). Of the moves that a state
# allows, the first is what pages lead to.
MOVES = (
    Move(
        "submit",
        frozenset({State.DRAFT, State.RETURNED}),
        State.SUBMITTED,
        "editable_by",
        _("Submit for review"),
        done=pgettext_lazy("history", "Submitted for review"),
        said=_("Submitted. The cluster reviews it within five working days."),
        requires="require_complete",
        then="enter_queue",
        announce=ANNOUNCE,
    ),
    Move(
        "publish",
        frozenset({State.DRAFT, State.SUBMITTED}),
        State.PUBLISHED,
        "publishable_by",
        _("Publish"),
        done=pgettext_lazy("history", "Published"),
        said=_("Published. Readers find it from now on."),
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
        done=pgettext_lazy("history", "Changes confirmed"),
        said=_("The changes are confirmed."),
        then="mark_reviewed",
        announce=ANNOUNCE,
    ),
    Move(
        "return",
        frozenset({State.SUBMITTED, State.PUBLISHED}),
        State.RETURNED,
        "reviewable_by",
        _("Return with a reason"),
        done=pgettext_lazy("history", "Returned"),
        said=_("Returned. The author is told why by e-mail."),
        needs_note=True,
        then="leave_public",
        announce=ANNOUNCE,
    ),
    Move(
        "withdraw",
        frozenset({State.SUBMITTED}),
        State.DRAFT,
        "editable_by",
        _("Take back to mend"),
        done=pgettext_lazy("history", "Taken back to mend"),
        said=_("Taken back. Submit it again when it is ready."),
    ),
    Move(
        "archive",
        frozenset({State.PUBLISHED}),
        State.ARCHIVED,
        "archivable_by",
        _("Archive"),
        done=pgettext_lazy("history", "Archived"),
        said=_("Archived. Readers no longer find it."),
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
        done=pgettext_lazy("history", "Reopened as a draft"),
        said=_("Reopened as a draft."),
    ),
)


class ItemQuerySet(models.QuerySet):
    """Who may see and do what with published things. The only source of both."""

    def published(self) -> "ItemQuerySet":
        return self.filter(state=State.PUBLISHED)

    def listed(self) -> "ItemQuerySet":
        """What lists show: published, and not past its time."""
        return self.filter(state=State.PUBLISHED, words__isnull=False)

    def described(self) -> "ItemQuerySet":
        """With what any page says of them, in four queries."""
        return (
            self.defer("words")
            .select_related("cluster", "organisation")
            .prefetch_related("texts", "cluster__texts")
        )

    def listed_at(self, positions: Iterable[int]) -> "ItemQuerySet":
        """Those at the `positions` of a list, with what a line of it shows, in two queries."""
        items = self.listed().filter(position__in=positions).defer("words")
        return items.select_related("cluster", "organisation").prefetch_related("texts")

    def visible_to(self, user) -> "ItemQuerySet":
        return self.filter(self._public_to(user) | self._own(user))

    def editable_by(self, user) -> "ItemQuerySet":
        """The organisation's people and the cluster's staff."""
        return self.filter(self._own(user))

    def writable_by(self, user) -> "ItemQuerySet":
        """Editable, and not archived: what is archived is reopened first."""
        return self.editable_by(user).exclude(state=State.ARCHIVED)

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

    def _public_to(self, user) -> Q:
        """What `user` may read as anybody may; a kind may have readers of its own."""
        return Q(state=State.PUBLISHED)

    def _own(self, user) -> Q:
        own = Q(cluster__in=Cluster.objects.staffed_keys(user))
        if not self.model.is_by_clusters:
            own |= Q(organisation__in=Organisation.objects.represented_keys(user))
        return own

    def _under_own_eyes(self, user) -> Q:
        return Q(author_id=user.pk, cluster__four_eyes=True)


class Item(Versioned):
    """Base of everything that is drafted, reviewed and published.

    A concrete kind adds its fields, a model of texts (`Text`) with `related_name="texts"`,
    `get_absolute_url` and `get_edit_url`, `gaps_with`, and what its lists search (`search_parts`,
    `facet_codes`); and it enrols itself (publishing.kinds). Its Meta is one of `Item.Meta`, whose
    constraints and indexes it keeps. The state is changed by `moves.machine.make` alone. Who saves
    anything else of it first locks its row.
    """

    moves = MOVES
    # Whether clusters alone write it, and an organisation has no part in it but its name.
    is_by_clusters = False

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
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    reviewed_revision = models.PositiveIntegerField(
        _("reviewed revision"), default=0, editable=False
    )
    # Made by the form: a form sent twice is one item.
    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    # What a list was imported from, and its key there; empty for what was written here.
    source = models.CharField(max_length=20, blank=True, editable=False)
    source_id = models.CharField(max_length=100, blank=True, editable=False)
    # What the list said of it when it was imported last, in short; and the version which that made:
    # in a later one people have had a hand, and imports leave it alone (publishing.imports).
    source_stamp = models.CharField(max_length=80, blank=True, editable=False)
    source_version = models.PositiveIntegerField(default=0, editable=False)
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
        indexes = [
            GinIndex(fields=["words"], name="%(class)s_words", fastupdate=False),
            models.Index(fields=["cluster", "state"], name="%(class)s_cluster_state"),
            models.Index(fields=["organisation", "state"], name="%(class)s_organisation_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="%(class)s_published_at",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="%(class)s_once_a_source",
            ),
        ]

    @property
    def text(self) -> "Text | None":
        """The texts in the reader's language, else the original."""
        return local_text(self.texts.all(), original=self.language)

    @property
    def original(self) -> "Text | None":
        return next((text for text in self.texts.all() if text.language == self.language), None)

    @property
    def title(self) -> str:
        """The title in the reader's language; an untitled draft has a name all the same."""
        return (self.text and self.text.title) or str(self)

    @property
    def kind_of_item(self) -> kinds.Kind:
        return kinds.kind_of(self)

    @property
    def is_changed_since_review(self) -> bool:
        return self.state == State.PUBLISHED and self.revision > self.reviewed_revision

    @property
    def is_past(self) -> bool:
        """Past its time: readers may see it, but lists do not show it."""
        return False

    def gaps(self) -> dict[str, str]:
        """What is missing before it can be submitted: field → how to mend it, in words."""
        return self.gaps_with(self.original, day=timezone.localdate())

    def gaps_with(self, text: "Text | None", *, day: date) -> dict[str, str]:
        """The same with `text` as its original, which need not be saved, and as seen on `day`."""
        return {}

    def require_complete(self) -> None:
        if gaps := self.gaps():
            raise ValidationError(list(gaps.values()))

    def begin(self, *, now: datetime) -> None:
        """What a new one needs before it is kept; in the transaction that keeps it."""

    def record_change(self, *, user, now: datetime) -> None:
        """Keep what was saved as a revision, and renew the lists where it is public.

        Call it after every save that readers or reviewers should know of, but for autosaves.
        """
        revisions.record(self, user=user, now=now)
        if self.state == State.PUBLISHED and not self.is_past:
            search.index(self)

    def enter_queue(self, decision: Decision) -> None:
        revisions.record(self, user=decision.user, now=decision.at)
        self.submitted_at = decision.at
        self.save(update_fields=["submitted_at"])

    def enter_public(self, decision: Decision) -> None:
        revisions.record(self, user=decision.user, now=decision.at)
        # What is published again keeps its place among the others.
        self.published_at = self.published_at or decision.at
        self.save(update_fields=["published_at"])
        self.mark_reviewed(decision)
        search.index(self)

    def leave_public(self, decision: Decision) -> None:
        """Also when it was not public: a submitted item is returned by the same move."""
        search.unindex([self])
        if decision.to_state == State.RETURNED:
            self.mark_reviewed(decision)
        if decision.user:
            self.settle_reports(decision.user)

    def settle_reports(self, user) -> None:
        """What readers reported is dealt with, if who took it from the public may say so."""
        for report in Report.objects.about(self).open().reviewable_by(user):
            make("handle", report, user=user)

    def mark_reviewed(self, decision: Decision) -> None:
        """The next reviewer is shown what has changed from here."""
        self.reviewed_revision = self.revision
        self.save(update_fields=["reviewed_revision"])


class Text(LocalText):
    """The texts of an item in one language; the original is one of them.

    A concrete model adds `item`, a ForeignKey with `related_name="texts"`, and its fields, of
    which one is `title`. Those named in RICH hold the tags of publishing.richtext.
    """

    RICH: tuple[str, ...] = ()

    # Of a translation, the item's revision whose original it says; of the original, the revision
    # in which its words last changed.
    of_revision = models.PositiveIntegerField(_("of revision"), default=0, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def is_original(self) -> bool:
        return self.language == self.item.language

    @property
    def is_older_than_original(self) -> bool:
        return not self.is_original and self.of_revision < self.item.original.of_revision
