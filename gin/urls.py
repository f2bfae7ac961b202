from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("content/", include("publishing.urls")),
    path("offers/", include("offers.urls")),
    path("threads/", include("threads.urls")),
    path("", include("partners.urls")),
    prefix_default_language=False,
)
