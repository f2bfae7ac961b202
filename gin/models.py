"""What the portal's processes know of each other."""

from datetime import datetime, timedelta

from django.db import models

# A worker that has not been heard of for so long is dead.
WORKER_LEASE = timedelta(seconds=60)


class WorkerQuerySet(models.QuerySet):
    def alive(self, now: datetime) -> "WorkerQuerySet":
        return self.filter(seen_at__gt=now - WORKER_LEASE)


class Worker(models.Model):
    """A process that does background tasks; `id` is the name it claims them under."""

    id = models.CharField(primary_key=True, max_length=64)
    seen_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.id


class PeriodicTask(models.Model):
    """When a task of the setting PERIODIC_TASKS was put into the queue last."""

    path = models.CharField(primary_key=True, max_length=200)
    enqueued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
