"""Forms that people send without signing in, and so without a cookie."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect


def open_to_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let visitors send the form of `view`; of who is signed in, the usual token is asked.

    A token would give every visitor a cookie and protect nothing: what a visitor may send, anybody
    may. Templates write it where `request.user` is signed in.
    """
    protected = csrf_protect(view)

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def open_view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = protected if request.user.is_authenticated else view
        return answer(request, *args, **kwargs)

    return open_view
