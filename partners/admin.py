from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from moves.scoped_admin import ScopedAdmin, ScopedFilter, ScopedInline
from partners import vocabularies
from partners.forms.versions import LockingForm
from partners.mentions import NAMES, renamed
from partners.models import (
    Cluster,
    ClusterText,
    ContactPerson,
    Invitation,
    Membership,
    Organisation,
    OrganisationText,
    StaffRole,
    Term,
    User,
)
from partners.names import name_key

LANGUAGES = dict(settings.LANGUAGES)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """People sign up, or are invited; who they are to whom is said by memberships and roles."""

    is_for_administrators = True
    list_display = ["name", "email", "language", "is_active", "is_staff", "is_superuser"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "language", "is_active", "is_staff", "is_superuser"]
    # The address is the key to the account: its owner changes it, and confirms the new one.
    readonly_fields = ["email", "joined_at"]


class ClusterTextInline(ScopedInline):
    model = ClusterText
    max_num = len(LANGUAGES)


class ContactPersonInline(ScopedInline):
    model = ContactPerson
    labels = {"languages": lambda: LANGUAGES}


class VersionedAdmin(ScopedAdmin):
    """Base of the admin of what is also written in the portal: nobody is overwritten."""

    form = LockingForm

    def save_model(self, request: HttpRequest, obj, form: LockingForm, change: bool) -> None:
        if change:
            obj.take_version(form.cleaned_data["seen_version"])
        super().save_model(request, obj, form, change)


@admin.register(Cluster)
class ClusterAdmin(VersionedAdmin):
    scope = "coordinated_by"
    is_for_administrators = True
    can_add = True
    labels = {"languages": lambda: LANGUAGES}
    list_display = ["code", "name", "city", "country", "four_eyes", "is_active"]
    exclude = ["logo"]  # pictures are read with care, in the portal
    inlines = [ClusterTextInline, ContactPersonInline]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).with_texts()


class OrganisationForm(LockingForm):
    def clean_legal_name(self) -> str:
        name = self.cleaned_data["legal_name"]
        if not name_key(name, None):
            raise forms.ValidationError(_("A name has at least one letter or digit."))
        return name


class OrganisationTextInline(ScopedInline):
    model = OrganisationText
    max_num = len(LANGUAGES)


@admin.register(Organisation)
class OrganisationAdmin(VersionedAdmin):
    """To approve and to mend. Organisations are registered by their people, or imported."""

    scope = "approvable_by"
    form = OrganisationForm
    labels = {name: partial(vocabularies.labels, name) for name in ("nace", "technology", "market")}
    list_display = ["legal_name", "state", "kind", "city", "cluster__code", "created_at"]
    list_filter = ["state", "kind", ("cluster", ScopedFilter)]
    list_select_related = ["cluster"]
    search_fields = ["legal_name", "short_name", "city"]
    readonly_fields = ["state", "slug", "verified_at", "verified_by", "confirmed_at", "created_at"]
    exclude = ["source_id", "logo"]
    inlines = [OrganisationTextInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None):
        """It stays in its cluster: offers and conversations are there. An imported one has none."""
        is_placed = obj is not None and obj.cluster_id is not None
        return [*self.readonly_fields, *(["cluster"] if is_placed else [])]

    def save_model(self, request: HttpRequest, obj: Organisation, form, change) -> None:
        obj.name_key = name_key(obj.legal_name, obj.country.code)
        super().save_model(request, obj, form, change)
        if NAMES.intersection(form.changed_data):
            renamed([obj.pk])


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Who asks to speak for an organisation, and who does."""

    scope = "approvable_by"
    list_display = ["user", "organisation", "role", "state", "requested_at"]
    list_filter = ["state", "role", ("organisation__cluster", ScopedFilter)]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__name", "user__email", "organisation__legal_name"]
    fields = ["user", "organisation", "role", "state", "position", "message", "requested_at"]
    readonly_fields = ["user", "organisation", "state", "message", "requested_at"]


@admin.register(StaffRole)
class StaffRoleAdmin(ScopedAdmin):
    """Who works for a cluster. Coordinators invite people; administrators may also appoint them."""

    scope = "approvable_by"
    list_display = ["user", "cluster__code", "role", "state", "since_at"]
    list_filter = ["state", "role", ("cluster", ScopedFilter)]
    list_select_related = ["user", "cluster"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user"]
    fields = ["user", "cluster", "role", "state", "since_at"]
    readonly_fields = ["state", "since_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A role is not turned into another one: it ends, and the new one begins."""
        return obj is None and super().has_change_permission(request)


@admin.register(Invitation)
class InvitationAdmin(ScopedAdmin):
    """What was sent. Inviting and taking back are done in the portal, which writes the mails."""

    scope = "managed_by"
    can_change = False
    list_display = ["email", "cluster__code", "organisation", "role", "sent_at", "status"]
    list_filter = [("cluster", ScopedFilter)]
    list_select_related = ["cluster", "organisation"]
    search_fields = ["email"]

    def get_queryset(self, request: HttpRequest):
        """Not those of an own company in another cluster."""
        own = Cluster.objects.coordinated_by(request.user)
        return super().get_queryset(request).filter(cluster__in=own)

    @admin.display(description=_("status"))
    def status(self, invitation: Invitation) -> str:
        if invitation.accepted_at:
            return _("accepted")
        if invitation.withdrawn_at:
            return pgettext("invitation", "withdrawn")
        return _("waits") if invitation.expires_at > timezone.now() else _("expired")


class TermForm(forms.ModelForm):
    def clean_labels(self) -> dict[str, str]:
        labels = self.cleaned_data["labels"]
        is_sound = isinstance(labels, dict) and all(
            code in LANGUAGES and isinstance(label, str) and label.strip()
            for code, label in labels.items()
        )
        if not is_sound or "en" not in labels:
            raise forms.ValidationError(
                _('Write them as {"en": "…", "pl": "…"}: English, and any of the other languages.')
            )
        return labels


@admin.register(Term)
class TermAdmin(ScopedAdmin):
    """The lists are loaded from files; here one mends a label or takes a term out of the forms."""

    is_for_administrators = True
    can_add = True
    form = TermForm
    list_display = ["code", "label", "vocabulary", "level", "is_current"]
    list_filter = ["vocabulary", "is_current", "level"]
    search_fields = ["code", "labels"]

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> list[str]:
        """What is known by its code keeps it."""
        return ["vocabulary", "code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Term, form, change) -> None:
        super().save_model(request, obj, form, change)
        vocabularies.forget_labels()
