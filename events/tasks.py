"""Background jobs. Run twice, they do no harm: at most a mail comes again."""

from django.utils import timezone
from django_tasks import task

from events import registering
from events.models import Registration


@task()
def serve_queues() -> None:
    """End the offers of seats whose time has passed; the next in the queue is offered each."""
    now = timezone.now()
    for registration in Registration.objects.to_lapse_at(now):
        registering.lapse(registration, now=now)


@task()
def announce_registration(decision_id: int) -> None: ...


@task()
def announce_cancellation(decision_id: int) -> None: ...
