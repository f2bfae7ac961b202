"""Background tasks survive their workers, and failures of what they need."""

import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as portal
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gin import workers
from gin.models import WORKER_LEASE, PeriodicTask, Worker
from tests.gin import tasks
from tests.workers import start_worker, wait_for

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
READY, RUNNING, FAILED, DONE = (
    TaskResultStatus.READY,
    TaskResultStatus.RUNNING,
    TaskResultStatus.FAILED,
    TaskResultStatus.SUCCESSFUL,
)


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.PERIODIC_TASKS = []


def make_task(*workers_: str, status: str = RUNNING, **fields) -> DBTaskResult:
    tasks.note.enqueue("never/run")
    task = DBTaskResult.objects.get(status=READY)
    task.worker_ids = list(workers_)
    task.status = status
    for name, value in fields.items():
        setattr(task, name, value)
    task.save()
    return task


@pytest.mark.django_db
class TestTakingOver:
    def test_a_task_of_a_dead_worker_goes_back_into_the_queue(self):
        workers.beat("dead", now=NOW - WORKER_LEASE)
        task = make_task("dead")
        workers.take_over(now=NOW)
        task.refresh_from_db()
        assert (task.status, task.run_after, task.started_at) == (READY, NOW, None)
        assert not Worker.objects.exists()

    def test_a_task_of_a_living_worker_is_left_alone(self):
        workers.beat("alive", now=NOW - WORKER_LEASE + timedelta(seconds=1))
        task = make_task("dead", "alive")
        workers.take_over(now=NOW)
        task.refresh_from_db()
        assert task.status == RUNNING

    def test_a_task_that_kills_its_workers_is_given_up(self):
        task = make_task(*"abcdef")
        workers.take_over(now=NOW)
        task.refresh_from_db()
        assert task.status == FAILED


@pytest.mark.django_db
class TestFailures:
    @pytest.mark.parametrize("attempts", range(1, 6))
    def test_what_failed_is_tried_again_after_growing_pauses(self, attempts):
        task = make_task(*"abcdef"[:attempts], status=FAILED, finished_at=NOW)
        workers.retry_failed(now=NOW)
        task.refresh_from_db()
        assert task.status == READY
        assert task.run_after == NOW + workers.PAUSES[attempts - 1]

    def test_after_the_last_pause_it_stays_failed(self):
        task = make_task(*"abcdef", status=FAILED, finished_at=NOW)
        workers.retry_failed(now=NOW)
        task.refresh_from_db()
        assert task.status == FAILED

    def test_old_failures_are_left_alone(self):
        task = make_task("a", status=FAILED, finished_at=NOW - timedelta(days=1))
        workers.retry_failed(now=NOW)
        task.refresh_from_db()
        assert task.status == FAILED


@pytest.mark.django_db
class TestPeriodicTasks:
    PATH = "tests.gin.tasks.tick"

    def test_one_is_enqueued_when_it_was_never_run_and_then_once_in_its_time(self, settings):
        settings.PERIODIC_TASKS = [(self.PATH, 60)]
        for seconds in (0, 10, 59, 60, 61, 119, 120):
            workers.enqueue_due(now=NOW + timedelta(seconds=seconds))
        assert DBTaskResult.objects.filter(task_path=self.PATH).count() == 3
        assert PeriodicTask.objects.get().enqueued_at == NOW + timedelta(seconds=120)

    def test_all_that_the_settings_name_exist(self):
        for path, seconds in portal.PERIODIC_TASKS:
            assert import_string(path).enqueue
            assert seconds > 0


def status_of(task) -> str:
    return DBTaskResult.objects.get(pk=task.id).status


@pytest.mark.django_db(transaction=True)
def test_the_task_of_a_worker_killed_in_the_middle_is_done_by_the_next(tmp_path):
    note = tmp_path / "note"
    task = tasks.note.enqueue(str(note), stays_at_first=True)
    first = start_worker()
    try:
        wait_for(lambda: note.exists() and Worker.objects.exists())
    finally:
        first.kill()
        first.wait()
    assert status_of(task) == RUNNING
    # As if the time of the lease had gone by.
    Worker.objects.update(seen_at=timezone.now() - WORKER_LEASE)
    second = start_worker()
    try:
        wait_for(lambda: status_of(task) == DONE)
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
    assert note.read_text() == "began\nbegan\ndone\n"
    assert not Worker.objects.exists()
