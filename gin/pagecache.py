"""Pages kept for visitors: made once, served to all of them, and never stale.

What a visitor is shown depends on the address, the theme, the day and what is public. The last is a
number that grows with every public change, in the transaction of the change (moves.generation); it
is read anew for each request and is part of the key, so nothing has to be thrown away in time.

Views take part by the mark `moves.generation.kept_for_visitors`.
"""

from collections.abc import Callable

from django.core.cache import caches
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from moves import generation

# What the look of a page may depend on, and nothing else: any other cookie may be a session.
HARMLESS_COOKIES = {"theme"}


class PageCacheMiddleware:
    """Stands outside of most that makes a response: a kept page costs one short query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cache = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not HARMLESS_COOKIES.issuperset(
            request.COOKIES
        ):
            return self.get_response(request)
        try:
            # Before the page is made: what changes meanwhile makes it unreachable.
            number = generation.current()
        except OperationalError:  # without the database, health checks answer all the same
            return self.get_response(request)
        key = _key(request, number)
        kept = self.cache.get(key)
        if kept is not None:
            content, headers = kept
            return HttpResponse(content, headers=headers)
        response = self.get_response(request)
        if request.method == "GET" and _may_be_kept(request, response):
            seconds = getattr(response, "kept_seconds", generation.SECONDS)
            self.cache.set(key, (response.content, dict(response.items())), seconds)
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.resolver_match is not None
        and generation.is_kept(request.resolver_match.func)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
    )


def _key(request: HttpRequest, number: int) -> str:
    return generation.key(
        number,
        request.get_host(),
        request.get_full_path(),  # holds the language too
        request.COOKIES.get("theme", ""),
        request.headers.get("HX-Request", ""),
        "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else "",
    )
