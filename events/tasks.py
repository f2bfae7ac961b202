"""Background jobs. Run twice, they do no harm: at most a mail comes again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from events import mail, registering
from events.models import Event, Registration
from moves.models import Decision

# Who changes an event often mends the change once more: only the last is told.
PAUSE = timedelta(minutes=10)


@task()
def keep_time() -> None:
    """Let offers lapse, offer what is free, tell of changes, forget who never confirmed."""
    now = timezone.now()
    for registration in Registration.objects.to_lapse_at(now):
        registering.lapse(registration, now=now)
    for event in Event.objects.upcoming_at(now).with_a_queue():
        registering.offer_free_seats(event, now=now)
    for event in Event.objects.filter(changed_at__lte=now - PAUSE):
        _tell_of_change(event.pk)
    Registration.objects.never_confirmed_at(now).delete()


def _tell_of_change(pk: int) -> None:
    """Promise the mails and note that it is told, in one transaction."""
    with transaction.atomic():
        changed = Event.objects.filter(pk=pk, changed_at__isnull=False)
        event = changed.select_for_update(of=("self",), skip_locked=True).first()
        if event is None:
            return
        event.changed_at = None
        event.save(update_fields=["changed_at"])
        if not event.is_cancelled:
            for registration in event.registrations.confirmed():
                announce_change.enqueue(registration.pk)


@task()
def ask_to_confirm(registration_id: int) -> None:
    if registration := _known(registration_id):
        mail.confirmation_asked(registration)


@task()
def announce_registration(decision_id: int) -> None:
    decision = Decision.objects.get(pk=decision_id)
    if decision.item is not None:  # deleted since
        mail.decided(decision)


@task()
def announce_change(registration_id: int) -> None:
    if registration := _known(registration_id):
        mail.changed(registration)


@task()
def announce_cancellation(decision_id: int) -> None:
    """Promise a mail to each who is registered."""
    decision = Decision.objects.get(pk=decision_id)
    if decision.item is not None:
        with transaction.atomic():
            for registration in decision.item.registrations.confirmed():
                tell_of_cancellation.enqueue(registration.pk, decision.note)


@task()
def tell_of_cancellation(registration_id: int, note: str) -> None:
    if registration := _known(registration_id):
        mail.called_off(registration, note=note)


def _known(registration_id: int) -> Registration | None:
    known = Registration.objects.select_related("event__cluster")
    return known.filter(pk=registration_id).first()
