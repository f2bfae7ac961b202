from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gin.context import THEMES

YEAR = timedelta(days=365)


@login_not_required
@csrf_exempt  # see templates/components/footer.html
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in this browser; anything else lets the system decide again."""
    response = redirect(_page_before(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "theme",
            chosen,
            max_age=YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _page_before(request: HttpRequest) -> str:
    url = request.headers.get("Referer", "")
    is_own = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if is_own else reverse("gin:home")
