"""The admin of what is published: a base for every kind, and readers' reports."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from moves.scoped_admin import RowsFormSet, ScopedAdmin, ScopedFilter, ScopedInline
from partners.forms.versions import LockingForm
from publishing import kinds
from publishing.models import Item, Report


class ItemForm(LockingForm):
    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        organisation = data.get("organisation")
        if organisation and organisation.cluster_id != self.instance.cluster_id:
            self.add_error("organisation", _("Choose an organisation of the same cluster."))
        return data


class TextFormSet(RowsFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Unlike a draft in the portal, what is mended here keeps its title."""
        super().add_fields(form, index)
        form.fields["title"].required = True


class ItemAdmin(ScopedAdmin):
    """Base of the admin of a kind: a subclass adds its `labels`, and the inline of its texts."""

    scope = "reviewable_by"
    form = ItemForm
    list_display = ["name", "title", "state", "cluster__code", "organisation", "author"]
    list_filter = ["state", ("cluster", ScopedFilter), "language"]
    list_select_related = ["cluster", "organisation", "author"]
    search_fields = ["texts__title"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["cluster", "author", "state", "language", "updated_at", "decision"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("words").prefetch_related("texts")

    def save_model(self, request: HttpRequest, obj: Item, form: ItemForm, change: bool) -> None:
        """What its own form shows, and nothing else: moves may have been made since it was read."""
        obj.take_version(form.cleaned_data["seen_version"])
        obj.save(update_fields=[*(set(form.changed_data) - {"seen_version"}), "version"])

    def save_related(self, request: HttpRequest, form: ItemForm, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        saved = self.model._base_manager.defer("words").get(pk=form.instance.pk)
        saved.record_change(user=request.user, now=timezone.now())
        if gaps := saved.gaps():
            messages.warning(request, " ".join(gaps.values()))

    @admin.display(description=_("name"))
    def name(self, item: Item) -> str:
        return str(item)

    @admin.display(description=_("title"))
    def title(self, item: Item) -> str:
        return item.title

    @admin.display(description=_("decision"))
    def decision(self, item: Item) -> str:
        url = reverse("admin:moderation_item", args=[kinds.kind_of(item), item.pk])
        return format_html('<a href="{}">{}</a>', url, _("Look at it as readers do, and decide"))


def texts_inline(kind: kinds.Kind) -> type[ScopedInline]:
    """The texts of an item to mend, by the form of their kind. Translations are begun elsewhere."""
    return type(
        f"{kind.text_model.__name__}Inline",
        (ScopedInline,),
        {
            "model": kind.text_model,
            "form": kind.text_form,
            "formset": TextFormSet,
            "readonly_fields": ["language"],
            "max_num": 0,
            "can_delete": False,
        },
    )


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    """What readers have reported. A report is read, and closed by a move."""

    scope = "reviewable_by"
    list_display = ["title", "reason", "note", "state", "cluster__code", "at", "decision"]
    list_filter = ["state", "reason", ("cluster", ScopedFilter)]
    list_select_related = ["cluster", "user", "content_type"]
    search_fields = ["title", "note"]
    fields = ["title", "reason", "note", "state", "cluster", "user", "email", "at", "decision"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return obj is None and super().has_change_permission(request)

    @admin.display(description=_("decision"))
    def decision(self, report: Report) -> str:
        kind = kinds.kind_of(report.content_type.model_class())
        url = reverse("admin:moderation_item", args=[kind, report.object_id])
        return format_html('<a href="{}">{}</a>', url, _("Look at it and decide"))
