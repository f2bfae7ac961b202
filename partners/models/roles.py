"""Who speaks for an organisation, who works for a cluster, and who was asked to."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moves.machine import Move, make
from moves.models import Decision
from partners.models.clusters import Cluster
from partners.models.organisations import Organisation


class MembershipQuerySet(models.QuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def waiting(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.PENDING)

    def of(self, user) -> "MembershipQuerySet":
        """The user's own, but for those that are over."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user).exclude(state=Membership.State.ENDED)

    def visible_to(self, user) -> "MembershipQuerySet":
        """One's own, and those of the people `user` looks after."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(organisation__in=Organisation.objects.managed_by(user)))

    def approvable_by(self, user) -> "MembershipQuerySet":
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(organisation__cluster__in=Cluster.objects.coordinated_by(user))

    def endable_by(self, user) -> "MembershipQuerySet":
        """Of those whose people `user` looks after; one's own is left instead."""
        managed = Organisation.objects.managed_by(user)
        return self.filter(organisation__in=managed).exclude(user_id=user.pk)

    def invited(self, user) -> "MembershipQuerySet":
        """The user's own, where an invitation to the organisation was accepted."""
        return self.of(user).filter(
            Exists(
                Invitation.objects.filter(
                    organisation=OuterRef("organisation"), accepted_by=OuterRef("user")
                )
            )
        )


class Membership(models.Model):
    """A person speaks, or asks to speak, for an organisation."""

    class Role(models.TextChoices):
        OWNER = "owner", _("looks after the profile and invites colleagues")
        MEMBER = "member", _("writes offers and replies")

    class State(models.TextChoices):
        PENDING = "pending", _("waits for approval")
        ACTIVE = "active", pgettext_lazy("role", "active")
        DECLINED = "declined", pgettext_lazy("role", "declined")
        ENDED = "ended", _("ended")

    moves = (
        Move(
            "approve",
            frozenset({State.PENDING, State.DECLINED}),
            State.ACTIVE,
            "approvable_by",
            _("Approve"),
            then="verify_organisation",
            announce="partners.tasks.announce_membership",
        ),
        Move(
            "decline",
            frozenset({State.PENDING}),
            State.DECLINED,
            "approvable_by",
            pgettext_lazy("role", "Decline"),
            needs_note=True,
            is_danger=True,
            then="archive_organisation",
            announce="partners.tasks.announce_membership",
        ),
        Move(
            "end",
            frozenset({State.ACTIVE}),
            State.ENDED,
            "endable_by",
            _("End membership"),
            needs_note=True,
            is_danger=True,
            announce="partners.tasks.announce_membership",
        ),
        Move(
            "join", frozenset({State.PENDING, State.DECLINED}), State.ACTIVE, "invited", _("Join")
        ),
        Move(
            "ask",
            frozenset({State.DECLINED}),
            State.PENDING,
            "of",
            _("Ask again"),
            announce="partners.tasks.announce_membership",
        ),
        Move("withdraw", frozenset({State.PENDING}), State.ENDED, "of", _("Withdraw the request")),
        Move("leave", frozenset({State.ACTIVE}), State.ENDED, "of", _("Leave"), is_danger=True),
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.PENDING, editable=False
    )
    position = models.CharField(_("position"), max_length=150, blank=True)
    message = models.TextField(_("message to the cluster"), max_length=1000, blank=True)
    requested_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=~Q(state="ended"),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"

    @property
    def cluster(self) -> Cluster | None:
        return self.organisation.cluster

    def verify_organisation(self, decision: Decision) -> None:
        """Who lets a person speak for a body has seen that it is one."""
        if self.organisation.state != Organisation.State.VERIFIED:
            make("verify", self.organisation, user=decision.user)

    def archive_organisation(self, decision: Decision) -> None:
        """A new body for which nobody else speaks or asks to goes with the person who named it."""
        others = self.organisation.memberships.exclude(pk=self.pk)
        is_new = self.organisation.state == Organisation.State.PENDING
        if is_new and not others.filter(state__in=["pending", "active"]).exists():
            make("archive", self.organisation, user=decision.user, note=decision.note)


class StaffRoleQuerySet(models.QuerySet):
    def active(self) -> "StaffRoleQuerySet":
        return self.filter(state=StaffRole.State.ACTIVE)

    def of(self, user) -> "StaffRoleQuerySet":
        """The user's own, but for those that are over."""
        if not user.is_authenticated:
            return self.none()
        return self.active().filter(user=user)

    def visible_to(self, user) -> "StaffRoleQuerySet":
        """One's own, and those of the clusters that `user` coordinates."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(cluster__in=Cluster.objects.coordinated_by(user)))

    def approvable_by(self, user) -> "StaffRoleQuerySet":
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(cluster__in=Cluster.objects.coordinated_by(user))


class StaffRole(models.Model):
    """A person works for a cluster as editor or coordinator."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor")
        COORDINATOR = "coordinator", _("coordinator")

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("role", "active")
        ENDED = "ended", _("ended")

    moves = (
        Move(
            "end",
            frozenset({State.ACTIVE}),
            State.ENDED,
            "approvable_by",
            _("End role"),
            is_danger=True,
            requires="require_another_coordinator",
            announce="partners.tasks.announce_staff_role",
        ),
        Move(
            "leave",
            frozenset({State.ACTIVE}),
            State.ENDED,
            "of",
            _("Leave"),
            is_danger=True,
            requires="require_another_coordinator",
        ),
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="staff_roles",
        verbose_name=_("person"),
    )
    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="staff_roles", verbose_name=_("cluster")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.ACTIVE, editable=False
    )
    since_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        ordering = ["cluster", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cluster", "role"],
                condition=Q(state="active"),
                name="staff_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.cluster.code}"

    def require_another_coordinator(self) -> None:
        if self.role != self.Role.COORDINATOR:
            return
        others = StaffRole.objects.active().filter(cluster=self.cluster, role=self.role)
        if not others.exclude(pk=self.pk).exists():
            raise ValidationError(
                _("Nobody else coordinates this cluster. Invite another coordinator first.")
            )


class InvitationQuerySet(models.QuerySet):
    def unanswered(self) -> "InvitationQuerySet":
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open_at(self, now: datetime) -> "InvitationQuerySet":
        return self.unanswered().filter(expires_at__gt=now)

    def managed_by(self, user) -> "InvitationQuerySet":
        """Those to organisations and clusters whose people `user` looks after."""
        return self.filter(
            Q(organisation__in=Organisation.objects.managed_by(user))
            | Q(organisation=None, cluster__in=Cluster.objects.coordinated_by(user))
        )

    def addressed_to(self, user) -> "InvitationQuerySet":
        """Those sent to the confirmed address of `user`."""
        if not user.is_authenticated:
            return self.none()
        confirmed = user.emailaddress_set.filter(verified=True, email__iexact=user.email)
        return self.filter(Exists(confirmed), email__iexact=user.email)


class Invitation(models.Model):
    """A mail asks somebody to join an organisation, or a cluster's staff. The token is the key."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[*Membership.Role.choices, *StaffRole.Role.choices]
    )
    message = models.TextField(_("personal words"), max_length=1000, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "cluster",
                "organisation",
                "role",
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def target(self) -> Organisation | Cluster:
        """What one is invited to."""
        return self.organisation or self.cluster
