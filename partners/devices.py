"""Where a person is signed in, noted less often than allauth does."""

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

SECONDS = 300


class DevicesMiddleware(UserSessionsMiddleware):
    """Notes when and from where a session is used at its first request in each SECONDS.

    Each note costs five queries, one of which writes: as many as the rest of a page.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and not cache.add(f"device:{key}", True, SECONDS):
            return self.get_response(request)
        return super().__call__(request)
