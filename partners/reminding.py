"""Once a year an organisation's people are asked whether its profile still holds."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from partners import mail
from partners.models import Organisation

CONFIRMED_FOR = timedelta(days=365)
AGAIN_AFTER = timedelta(days=90)


def due(*, now: datetime) -> QuerySet[Organisation]:
    """Organisations to ask now: a year after the last word, and not asked lately."""
    return (
        Organisation.objects.filter(
            Q(reminded_at=None) | Q(reminded_at__lt=now - AGAIN_AFTER),
            state=Organisation.State.VERIFIED,
            confirmed_at__lt=now - CONFIRMED_FOR,
        )
        .select_related("cluster")
        .order_by(F("confirmed_at"), "pk")
    )


def remind(*, now: datetime) -> int:
    """Ask those who are due; tells how many. Each is asked and noted in one transaction."""
    asked = 0
    for organisation in due(now=now).iterator():
        with transaction.atomic():
            noted = due(now=now).filter(pk=organisation.pk).update(reminded_at=now)
            if noted:
                mail.confirm_profile(organisation)
                asked += 1
    return asked
