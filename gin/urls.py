from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from gin import health, sitemap
from gin.pages import files

handler400 = "gin.errors.bad_request"
handler403 = "gin.errors.permission_denied"
handler404 = "gin.errors.page_not_found"
handler500 = "gin.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("favicon.ico", files.favicon, name="favicon"),
    path("robots.txt", files.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap.index,
        {"sitemaps": sitemap.SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        sitemap.section,
        {"sitemaps": sitemap.SITEMAPS},
        name="sitemap_section",
    ),
    path("media/<path:path>", files.media, name="media"),
    *i18n_patterns(
        path("account/", include("allauth.urls")),
        path("admin/", admin.site.urls),
        path("content/", include("publishing.urls")),
        path("offers/", include("offers.urls")),
        path("events/", include("events.urls")),
        path("threads/", include("threads.urls")),
        path("", include("partners.urls")),
        path("", include("gin.pages.urls")),
        prefix_default_language=False,
    ),
]
