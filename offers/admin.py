from django.contrib import admin

from offers.kinds import OFFERS
from offers.models import Offer
from publishing.admin import ItemAdmin, texts_inline


@admin.register(Offer)
class OfferAdmin(ItemAdmin):
    labels = OFFERS.labels
    list_display = [*ItemAdmin.list_display, "kind", "closes_on"]
    list_filter = [*ItemAdmin.list_filter, "kind", "profile"]
    search_fields = ["reference", *ItemAdmin.search_fields]
    inlines = [texts_inline(OFFERS)]
