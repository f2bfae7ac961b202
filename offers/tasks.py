"""Background jobs. Run twice, they do no harm: at most a mail comes again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from offers import alerts, mail
from offers.listing import OFFERS
from offers.models import Alert, Offer
from partners.models import User
from publishing.listing import today


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


@task()
def look_for_news() -> None:
    """Let the alerts that are due look for new offers; one mail a person tells of all of them.

    What is found and the mail that tells it are kept in one transaction.
    """
    OFFERS.roll(today())
    day = alerts.day_of(timezone.now())
    due = Alert.objects.due_on(day).order_by("user_id")
    for user_id in due.values_list("user_id", flat=True).distinct():
        with transaction.atomic():
            if found := alerts.look(user_id, day=day):
                announce_news.enqueue(user_id, found)


@task()
def announce_news(user_id: int, found: list[alerts.Find]) -> None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user and (news := alerts.news(user, found)):
        mail.new_offers(user, news)
