from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class GinConfig(AppConfig):
    name = "gin"


class AdminConfig(DjangoAdminConfig):
    default_site = "gin.admin.AdminSite"


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Leaves out what libraries bring and no page uses: flags, extensions of htmx."""

    ignore_patterns = [*DjangoStaticFilesConfig.ignore_patterns, "flags", "ext"]
