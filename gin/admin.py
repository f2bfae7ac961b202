from django.contrib import admin


class AdminSite(admin.AdminSite):
    """The Django admin: moderation with the scopes and moves of the portal."""
