"""A conversation between the sender of a reply and the side that posted the item."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moves import generation
from moves.machine import Move
from moves.models import Decision
from partners.models import Cluster, Organisation
from publishing.models import OfItem, OfItemQuerySet


class Stage(models.TextChoices):
    NEW = "new", _("new")
    ANSWERED = "answered", _("answered")
    INTRODUCED = "introduced", _("introduced")
    AGREEMENT = "agreement", _("agreement")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Side(models.TextChoices):
    OWNER = "owner", _("the side that posted it")
    SENDER = "sender", _("the side that replied")


OPEN = frozenset({Stage.NEW, Stage.ANSWERED, Stage.INTRODUCED})
ANNOUNCE = "threads.tasks.announce_stage"

# Those of ENDINGS have buttons; the others are made by threads.conversation: by the first answer,
# the second consent, the record of an agreement.
ENDINGS = ("decline", "withdraw")
MOVES = (
    Move(
        "answer",
        frozenset({Stage.NEW}),
        Stage.ANSWERED,
        "owned_by",
        _("Answer"),
        then="stamp_answered",
    ),
    Move(
        "introduce",
        frozenset({Stage.NEW, Stage.ANSWERED}),
        Stage.INTRODUCED,
        "open_to",
        _("Introduce"),
        requires="require_consents",
        then="surface",
        announce=ANNOUNCE,
    ),
    Move(
        "agree",
        frozenset({Stage.INTRODUCED}),
        Stage.AGREEMENT,
        "open_to",
        _("Record an agreement"),
        requires="require_agreement",
        then="surface",
        announce=ANNOUNCE,
    ),
    Move(
        "decline",
        OPEN,
        Stage.DECLINED,
        "owned_by",
        _("Decline"),
        needs_note=True,
        is_danger=True,
        then="surface",
        announce=ANNOUNCE,
    ),
    Move(
        "withdraw",
        OPEN,
        Stage.WITHDRAWN,
        "sent_by",
        _("Withdraw"),
        is_danger=True,
        then="surface",
        announce=ANNOUNCE,
    ),
)


class ThreadQuerySet(OfItemQuerySet):
    """Both organisations and their clusters' staff take part; nobody else knows it exists."""

    def visible_to(self, user) -> "ThreadQuerySet":
        return self.filter(self._owner(user) | self._sender(user))

    def open_to(self, user) -> "ThreadQuerySet":
        """Threads in which `user` may write."""
        return self.visible_to(user)

    def owned_by(self, user) -> "ThreadQuerySet":
        """Threads in which `user` stands on the side that posted the item."""
        return self.filter(self._owner(user))

    def sent_by(self, user) -> "ThreadQuerySet":
        """Threads in which `user` stands on the side that replied."""
        return self.filter(self._sender(user))

    def overdue(self, now) -> "ThreadQuerySet":
        """Without a first answer after the target time."""
        return self.filter(state=Stage.NEW, answer_due_at__lt=now)

    def open(self) -> "ThreadQuerySet":
        return self.filter(state__in=OPEN)

    def read_by(self, user) -> "ThreadQuerySet":
        """Visible ones, each with what `user` is in it, and all that its Party labels need.

        `side` is the one that the user speaks for: that of their own organisation, else that of
        their cluster; who works for both clusters stands on the side that posted the item.
        `knows_owner` and `knows_sender` tell whose name is theirs to know.
        """
        staffed = Cluster.objects.staffed_keys(user)
        represented = Organisation.objects.represented_keys(user)
        return (
            self.visible_to(user)
            .annotate(
                side=Case(
                    When(organisation__in=represented, then=Value(Side.OWNER)),
                    When(sender_organisation__in=represented, then=Value(Side.SENDER)),
                    When(cluster__in=staffed, then=Value(Side.OWNER)),
                    default=Value(Side.SENDER),
                ),
                knows_owner=ExpressionWrapper(self._owner(user), models.BooleanField()),
                knows_sender=ExpressionWrapper(self._sender(user), models.BooleanField()),
            )
            .select_related("cluster", "organisation", "sender_cluster", "sender_organisation")
            .prefetch_related("disclosures", "cluster__texts", "sender_cluster__texts")
        )

    def unread_by(self, user) -> "ThreadQuerySet":
        """Where something has happened since `user` looked; but for what was before their time."""
        if not user.is_authenticated:
            return self.none()
        return self.visible_to(user).filter(self._has_news(user))

    def with_news_for(self, user) -> "ThreadQuerySet":
        """Each with `is_unread`: whether it were among the unread ones, could `user` see it."""
        is_unread = ExpressionWrapper(self._has_news(user), models.BooleanField())
        return self.annotate(is_unread=is_unread)

    def _has_news(self, user) -> Q:
        marks = self.model._meta.get_field("read_marks").related_model.objects.filter(
            thread=OuterRef("pk"), user=user, read_at__gte=OuterRef("last_message_at")
        )
        return Q(~Exists(marks), last_message_at__gte=user.joined_at)

    def _owner(self, user) -> Q:
        return Q(cluster__in=Cluster.objects.staffed_keys(user)) | Q(
            organisation__in=Organisation.objects.represented_keys(user)
        )

    def _sender(self, user) -> Q:
        return Q(sender_cluster__in=Cluster.objects.staffed_keys(user)) | Q(
            sender_organisation__in=Organisation.objects.represented_keys(user)
        )


class Thread(OfItem):
    """About one item; between its cluster and organisation, and those of the sender."""

    moves = MOVES

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="threads")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="threads"
    )
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="threads")
    sender_cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="sent_threads")
    sender_organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sent_threads"
    )
    # Whose name the other side sees only once it is introduced.
    is_owner_hidden = models.BooleanField(default=False)
    is_sender_hidden = models.BooleanField(default=False)
    state = models.CharField(
        _("stage"), max_length=20, choices=Stage, default=Stage.NEW, editable=False
    )
    subject = models.CharField(_("subject"), max_length=256)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Target of the reply clock: three working days of the cluster's country.
    answer_due_at = models.DateTimeField(editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    # Or since the stage changed: the inbox is in this order.
    last_message_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-last_message_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["answer_due_at"], condition=Q(state="new"), name="thread_due"),
        ]
        constraints = [
            # A double submit makes one: a second only after the first has ended.
            models.UniqueConstraint(
                fields=["content_type", "object_id", "sender_organisation"],
                condition=Q(state__in=["new", "answered", "introduced"]),
                name="thread_open_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | ~Q(sender_organisation=F("organisation")),
                name="thread_between_two",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("threads:detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_introduced(self) -> bool:
        """Both sides have agreed to be introduced. That is never undone, however it ends."""
        return {d.side for d in self.disclosures.all()} == set(Side)

    def is_hidden(self, side: Side) -> bool:
        """The name of that side is still kept from the other."""
        is_wanted = self.is_owner_hidden if side == Side.OWNER else self.is_sender_hidden
        return is_wanted and not self.is_introduced

    def require_consents(self) -> None:
        if not self.is_introduced:
            raise ValidationError(_("Both sides have to agree to be introduced."))

    def require_agreement(self) -> None:
        if not hasattr(self, "agreement"):
            raise ValidationError(_("Record what was agreed."))

    def stamp_answered(self, decision: Decision) -> None:
        self.answered_at = decision.at
        self.save(update_fields=["answered_at"])
        generation.touch()  # the cluster's median time to answer is public

    def surface(self, decision: Decision) -> None:
        """Rise in the inboxes, unread."""
        self.last_message_at = decision.at
        self.save(update_fields=["last_message_at"])
