from django.contrib import admin

from moves.scoped_admin import ScopedAdmin
from threads.models import Agreement, Thread


class ReadOnlyAdmin(ScopedAdmin):
    """For administrators, to look into a complaint. Names may still be hidden from either side."""

    is_for_administrators = True
    can_change = False


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    list_display = ["subject", "state", "cluster__code", "sender_cluster__code", "last_message_at"]
    list_filter = ["state"]
    search_fields = ["subject"]
    list_select_related = ["cluster", "sender_cluster"]


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = ["thread", "kind", "agreed_on", "is_public"]
    list_filter = ["kind", "is_public"]
    list_select_related = ["thread"]
