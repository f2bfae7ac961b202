"""Background jobs. Run twice, they do no harm: at most a mail comes again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from events import mail, registering, reminding
from events.models import Event, Registration
from events.models.registrations import RegistrationQuerySet
from moves.models import Decision
from publishing.models import Attachment

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
            # Who is told now needs no reminder this morning.
            event.registrations.with_seat().update(reminded_at=timezone.now())


@task()
def remind() -> None:
    """Remind those with a place of what they come to: the day before."""
    now = timezone.now()
    for due in reminding.to_remind_at(now):
        _promise(remind_of_event, due, stamp="reminded_at", now=now)


@task()
def thank() -> None:
    """Thank those who took part, the day after: with what is left of it, and a question."""
    now = timezone.now()
    for due in reminding.to_thank_at(now):
        _promise(thank_for_coming, due, stamp="thanked_at", now=now)


def _promise(job: Task, due: RegistrationQuerySet, *, stamp: str, now: datetime) -> None:
    """Enqueue `job` for each of `due` and stamp it, in one transaction: no kill loses any."""
    for pk in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            locked = due.select_for_update(of=("self",), skip_locked=True)
            if registration := locked.filter(pk=pk).first():
                setattr(registration, stamp, now)
                registration.save(update_fields=[stamp])
                job.enqueue(pk)


@task()
def remind_of_event(registration_id: int) -> None:
    registration = _known(registration_id)
    if registration and registration.has_seat and not registration.event.is_cancelled:
        mail.reminded(registration)


@task()
def thank_for_coming(registration_id: int) -> None:
    if registration := _known(registration_id):
        mail.thanked(registration)


@task()
def announce_materials(decision_id: int) -> None:
    """Promise a mail to each who was thanked, and not told of all the materials there are."""
    event = Decision.objects.get(pk=decision_id).item
    newest = event and Attachment.objects.about(event).last()
    if newest:
        due = event.registrations.took_part().filter(thanked_at__lt=newest.at)
        _promise(tell_of_materials, due, stamp="thanked_at", now=timezone.now())


@task()
def tell_of_materials(registration_id: int) -> None:
    if registration := _known(registration_id):
        mail.materials_shared(registration)


@task()
def forget_old() -> None:
    """Delete who was registered for what ended a year ago."""
    Registration.objects.to_forget_at(timezone.now()).delete()


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
