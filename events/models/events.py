"""Events: workshops, brokerage days, conferences, trainings, study visits, webinars."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from events import finding, requirements
from events.audiences import Audience, open_to
from events.models.moves import MOVES
from events.requirements import LONGEST_BY_CLOCKS
from moves.generation import touch
from moves.machine import make
from moves.models import Decision
from partners.zones import is_zone
from publishing.models import Attachment, Item, ItemQuerySet, Revision, State

MOST_SEATS = 100_000
LARGEST_GROUP = 20
# What those who are registered are told of when it changes, and what their calendars follow.
APPOINTMENT = (
    *("timezone", "starts_at", "ends_at", "is_all_day", "mode"),
    *("venue", "address", "city", "country", "online_url"),
)


class Kind(models.TextChoices):
    WORKSHOP = "workshop", _("workshop")
    BROKERAGE = "brokerage", _("brokerage event")
    CONFERENCE = "conference", _("conference")
    TRAINING = "training", _("training")
    STUDY_VISIT = "study_visit", _("study visit")
    WEBINAR = "webinar", _("webinar")


class Mode(models.TextChoices):
    """Where one takes part; of an event that is both, each registration chooses one."""

    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")
    BOTH = "both", _("on site and online")


class Attendance(models.TextChoices):
    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")


class RegistrationBy(models.TextChoices):
    PORTAL = "portal", _("here")
    ELSEWHERE = "elsewhere", _("on another website")
    NONE = "none", _("no registration: just come")


def _seats(label: str) -> models.PositiveIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    return models.PositiveIntegerField(label, null=True, blank=True, validators=limits)


class EventQuerySet(ItemQuerySet):
    """Read by those it is for."""

    def upcoming_at(self, now: datetime) -> "EventQuerySet":
        return self.published().filter(ends_at__gt=now, cancelled_at__isnull=True)

    def over_at(self, now: datetime) -> "EventQuerySet":
        return self.filter(ends_at__lte=now)

    def cancellable_by(self, user) -> "EventQuerySet":
        """Still to come, and not cancelled."""
        return self.editable_by(user).upcoming_at(timezone.now())

    def shareable_by(self, user) -> "EventQuerySet":
        """With files that came after those who took part were thanked, or told of such files."""
        newer = Attachment.objects.filter(
            content_type=ContentType.objects.get_for_model(Event),
            object_id=OuterRef("pk"),
            at__gt=OuterRef("registrations__thanked_at"),
        )
        return self.editable_by(user).filter(Exists(newer)).distinct()

    def with_a_queue(self) -> "EventQuerySet":
        """Those for which somebody waits for a seat."""
        waiting = {"registrations__state": "waiting"}
        return self.filter(**waiting).distinct()

    def between(self, first: datetime, last: datetime) -> "EventQuerySet":
        """Those that take place at some time from `first` to `last`."""
        begin_before = self.filter(starts_at__lt=last, starts_at__gt=first - LONGEST_BY_CLOCKS)
        return begin_before.filter(ends_at__gt=first)

    def _public_to(self, user) -> Q:
        return Q(state=State.PUBLISHED) & open_to(user)


class Event(Item):
    """One event. Its words are in EventText, one row a language.

    Times are those of its own `timezone`; what is said of it as a date is a date there.
    """

    is_by_clusters = True
    moves = MOVES

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.WORKSHOP)
    mode = models.CharField(
        _("where one takes part"), max_length=8, choices=Mode, default=Mode.ON_SITE
    )
    series = models.ForeignKey(
        "events.Series",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    timezone = models.CharField(_("time zone"), max_length=40, validators=[is_zone])
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_all_day = models.BooleanField(_("whole days"), default=False)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = CountryField(_("country"), blank=True)
    map_url = models.URLField(_("link to a map"), max_length=500, blank=True)
    # Where one registers here, for those with a seat alone; else on the page of the event. In no
    # list, feed or public calendar.
    online_url = models.URLField(_("link to take part online"), max_length=500, blank=True)
    languages = ArrayField(
        models.CharField(max_length=5),
        verbose_name=_("languages of the event"),
        default=list,
        blank=True,
    )
    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience, default=Audience.PUBLIC
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    registration = models.CharField(
        _("registration"), max_length=10, choices=RegistrationBy, default=RegistrationBy.PORTAL
    )
    registration_url = models.URLField(_("where one registers"), max_length=500, blank=True)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    needs_approval = models.BooleanField(
        _("each registration is approved by the organisers"), default=False
    )
    largest_group = models.PositiveSmallIntegerField(
        _("people in one registration, at most"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_GROUP)],
    )
    hold_hours = models.PositiveSmallIntegerField(
        _("hours for which a freed place is kept for who is next"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    # Empty where there is no limit. The database refuses a seat too many, whoever asks for it.
    seats_on_site = _seats(_("places on site"))
    seats_online = _seats(_("places online"))
    # Of those who have a seat, and of those for whom one is kept (events.registering).
    taken_on_site = models.PositiveIntegerField(default=0, editable=False)
    taken_online = models.PositiveIntegerField(default=0, editable=False)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail address of the contact"), blank=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    # Of a change of time or place that those who are registered have not been told of yet.
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        indexes = [
            *Item.Meta.indexes,
            # Of what lists show: its words are there only while they show it. With all that the
            # calendar asks of a month, so that it need not read the events themselves.
            models.Index(
                fields=["starts_at", "position"],
                include=["ends_at", "timezone", "state", "audience", "cluster"],
                condition=Q(words__isnull=False),
                name="event_by_date",
            ),
            models.Index(fields=["ends_at"], name="event_ends"),
            models.Index(fields=["-updated_at", "-id"], name="event_by_change"),
            models.Index(
                fields=["changed_at"], condition=Q(changed_at__isnull=False), name="event_changed"
            ),
        ]
        constraints = [
            *Item.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="event_takes_place_some_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(ends_at__lte=F("starts_at") + LONGEST_BY_CLOCKS),
                name="event_ends_within_sixty_days",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="event_registration_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(seats_on_site__isnull=True) | Q(taken_on_site__lte=F("seats_on_site")),
                name="event_no_seat_too_many_on_site",
            ),
            models.CheckConstraint(
                condition=Q(seats_online__isnull=True) | Q(taken_online__lte=F("seats_online")),
                name="event_no_seat_too_many_online",
            ),
        ]

    def __str__(self) -> str:
        """A short name: 'Training, 14 Dec 2026'."""
        kind = capfirst(self.get_kind_display())
        day = self.starts_at and date_format(self.first_day, "SHORT_DATE_FORMAT")
        return f"{kind}, {day}" if day else kind

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.pk])

    def get_edit_url(self) -> str:
        return reverse("events:edit", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def starts(self) -> datetime:
        """When it begins, by the clocks of the place."""
        return self.starts_at.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def first_day(self) -> date:
        return self.starts.date()

    @property
    def last_day(self) -> date:
        """An event that ends at midnight is over with the day before."""
        return (max(self.ends - timedelta(microseconds=1), self.starts)).date()

    @property
    def days(self) -> Iterator[date]:
        """The days on which it takes place, in its own zone."""
        for number in range((self.last_day - self.first_day).days + 1):
            yield self.first_day + timedelta(days=number)

    @property
    def is_past(self) -> bool:
        return False  # what is over stays in the lists of the past

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_on_site(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def is_online(self) -> bool:
        return self.mode != Mode.ON_SITE

    @property
    def country_code(self) -> str:
        return str(self.country) or self.cluster.country.code

    @property
    def place(self) -> str:
        """The town, for lists; nothing where it is online alone."""
        return (self.city or self.cluster.city) if self.is_on_site else ""

    @property
    def contact(self) -> str:
        """The address of whom to ask."""
        return self.contact_email or self.cluster.email

    @property
    def attendances(self) -> list[Attendance]:
        """The ways in which one can take part."""
        return [each for each in Attendance if self.mode in {each, Mode.BOTH}]

    @property
    def registers_here(self) -> bool:
        return self.registration == RegistrationBy.PORTAL

    def free(self, attendance: str) -> int | None:
        """How many seats nobody has or is kept one of; None where there is no limit."""
        seats = getattr(self, f"seats_{attendance}")
        return None if seats is None else seats - getattr(self, f"taken_{attendance}")

    def has_room_for(self, people: int, attendance: str) -> bool:
        free = self.free(attendance)
        return free is None or people <= free

    def take_seats(self, people: int, attendance: str) -> None:
        """Count `people` more seats as taken, or fewer where negative. With its row locked."""
        field = f"taken_{attendance}"
        setattr(self, field, getattr(self, field) + people)
        self.save(update_fields=[field])
        touch()  # how many are left is public

    def keeps_until(self, now: datetime) -> datetime:
        """Until when a seat that is offered at `now` is kept.

        At most for half of the time that is left, so that the next in the queue have their turn.
        """
        left = (self.starts_at if now < self.starts_at else self.ends_at) - now
        return now + min(timedelta(hours=self.hold_hours), left / 2)

    def is_over_at(self, now: datetime) -> bool:
        """One that was reopened and has no date is not."""
        return self.ends_at is not None and self.ends_at <= now

    def takes_registrations_at(self, now: datetime) -> bool:
        """Registration is open here; there need not be a free seat."""
        return (
            self.state == State.PUBLISHED
            and self.registers_here
            and not self.is_cancelled
            and (self.opens_at is None or self.opens_at <= now)
            and now < (self.closes_at or self.ends_at)
        )

    def gaps_with(self, text: models.Model | None, *, day: date) -> dict[str, str]:
        return requirements.gaps(self, text, day=day)

    def search_parts(self) -> list[tuple[str, str, str]]:
        return list(finding.search_parts(self))

    def facet_codes(self) -> set[tuple[str, str]]:
        return set(finding.facet_codes(self, day=timezone.localdate()))

    def record_change(self, *, user, now: datetime) -> None:
        said = self._said()
        super().record_change(user=user, now=now)
        is_coming = self.state == State.PUBLISHED and not self.is_over_at(now)
        if is_coming and not self.is_cancelled and said and said != self._said():
            make("reschedule", self, user=user)

    def _said(self) -> list:
        """Its time and place as its newest revision says them."""
        newest = Revision.objects.about(self).first()
        return [newest.data["fields"].get(name) for name in APPOINTMENT] if newest else []

    def note_change(self, decision: Decision) -> None:
        self.changed_at = decision.at
        self.save(update_fields=["changed_at"])

    def call_off(self, decision: Decision) -> None:
        self.cancelled_at = decision.at
        self.version += 1
        self.save(update_fields=["cancelled_at", "version"])
        self.record_change(user=decision.user, now=decision.at)
