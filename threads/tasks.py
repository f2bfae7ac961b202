"""Background jobs. Run twice, they send a mail twice and do no other harm."""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from moves.models import Decision
from threads import mail
from threads.models import Disclosure, Message, Thread


@task()
def announce_message(message_id: int) -> None:
    mail.message_written(Message.objects.select_related("thread").get(pk=message_id))


@task()
def announce_consent(disclosure_id: int) -> None:
    mail.consent_given(Disclosure.objects.select_related("thread").get(pk=disclosure_id))


@task()
def announce_stage(decision_id: int) -> None:
    mail.stage_changed(Decision.objects.get(pk=decision_id))


@task()
def announce_overdue(thread_id: int) -> None:
    mail.answer_overdue(Thread.objects.get(pk=thread_id))


@task()
def escalate_unanswered() -> None:
    """Tell the coordinators, once for each, of threads without an answer in the target time."""
    now = timezone.now()
    with transaction.atomic():
        late = Thread.objects.overdue(now).filter(escalated_at__isnull=True)
        for thread in late.order_by("answer_due_at").select_for_update(skip_locked=True):
            thread.escalated_at = now
            thread.save(update_fields=["escalated_at"])
            announce_overdue.enqueue(thread.pk)
