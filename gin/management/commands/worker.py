import logging
import threading
from contextlib import suppress

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.autoreload import run_with_reloader
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from gin import workers

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
BEAT_SECONDS = 10


class Command(BaseCommand):
    help = "Do background tasks until stopped, and take over those of workers that died."

    def add_arguments(self, parser):
        parser.add_argument("--reload", action="store_true", help="start anew when code changes")

    def handle(self, *, reload: bool, **options):
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=POLL_SECONDS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        if reload:
            run_with_reloader(_work, worker)
        else:
            worker.configure_signals()
            _work(worker)


def _work(worker: Worker) -> None:
    """Ends when stopped, and when the database is lost: who started it starts it again.

    A new process has a new name, so what the old one could not mark as done is taken over.
    """
    workers.beat(worker.worker_id, now=timezone.now())
    stop = threading.Event()
    keeper = threading.Thread(target=_keep, args=[worker.worker_id, stop], daemon=True)
    keeper.start()
    try:
        worker.run()
    finally:
        stop.set()
        keeper.join()
        with suppress(DatabaseError, InterfaceError):
            workers.leave(worker.worker_id)


def _keep(worker_id: str, stop: threading.Event) -> None:
    """Beside the tasks: however long one takes, the others see that its worker lives."""
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        try:
            workers.beat(worker_id, now=now)
            workers.take_over(now=now)
            workers.retry_failed(now=now)
            workers.enqueue_due(now=now)
        except (DatabaseError, InterfaceError):
            logger.exception("The database does not answer")
        stop.wait(BEAT_SECONDS)
    connection.close()
