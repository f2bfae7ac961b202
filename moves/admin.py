from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from moves.models import Decision
from moves.scoped_admin import ScopedAdmin


@admin.register(Decision)
class DecisionAdmin(ScopedAdmin):
    """The log of decisions. It is read and nothing else."""

    can_change = False
    list_display = ["at", "subject", "kind", "label", "from_state", "to_state", "user", "note"]
    list_filter = ["move", "at"]
    search_fields = ["note", "user__name", "user__email"]
    fields = ["at", "subject", "kind", "label", "from_state", "to_state", "user", "note"]
    list_select_related = ["user", "content_type"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """The decisions on what the admin lists for the person; all for administrators."""
        rows = self._rows(request)
        decisions = Decision.objects.prefetch_related(GenericPrefetch("item", list(rows.values())))
        if request.user.is_superuser:
            return decisions
        own = Q(pk__in=[])
        for model, listed in rows.items():
            kind = ContentType.objects.get_for_model(model)
            own |= Q(content_type=kind, object_id__in=listed.order_by().values("pk"))
        return decisions.filter(own)

    def _rows(self, request: HttpRequest) -> dict[type[Model], QuerySet]:
        """Of each model with moves what its own admin lists, with what its name is made of."""
        return {
            model: own.get_queryset(request).select_related(*(own.list_select_related or ()))
            for model, own in self.admin_site._registry.items()
            if hasattr(model, "moves") and own.has_view_permission(request)
        }

    @admin.display(description=pgettext_lazy("decision", "about"))
    def subject(self, decision: Decision) -> str:
        return str(decision.item or "–")

    @admin.display(description=_("kind"))
    def kind(self, decision: Decision) -> str:
        return decision.content_type.name

    @admin.display(description=_("decision"))
    def label(self, decision: Decision) -> str:
        return decision.label
