"""Is it up, is it whole, what is it doing: for load balancers and monitoring, not for people."""

import smtplib
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django_tasks_db.models import DBTaskResult

from gin.models import Worker
from publishing import kinds

MAIL_CHECK_SECONDS = 30


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """All that the portal needs is there; 503 names what is not."""
    try:
        checks = {
            "database": True,
            "migrations": _is_migrated(),
            "worker": Worker.objects.alive(timezone.now()).exists(),
        }
    except DatabaseError:
        checks = {"database": False}
    # Asked rarely: anyone may call this page, and a mail server is not ours to burden.
    checks["mail"] = cache.get_or_set("readyz:mail", _is_mail_accepted, MAIL_CHECK_SECONDS)
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to who has METRICS_TOKEN or asks from this machine."""
    if not _may_measure(request):
        raise Http404
    lines = "\n".join(_lines(timezone.now()))
    return HttpResponse(f"{lines}\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _is_mail_accepted() -> bool:
    mail = get_connection()
    try:
        mail.open()
        mail.close()
    except (OSError, smtplib.SMTPException):
        return False
    return True


def _may_measure(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return True
    is_local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    return is_local and "X-Forwarded-For" not in request.headers  # else the proxy is local


def _lines(now: datetime) -> Iterator[str]:
    """Prometheus' text format, version 0.0.4."""
    yield "# TYPE gin_workers gauge"
    yield f"gin_workers {Worker.objects.alive(now).count()}"
    yield "# TYPE gin_tasks gauge"
    tasks = DBTaskResult.objects.order_by("status").values_list("status").annotate(Count("pk"))
    for status, count in tasks:
        yield f'gin_tasks{{status="{status}"}} {count}'
    yield "# TYPE gin_oldest_task_seconds gauge"
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    yield f"gin_oldest_task_seconds {(now - oldest.enqueued_at).total_seconds() if oldest else 0}"
    yield "# TYPE gin_items gauge"
    for kind in kinds.every():
        states = kind.model.objects.order_by("state").values_list("state").annotate(Count("pk"))
        for state, count in states:
            yield f'gin_items{{kind="{kind.slug}",state="{state}"}} {count}'
