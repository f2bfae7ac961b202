"""Background jobs. Run twice, they send no mail twice and do no other harm."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from offers import mail
from offers.models import Offer


@task()
def remind_of_closing() -> None:
    """Two weeks before an offer closes, tell those who look after it; once for each closing day."""
    day = timezone.localdate()
    for pk in Offer.objects.to_remind_on(day).order_by("pk").values_list("pk", flat=True):
        _remind(pk, day)


def _remind(pk: int, day: date) -> None:
    with transaction.atomic():
        offers = Offer.objects.to_remind_on(day).select_for_update(of=("self",), skip_locked=True)
        offer = offers.filter(pk=pk).first()
        if offer:
            offer.reminded_for_on = offer.closes_on
            offer.save(update_fields=["reminded_for_on"])
            mail.closing_soon(offer)
