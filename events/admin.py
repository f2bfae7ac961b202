from django.contrib import admin

from events.kinds import EVENTS
from events.models import Event
from publishing.admin import ItemAdmin, texts_inline


@admin.register(Event)
class EventAdmin(ItemAdmin):
    labels = EVENTS.labels
    list_display = [*ItemAdmin.list_display, "kind", "starts_at"]
    list_filter = [*ItemAdmin.list_filter, "kind", "mode"]
    # Written by the clocks of the place, or chosen from what one looks after: the form of the
    # portal knows both.
    readonly_fields = [
        *ItemAdmin.readonly_fields,
        *("timezone", "starts_at", "ends_at", "is_all_day", "opens_at", "closes_at", "series"),
    ]
    inlines = [texts_inline(EVENTS)]
