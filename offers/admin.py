from django.contrib import admin

from offers.models import Offer
from publishing.admin import ItemAdmin, texts_inline


@admin.register(Offer)
class OfferAdmin(ItemAdmin):
    list_display = [*ItemAdmin.list_display, "kind", "closes_on"]
    list_filter = [*ItemAdmin.list_filter, "kind", "profile"]
    search_fields = ["reference", *ItemAdmin.search_fields]
    inlines = [texts_inline(Offer)]
