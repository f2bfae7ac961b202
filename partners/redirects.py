from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_url(request: HttpRequest, default: str) -> str:
    """Where a form asks to go afterwards (`next`), if it is a path of this site; else `default`."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    # What is no path, redirect() would take for the name of one.
    is_path = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if is_path else default
