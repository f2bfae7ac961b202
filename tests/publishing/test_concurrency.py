"""Two people at once, over real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from moves.machine import Stale, make
from moves.models import Decision
from offers.models import Offer, OfferText
from partners.models import Conflict
from publishing.models import Revision, State
from publishing.saving import saving
from publishing.writing import create
from tests.make import make_cluster, make_offer, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def at_once(act) -> list[str]:
    """What comes of `act` when several do it at the same moment: 'done', or why not."""
    start = Barrier(PEOPLE)

    def run(_number: int) -> str:
        start.wait()
        try:
            act()
        except (Conflict, Stale) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(run, range(PEOPLE)))


def test_a_form_sent_by_several_clicks_makes_one_item():
    cluster = make_cluster("KRK")
    editor = make_staff(cluster)
    token = uuid4()

    def write() -> None:
        item = Offer(kind="offer", profile="business", cluster=cluster, token=token)
        create(item, OfferText(title="Once"), user=editor, now=timezone.now())

    assert at_once(write) == ["Conflict"] * (PEOPLE - 1) + ["done"]
    assert Offer.objects.get().reference.endswith("-0001"), "nor is a number lost"
    assert OfferText.objects.count() == 1


def test_of_forms_opened_at_the_same_version_one_is_saved():
    offer = make_offer(cluster=make_cluster("KRK"))
    editor = make_staff(offer.cluster)

    def save() -> None:
        with saving(offer, user=editor, now=timezone.now(), version=1) as locked:
            locked.texts.update(title="Mended")

    assert at_once(save) == ["Conflict"] * (PEOPLE - 1) + ["done"]
    offer.refresh_from_db()
    assert (offer.version, offer.revision) == (2, 1)


def test_saves_that_depend_on_nothing_shown_wait_for_each_other():
    offer = make_offer(cluster=make_cluster("KRK"))
    editor = make_staff(offer.cluster)

    def save() -> None:
        with saving(offer, user=editor, now=timezone.now()) as locked:
            locked.texts.update(title=f"Version {locked.version}")

    assert at_once(save) == ["done"] * PEOPLE
    numbers = Revision.objects.about(offer).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, PEOPLE + 1))


def test_an_item_is_published_once():
    offer = make_offer(cluster=make_cluster("KRK"))
    coordinator = make_staff(offer.cluster, "coordinator")

    outcomes = at_once(lambda: make("publish", type(offer)(pk=offer.pk), user=coordinator))

    assert outcomes == ["Stale"] * (PEOPLE - 1) + ["done"]
    offer.refresh_from_db()
    assert offer.state == State.PUBLISHED and offer.position == 0
    assert Decision.objects.about(offer).count() == 1
