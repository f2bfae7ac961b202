"""For whom a person may act, asked once while a page is made.

A page is made of dozens of scopes, and most of them hold the same questions: which clusters does
the reader work for, for which organisations do they speak? As subqueries they cost more to put
together than to answer. A request that only reads changes nothing (tests/test_access.py holds
that), so within one the keys that the first scope was answered stand in all others. Everywhere
else – where something is written, in tasks and commands – each scope asks anew.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeAlias

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

Keys: TypeAlias = QuerySet | list[int]  # what `pk__in` takes
_answers: ContextVar[dict[tuple, list[int]] | None] = ContextVar("answers", default=None)


class StandingMiddleware:
    """Around requests that only read. It keeps nothing from one request to the next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        before = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(before)


def once(keys: Callable[[], QuerySet], *question: object) -> Keys:
    """`keys()`, or what it was when `question` was first asked in a request.

    `keys` makes a query of one column; `question` tells it from all others, the person included.
    """
    answers = _answers.get()
    if answers is None:
        return keys()
    if question not in answers:
        answers[question] = list(keys())
    return answers[question]
