"""Fifty people at once, over connections of their own."""

import email
import signal
from concurrent.futures import ThreadPoolExecutor
from email.policy import default
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from events.models import Event, Registration
from gin.models import WORKER_LEASE, Worker
from tests.events.make import make_event, make_registration
from tests.workers import start_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def fifty(event: Event, *, people: int = 1) -> list[str]:
    """The states they get."""

    def one(_number: int) -> str:
        try:
            return make_registration(event, people=people).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as threads:
        return list(threads.map(one, range(50)))


def queue(event: Event) -> list[int]:
    return [r.position() for r in Registration.objects.waiting().filter(event=event)]


@pytest.mark.parametrize(("seats", "people", "placed"), [(5, 1, 5), (7, 2, 3)])
def test_last_seats_go_to_as_many_as_there_are(krakow, seats, people, placed):
    event = make_event(krakow, seats=seats)

    got = fifty(event, people=people)

    assert (got.count("placed"), got.count("waiting")) == (placed, 50 - placed)
    assert Event.objects.get().taken_on_site == placed * people
    assert queue(event) == list(range(1, 51 - placed))


def sent_to(mailbox: Path) -> set[str]:
    mails = [
        email.message_from_bytes(f.read_bytes(), policy=default) for f in mailbox.glob("*.eml")
    ]
    return {str(mail["To"]) for mail in mails}


def test_the_same_while_a_worker_is_killed(krakow, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    event = make_event(krakow, seats=5)
    first = start_worker(data=tmp_path)
    try:
        wait_for(Worker.objects.exists)
        got = fifty(event)
        wait_for(lambda: any(tmp_path.glob("mailbox/*.eml")))
    finally:
        first.kill()
        first.wait()
    assert (got.count("placed"), got.count("waiting")) == (5, 45)
    assert queue(event) == list(range(1, 46))

    # As if the time of the lease had gone by.
    Worker.objects.update(seen_at=timezone.now() - WORKER_LEASE)
    second = start_worker(data=tmp_path)
    try:
        told = DBTaskResult.objects.filter(task_path="events.tasks.announce_registration")
        undone = told.exclude(status=TaskResultStatus.SUCCESSFUL)
        wait_for(lambda: not undone.exists())
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
    assert sent_to(tmp_path / "mailbox") == set(
        event.registrations.values_list("email", flat=True)
    ), "each is told, whoever was killed"
