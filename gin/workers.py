"""Keeping background tasks going: signs of life, dead workers, failures, periodic tasks.

Every worker does all of this, every few seconds; locks in the database keep them apart. Tasks may
run twice and have to bear it.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gin.models import PeriodicTask, Worker

logger = logging.getLogger(__name__)

# The pauses before a task that failed is tried again; after the last it stays failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0.5, 2, 10, 60, 360))
FORGOTTEN_AFTER = timedelta(days=1)


def beat(worker_id: str, *, now: datetime) -> None:
    """Show that the worker lives. It has to before it takes its first task."""
    Worker.objects.update_or_create(pk=worker_id, defaults={"seen_at": now})


def leave(worker_id: str) -> None:
    Worker.objects.filter(pk=worker_id).delete()


@transaction.atomic
def take_over(*, now: datetime) -> None:
    """Put back into the queue what no living worker does."""
    Worker.objects.exclude(pk__in=Worker.objects.alive(now)).delete()
    living = set(Worker.objects.values_list("pk", flat=True))
    for task in _locked(DBTaskResult.objects.running()):
        if task.worker_ids[-1] not in living:
            _try_again(task, at=now)


@transaction.atomic
def retry_failed(*, now: datetime) -> None:
    """Try again, after growing pauses: a mail server or database may have been away."""
    recent = DBTaskResult.objects.failed().filter(finished_at__gt=now - FORGOTTEN_AFTER)
    for task in _locked(recent):
        if len(task.worker_ids) <= len(PAUSES):
            _try_again(task, at=task.finished_at + PAUSES[len(task.worker_ids) - 1])


def _locked(tasks: QuerySet[DBTaskResult]) -> QuerySet[DBTaskResult]:
    return tasks.select_for_update(skip_locked=True)


def _try_again(task: DBTaskResult, *, at: datetime) -> None:
    """`worker_ids` counts the attempts: a task that kills its workers is given up too."""
    if len(task.worker_ids) > len(PAUSES):
        task.set_failed(RuntimeError("Its workers died"))
        return
    task.status = TaskResultStatus.READY
    task.started_at = task.finished_at = None
    task.run_after = at
    task.save(update_fields=["status", "started_at", "finished_at", "run_after"])
    logger.warning("%s is tried again at %s", task.task_path, at)


def enqueue_due(*, now: datetime) -> None:
    """Put those of PERIODIC_TASKS into the queue whose time has come; one worker does each."""
    for path, seconds in settings.PERIODIC_TASKS:
        with transaction.atomic():
            periodic, is_new = PeriodicTask.objects.select_for_update().get_or_create(
                path=path, defaults={"enqueued_at": now}
            )
            if is_new or periodic.enqueued_at <= now - timedelta(seconds=seconds):
                periodic.enqueued_at = now
                periodic.save(update_fields=["enqueued_at"])
                import_string(path).enqueue()
