from django.contrib import admin

from events.kinds import EVENTS
from events.models import Event
from publishing.admin import ItemAdmin, texts_inline


@admin.register(Event)
class EventAdmin(ItemAdmin):
    labels = EVENTS.labels
    list_display = [*ItemAdmin.list_display, "kind", "starts_at"]
    list_filter = [*ItemAdmin.list_filter, "kind", "mode"]
    # Written by the clocks of the place, which the form of the portal knows.
    readonly_fields = [
        *ItemAdmin.readonly_fields,
        *("timezone", "starts_at", "ends_at", "is_all_day", "closes_at"),
    ]
    inlines = [texts_inline(EVENTS)]
