"""The whole demo network in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.dummy import DummyBackend

from events.models import Event, Registration
from gin.demo.alerts import load_alerts
from gin.demo.events import load_events
from gin.demo.network import load_clusters, load_people
from gin.demo.offers import load_offers
from gin.demo.organisations import load_memberships, load_organisations
from gin.demo.reading import SOURCE
from gin.demo.registrations import load_registrations
from gin.demo.threads import load_threads
from offers.models import Offer, OfferText
from partners.models import Cluster, Organisation, User
from threads.models import Message, Thread


def load(*, now: datetime) -> dict[str, int]:
    """Load what is not there yet, and return how many of each are there now.

    Nobody is told by mail. Raises BadEntry, and loads nothing, where an entry does not pass the
    portal's forms.
    """
    with transaction.atomic(), _nobody_told():
        clusters = load_clusters()
        load_people(now=now)
        load_organisations(clusters, now=now)
        load_memberships(now=now)
        load_offers(clusters, now=now)
        load_events(clusters, now=now)
        load_registrations(clusters, now=now)
        load_threads(clusters, now=now)
        load_alerts(now=now)
    offers = Offer.objects.filter(source=SOURCE)
    return {
        "clusters": Cluster.objects.count(),
        "people": User.objects.count(),
        "organisations": Organisation.objects.filter(source=SOURCE).count(),
        "offers and requests": offers.count(),
        "texts of these": OfferText.objects.filter(item__in=offers).count(),
        "events": Event.objects.filter(source=SOURCE).count(),
        "registrations": Registration.objects.count(),
        "conversations": Thread.objects.count(),
        "messages": Message.objects.count(),
    }


@contextmanager
def _nobody_told() -> Iterator[None]:
    """What moves and verbs put into the queue of tasks, mostly mails, goes nowhere."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = queue
