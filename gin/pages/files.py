"""Files at addresses that browsers and crawlers know by heart, and uploaded pictures."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.static import serve


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/logo.svg"), permanent=False)


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in (reverse("admin:index"), reverse("account_login"))),
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Pictures that the portal has re-encoded. In production the proxy may serve them itself."""
    return serve(request, path, document_root=settings.MEDIA_ROOT)
