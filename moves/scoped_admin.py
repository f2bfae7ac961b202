"""The ground of the Django admin: it shows, offers and changes what the scopes and moves allow.

Django's own permissions play no part. A coordinator with admin access meets here what their scopes
give, in lists, search, choices, filters, autocompletion, history and actions alike.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from moves.generation import touch
from moves.machine import NOTE_LIMIT, Move, make_for_all

MOST_ROWS = 50  # of one inline; Django would draw a thousand for whoever asks for so many


class MoveActionForm(ActionForm):
    """Which move, and the reason for it."""

    note = forms.CharField(label=_("Reason:"), required=False, max_length=NOTE_LIMIT)


class ByLabel:
    """Fields of codes are chosen by their labels: `labels` gives code → label for each."""

    labels: Mapping[str, Callable[[], Mapping[str, str]]] = MappingProxyType({})

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options):
        if db_field.name not in self.labels:
            return super().formfield_for_dbfield(db_field, request, **options)
        known = self.labels[db_field.name]().items()
        about = {"label": capfirst(db_field.verbose_name), "required": not db_field.blank}
        if hasattr(db_field, "base_field"):
            return forms.MultipleChoiceField(choices=known, **about)
        return forms.ChoiceField(choices=[("", "–"), *known], **about)


class ScopedAdmin(ByLabel, admin.ModelAdmin):
    """Rows are those of the queryset method `scope`; without one they are an administrator's.

    Every move of the model is an action. Nothing is added unless a subclass says so, and nothing
    is deleted: what is over is archived or ended by a move.
    """

    scope = ""
    # Others do not see the pages; what of the rows is in their scope they may still choose.
    is_for_administrators = False
    can_add = False
    can_change = True

    action_form = MoveActionForm
    list_per_page = 30
    show_full_result_count = False
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        if self.scope:
            return getattr(rows, self.scope)(request.user)
        return rows if request.user.is_superuser else rows.none()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None):
        """Nobody is told whether a row exists that is not theirs."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        if self.is_for_administrators and not request.user.is_superuser:
            return False
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.can_change and self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.can_add and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **options):
        options["queryset"] = rows_for(request, db_field.remote_field.model, self.admin_site)
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = Autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_actions(self, request: HttpRequest) -> dict:
        if not self.has_change_permission(request):
            return {}
        moves = getattr(self.model, "moves", ())
        return {move.name: (_action(move), move.name, move.label) for move in moves}

    def save_model(self, request: HttpRequest, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        touch()  # readers may see what was saved


class Autocomplete(AutocompleteSelect):
    """Django's asks the database for whatever was sent, though it be no key of a row."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if str(key).isdecimal()], attr)


class RowsFormSet(forms.BaseInlineFormSet):
    """Minds also the constraints that name the owner, which Django leaves to the database."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if form.has_changed() and not form.errors and not self._should_delete_form(form):
                try:
                    form.instance.validate_constraints()
                except ValidationError as error:
                    form.add_error(None, error)


class ScopedInline(ByLabel, admin.StackedInline):
    """Rows that belong to one of a ScopedAdmin: who may change that, may change them."""

    formset = RowsFormSet
    extra = 0
    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs):
        return super().get_formset(request, obj, absolute_max=MOST_ROWS, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        owner = self.admin_site.get_model_admin(self.parent_model)
        return owner.has_change_permission(request, obj)

    has_view_permission = has_add_permission = has_delete_permission = has_change_permission


def rows_for(
    request: HttpRequest, model: type[models.Model], site: admin.AdminSite
) -> models.QuerySet:
    """What of `model` the person may choose: what its own admin lists, or nothing."""
    if not site.is_registered(model):
        return model._default_manager.none()
    return site.get_model_admin(model).get_queryset(request)


class ScopedFilter(admin.RelatedFieldListFilter):
    """A list filter that names only what the person may look after."""

    def field_choices(self, field, request: HttpRequest, model_admin) -> list[tuple]:
        rows = rows_for(request, field.remote_field.model, model_admin.admin_site)
        return [(row.pk, str(row)) for row in rows]


def _action(move: Move) -> Callable:
    def act(model_admin: ScopedAdmin, request: HttpRequest, rows: models.QuerySet) -> None:
        make_and_tell(request, move.name, rows, note=request.POST.get("note", ""))

    return act


def make_and_tell(request: HttpRequest, move: str, rows, *, note: str) -> None:
    """Make a move for many, and say how it went: how many, and why not the others."""
    made, refused = make_for_all(move, rows, user=request.user, note=note)
    if made:
        done = ngettext("Done for %(n)d.", "Done for %(n)d.", len(made)) % {"n": len(made)}
        messages.success(request, done)
    if refused:
        messages.error(request, format_html_join(" ", "{}: {}", refused))
