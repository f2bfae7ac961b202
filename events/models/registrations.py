"""Who comes to an event: registrations, the people in them, and the queue for a seat."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.events import Attendance, Event
from moves.machine import Move
from moves.models import Decision
from partners.models import Cluster
from partners.models.folding import Folded


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", pgettext_lazy("registration", "not confirmed")
    REQUESTED = "requested", pgettext_lazy("registration", "to be approved")
    WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("registration", "place offered")
    PLACED = "placed", pgettext_lazy("registration", "has a place")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
    DECLINED = "declined", pgettext_lazy("registration", "declined")
    LAPSED = "lapsed", pgettext_lazy("registration", "offer lapsed")


SIGNER = signing.Signer(salt="events.registration")
HOLDING = frozenset({State.OFFERED, State.PLACED})  # a seat is taken, or kept, for them
QUEUED = frozenset({State.WAITING, State.OFFERED})
CONFIRMED = frozenset({State.REQUESTED, *QUEUED, State.PLACED})
ALIVE = CONFIRMED | {State.UNCONFIRMED}
CONFIRM_WITHIN = timedelta(days=2)
FORGET_AFTER = timedelta(days=365)  # from the end of the event
ANNOUNCE = "events.tasks.announce_registration"


def _move(name: str, sources: set[str], target: str, scope: str, label, **options) -> Move:
    """One that seats, queue and offer follow, and that is told to whom it concerns."""
    return Move(
        name, frozenset(sources), target, scope, label, then="settle", announce=ANNOUNCE, **options
    )


# Made by events.registering, which holds the lock of the event.
MOVES = (
    _move(
        "request",
        {State.UNCONFIRMED},
        State.REQUESTED,
        "held_by",
        _("Ask for a place"),
        done=pgettext_lazy("registration", "Asked for a place"),
    ),
    _move(
        "place",
        {State.UNCONFIRMED, State.OFFERED},
        State.PLACED,
        "held_by",
        _("Take the place"),
        done=pgettext_lazy("registration", "Took a place"),
    ),
    _move(
        "queue",
        {State.UNCONFIRMED},
        State.WAITING,
        "held_by",
        _("Join the waiting list"),
        done=pgettext_lazy("registration", "Joined the waiting list"),
    ),
    _move(
        "approve",
        {State.REQUESTED},
        State.PLACED,
        "staffed_by",
        _("Approve"),
        done=pgettext_lazy("registration", "Approved"),
        said=_("Approved: they have a place. They are told by e-mail."),
    ),
    _move(
        "approve_later",
        {State.REQUESTED},
        State.WAITING,
        "staffed_by",
        _("Approve for the waiting list"),
        done=pgettext_lazy("registration", "Approved for the waiting list"),
        said=_("Approved: they are on the waiting list. They are told by e-mail."),
    ),
    _move(
        "decline",
        {State.REQUESTED},
        State.DECLINED,
        "staffed_by",
        pgettext_lazy("registration", "Decline"),
        done=pgettext_lazy("registration", "Declined"),
        said=_("Declined. They are told why by e-mail."),
        needs_note=True,
        is_danger=True,
    ),
    _move(
        "offer",
        {State.WAITING},
        State.OFFERED,
        "served_by_clock",
        _("Offer the place"),
        done=pgettext_lazy("registration", "Was offered a place"),
    ),
    _move(
        "lapse",
        {State.OFFERED},
        State.LAPSED,
        "served_by_clock",
        _("Let the offer lapse"),
        done=pgettext_lazy("registration", "Let the offer lapse"),
    ),
    _move(
        "cancel",
        {State.UNCONFIRMED, State.REQUESTED, *QUEUED, State.PLACED},
        State.CANCELLED,
        "held_by",
        _("Cancel the registration"),
        done=pgettext_lazy("registration", "Cancelled"),
        is_danger=True,
    ),
    _move(
        "remove",
        {*QUEUED, State.PLACED},
        State.CANCELLED,
        "staffed_by",
        _("Take off the list"),
        done=pgettext_lazy("registration", "Taken off the list"),
        said=_("Taken off the list. They are told why by e-mail."),
        needs_note=True,
        is_danger=True,
    ),
    Move(
        "reorder",
        frozenset({State.WAITING}),
        State.WAITING,
        "staffed_by",
        _("Change the place in the queue"),
        done=pgettext_lazy("registration", "Place in the queue changed"),
        said=_("They have another place in the queue now."),
        needs_note=True,
    ),
)


class RegistrationQuerySet(models.QuerySet):
    """Known to the event's staff and to who made it: by signing in, or by the link in a mail."""

    def staffed_by(self, user) -> "RegistrationQuerySet":
        return self.filter(event__cluster__in=Cluster.objects.staffed_by(user))

    def held_by(self, user) -> "RegistrationQuerySet":
        """Those of `user`; and that whose link an `events.links.Bearer` has."""
        bears = Q(pk=getattr(user, "registration_id", None))
        return self.filter(bears | Q(user__isnull=False, user_id=user.pk))

    def visible_to(self, user) -> "RegistrationQuerySet":
        return self.held_by(user) | self.staffed_by(user)

    def served_by_clock(self, user) -> "RegistrationQuerySet":
        """Moved by no person: seats are offered, and lapse, by themselves."""
        return self.all() if user is None else self.none()

    def alive(self) -> "RegistrationQuerySet":
        return self.filter(state__in=ALIVE)

    def confirmed(self) -> "RegistrationQuerySet":
        """Living ones of people who are known to be there."""
        return self.filter(state__in=CONFIRMED)

    def never_confirmed_at(self, now: datetime) -> "RegistrationQuerySet":
        return self.filter(state=State.UNCONFIRMED, created_at__lt=now - CONFIRM_WITHIN)

    def to_forget_at(self, now: datetime) -> "RegistrationQuerySet":
        return self.filter(event__ends_at__lt=now - FORGET_AFTER)

    def waiting(self) -> "RegistrationQuerySet":
        """In the order in which seats are offered."""
        return self.filter(state=State.WAITING).order_by("rank")

    def with_ahead(self) -> "RegistrationQuerySet":
        """Each that waits with how many are to be offered a seat before it, as `ahead`."""
        rivals = Registration.objects.filter(
            event=OuterRef("event"), attendance=OuterRef("attendance"), state=State.WAITING
        )
        before = rivals.filter(rank__lt=OuterRef("rank")).order_by().values("event")
        counted = before.annotate(n=Count("pk")).values("n")
        return self.annotate(ahead=Coalesce(Subquery(counted), 0))

    def with_seat(self) -> "RegistrationQuerySet":
        return self.filter(state=State.PLACED)

    def took_part(self) -> "RegistrationQuerySet":
        """With a seat; where people of the same way to take part were checked in, who was."""
        came = Participant.objects.checked_in()
        own = came.filter(registration=OuterRef("pk"))
        anybody = came.filter(
            registration__event=OuterRef("event"), registration__attendance=OuterRef("attendance")
        )
        return self.with_seat().filter(Exists(own) | ~Exists(anybody))

    def concerning(self, user) -> "RegistrationQuerySet":
        """Those that are data of `user`: also where somebody gave the address of the account."""
        return self.filter(Q(user=user) | Q(email__iexact=user.email))

    def to_lapse_at(self, now: datetime) -> "RegistrationQuerySet":
        """Offers whose time has passed, the oldest first."""
        return self.filter(state=State.OFFERED, offered_until__lte=now).order_by("offered_until")


class Registration(models.Model):
    """One person's registration, for themselves and perhaps others: all get seats, or none."""

    moves = MOVES

    event = models.ForeignKey(Event, models.CASCADE, related_name="registrations")
    attendance = models.CharField(_("I take part"), max_length=8, choices=Attendance)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="registrations"
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    needs = models.CharField(_("access or dietary needs"), max_length=500, blank=True)
    # The key of a question → what was answered: text, the number of an answer, a list of numbers,
    # or whether a box was ticked.
    answers = models.JSONField(default=dict)
    seats = models.PositiveSmallIntegerField(_("people"), default=1)
    state = models.CharField(max_length=12, choices=State, default=State.UNCONFIRMED)
    # The place in the queue of its event and attendance: lower ones are offered a seat first.
    rank = models.BigIntegerField(null=True, editable=False)
    offered_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Made by the form: a form sent twice is one registration.
    token = models.UUIDField(unique=True, default=uuid4, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    thanked_at = models.DateTimeField(null=True, editable=False)
    has_given_feedback = models.BooleanField(default=False, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["event", "state"]),
            models.Index(
                fields=["offered_until"], condition=Q(state="offered"), name="registration_lapses"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(state__in=sorted(ALIVE)),
                name="registration_once_an_address",
            ),
            models.UniqueConstraint(
                fields=["event", "attendance", "rank"],
                name="registration_rank_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(QUEUED)) | Q(rank__isnull=False),
                name="registration_queued_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False)
                | ~Q(state="offered") & Q(offered_until__isnull=True),
                name="registration_offered_until_some_time",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What its link carries. Signed: its token is made by a form, so who sent that knows it."""
        return SIGNER.sign(self.token.hex)

    def get_absolute_url(self) -> str:
        """The page of who made it, which opens without signing in."""
        return reverse("events:registration", args=[self.key])

    def get_feedback_url(self) -> str:
        """Where who took part says how it was; it opens in the same way."""
        return reverse("events:feedback", args=[self.key])

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def has_seat(self) -> bool:
        return self.state == State.PLACED

    def settle(self, decision: Decision) -> None:
        """Let seats, queue and offer follow the new state. With the event's row locked."""
        was, holds = decision.from_state in HOLDING, self.state in HOLDING
        if was != holds:
            self.event.take_seats(self.seats if holds else -self.seats, self.attendance)
        if self.state not in QUEUED:
            self.rank = None
        elif self.rank is None:
            self.rank = self._last_rank() + 1
        is_offered = self.state == State.OFFERED
        self.offered_until = self.event.keeps_until(decision.at) if is_offered else None
        # The state with it: the database asks for both at once.
        self.save(update_fields=["rank", "offered_until", "state"])

    def position(self) -> int:
        """How many are to be offered a seat before them, and one; 0 for who does not wait."""
        if self.state != State.WAITING:
            return 0
        before = self._rivals().filter(state=State.WAITING, rank__lt=self.rank)
        return before.count() + 1

    def _last_rank(self) -> int:
        return self._rivals().aggregate(last=Max("rank"))["last"] or 0

    def _rivals(self) -> RegistrationQuerySet:
        return Registration.objects.filter(event=self.event_id, attendance=self.attendance)


class ParticipantQuerySet(models.QuerySet):
    """The people in registrations."""

    def staffed_by(self, user) -> "ParticipantQuerySet":
        return self.filter(registration__in=Registration.objects.staffed_by(user))

    def with_seat(self) -> "ParticipantQuerySet":
        return self.filter(registration__state=State.PLACED)

    def expected_at(self, event: Event) -> "ParticipantQuerySet":
        """Those who have a place there."""
        return self.with_seat().filter(registration__event=event)

    def checked_in(self) -> "ParticipantQuerySet":
        return self.filter(checked_in_at__isnull=False)

    def by_name(self) -> "ParticipantQuerySet":
        """In the order of a list on paper, whatever the alphabet of the database."""
        return self.order_by(Folded("name"), "pk")


class Participant(models.Model):
    """A person in a registration; the first is usually who made it."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="participants")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    # Consent to stand on the list that all who take part can see.
    is_listed = models.BooleanField(default=False)
    checked_in_at = models.DateTimeField(null=True, editable=False)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    # On the ticket as a code to scan.
    ticket = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
