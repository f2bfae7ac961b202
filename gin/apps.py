from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class GinConfig(AppConfig):
    name = "gin"


class AdminConfig(DjangoAdminConfig):
    default_site = "gin.admin.AdminSite"
