from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from offers.models import Offer
from publishing import queue
from publishing.models import Report
from publishing.saving import saving
from tests.make import make_member, make_offer, make_organisation, make_published_offer

URL = reverse("publishing:queue")


def submit(organisation, *, days: int = 0, **fields) -> Offer:
    """An offer that has waited for so many days."""
    offer = make_offer(organisation, **fields)
    make("submit", offer, user=make_member(organisation))
    at = timezone.now() - timedelta(days=days)
    Offer.objects.filter(pk=offer.pk).update(submitted_at=at)
    return offer


def publish_and_change(organisation) -> Offer:
    offer = make_published_offer(organisation)
    with saving(offer, user=make_member(organisation), now=timezone.now()) as locked:
        locked.texts.update(summary="Something else.")
    return offer


def report(offer: Offer) -> Report:
    return Report.objects.create(
        item=offer, cluster=offer.cluster, title=offer.title, reason="spam"
    )


def test_what_waits_longest_comes_first(krk_company, krk_coordinator):
    recent, old, middle = (submit(krk_company, days=days) for days in (1, 9, 4))

    rows = queue.submitted(krk_coordinator, now=timezone.now())

    assert [row.item for row in rows] == [old, middle, recent]
    assert [(row.days, row.tone) for row in rows] == [(9, "warn"), (4, ""), (1, "")]


def test_what_waits_beyond_all_promises_stands_out(krk_company, krk_coordinator):
    submit(krk_company, days=10)

    assert queue.submitted(krk_coordinator, now=timezone.now())[0].tone == "err"


def test_only_what_is_submitted_waits(krk_company, krk_coordinator):
    make_offer(krk_company)
    make_published_offer(krk_company)

    assert list(queue.submitted(krk_coordinator, now=timezone.now())) == []


def test_a_published_item_waits_once_it_is_changed_until_it_is_confirmed(
    krk_company, krk_coordinator
):
    offer = publish_and_change(krk_company)
    assert [row.item for row in queue.changed(krk_coordinator, now=timezone.now())] == [offer]

    make("confirm", offer, user=krk_coordinator)
    assert list(queue.changed(krk_coordinator, now=timezone.now())) == []


def test_each_cluster_has_its_own_queue(
    krk_company, zgz_company, krk_coordinator, zgz_coordinator, administrator
):
    for company in (krk_company, zgz_company, zgz_company):
        submit(company)
        publish_and_change(company)
        report(make_published_offer(company))

    assert queue.counts(krk_coordinator) == {"submitted": 1, "changed": 1, "reports": 1}
    assert queue.counts(zgz_coordinator) == {"submitted": 2, "changed": 2, "reports": 2}
    assert queue.counts(administrator) == {"submitted": 3, "changed": 3, "reports": 3}


def test_the_page_shows_nothing_of_another_cluster(
    krk_company, zgz_company, zgz_coordinator, client
):
    submit(krk_company, text={"title": "Secret of Kraków"})
    submit(zgz_company, text={"title": "Secret of Zaragoza"})
    client.force_login(zgz_coordinator)

    page = client.get(URL).content.decode()

    assert "Secret of Zaragoza" in page and "Secret of Kraków" not in page


@pytest.mark.parametrize("who", ["krk_editor", "krk_member", "stranger"])
def test_who_reviews_nothing_has_no_queue(who, request, client):
    client.force_login(request.getfixturevalue(who))

    assert client.get(URL).status_code == 403


def test_the_lists_are_tabs_with_their_counts(krk_company, krk_coordinator, client):
    submit(krk_company)
    publish_and_change(krk_company)
    report(make_published_offer(krk_company))
    client.force_login(krk_coordinator)

    for name, tab in [
        ("submitted", "Submitted (1)"),
        ("changed", "Changed since review (1)"),
        ("reports", "Reports (1)"),
    ]:
        page = client.get(URL, {"list": name}).content.decode()
        assert f'aria-current="page">{tab}</a>' in page


def test_an_empty_list_says_so(krk_coordinator, client):
    client.force_login(krk_coordinator)

    assert "Nothing waits for a review." in client.get(URL).content.decode()
    assert "No report is open." in client.get(URL, {"list": "reports"}).content.decode()


@pytest.mark.parametrize("query", ["list=everything", "list=", "list=%00"])
def test_an_unknown_list_is_no_page(query, krk_coordinator, client):
    client.force_login(krk_coordinator)

    assert client.get(f"{URL}?{query}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "%00", "9" * 30, "9" * 5000])
def test_an_odd_page_number_does_no_harm(number, krk_company, krk_coordinator, client):
    submit(krk_company)
    client.force_login(krk_coordinator)

    assert client.get(f"{URL}?page={number}").status_code == 200


def test_a_long_list_has_pages(krk_company, krk_coordinator, client):
    for _number in range(queue.ROWS + 1):
        submit(krk_company)
    client.force_login(krk_coordinator)

    first = client.get(URL).content.decode()
    second = client.get(URL, {"page": 2}).content.decode()

    assert "?page=2" in first and first.count('class="row ') == queue.ROWS
    assert second.count('class="row ') == 1


@pytest.mark.parametrize("name", ["submitted", "changed", "reports"])
def test_thirty_rows_cost_the_queries_of_one(name, krakow, krk_coordinator, client):
    fill = {
        "submitted": submit,
        "changed": publish_and_change,
        "reports": lambda company: report(make_published_offer(company)),
    }[name]
    client.force_login(krk_coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(URL, {"list": name}).status_code == 200
        return len(found)

    fill(make_organisation(krakow))
    client.get(URL)  # warm: labels, content types
    one = queries()
    for _number in range(29):
        fill(make_organisation(krakow))

    assert queries() == one
