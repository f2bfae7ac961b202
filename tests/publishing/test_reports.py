import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from moves.machine import make
from partners.models import StaffRole
from publishing.models import Report
from publishing.views import reports
from tests.make import make_offer, make_published_offer

WORDS = {"reason": "outdated", "note": "The company has moved."}


def url(offer) -> str:
    return reverse("publishing:report", args=[offer.kind_of_item, offer.pk])


def closing(report: Report) -> str:
    return reverse("publishing:report_close", args=[report.pk])


@pytest.fixture
def offer(krk_company):
    offer = make_published_offer(krk_company, text={"title": "A sensor for must"})
    mail.outbox.clear()
    return offer


@pytest.fixture
def report(offer, stranger):
    return Report.objects.create(
        item=offer, cluster=offer.cluster, title=offer.title, reason="spam", user=stranger
    )


# Reporting


def test_a_visitor_reports_an_offer_and_the_cluster_is_told(offer, krk_coordinator, client):
    mail.outbox.clear()

    response = client.post(url(offer), {**WORDS, "email": "reader@mail.example"}, follow=True)

    assert response.redirect_chain == [(f"{url(offer)}?sent", 302)]
    report = Report.objects.get()
    assert (report.title, report.email, report.user) == (offer.title, "reader@mail.example", None)
    assert "The company has moved." in mail.outbox[0].body
    assert closing(report) in mail.outbox[0].body
    assert krk_coordinator.email in [message.to[0] for message in mail.outbox]


def test_without_a_coordinator_the_administrators_are_told(offer, administrator, client):
    StaffRole.objects.all().delete()

    client.post(url(offer), WORDS)

    assert [message.to for message in mail.outbox] == [[administrator.email]]


def test_a_visitor_gets_no_cookie(offer, client):
    client.get(url(offer))
    client.post(url(offer), WORDS)

    assert not client.cookies


def test_who_is_signed_in_is_not_asked_for_an_address(offer, stranger, client):
    client.force_login(stranger)
    assert 'name="email"' not in client.get(url(offer)).content.decode()

    client.post(url(offer), WORDS)

    assert Report.objects.get().user == stranger


def test_a_foreign_page_cannot_report_in_the_name_of_a_person(offer, stranger):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stranger)

    assert client.post(url(offer), WORDS).status_code == 403
    assert not Report.objects.exists()


def test_a_second_report_by_the_same_person_adds_nothing(offer, stranger, client):
    client.force_login(stranger)

    for _time in range(2):
        assert client.post(url(offer), WORDS).status_code == 302

    assert Report.objects.count() == 1


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(offer, client):
    response = client.post(url(offer), {**WORDS, "homepage": "https://spam.example"})

    assert response.status_code == 302 and not Report.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "What is wrong?"),
        ({"reason": "other", "note": ""}, "Describe in a sentence what is wrong."),
        ({"reason": "nonsense"}, "What is wrong?"),
        ({**WORDS, "email": "nobody"}, "e-mail address"),
        ({**WORDS, "note": "x" * 2001}, "2000"),
        ({**WORDS, "note": "a\0b"}, "Null characters"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_is_kept(data, words, offer, client):
    response = client.post(url(offer), {"note": "Typed before", **data})

    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert data.get("note", "Typed before").partition("\0")[0] in page
    assert not Report.objects.exists()


def test_many_reports_in_an_hour_are_refused_with_what_was_typed(offer, client):
    for _time in range(reports.LIMIT.times):
        client.post(url(offer), WORDS)

    response = client.post(url(offer), WORDS)

    assert response.status_code == 429
    assert "The company has moved." in response.content.decode()


def test_what_is_not_published_cannot_be_reported(krk_company, krk_member, krk_coordinator, client):
    draft, archived = make_offer(krk_company), make_published_offer(krk_company)
    make("archive", archived, user=krk_coordinator)
    client.force_login(krk_member)

    for offer in (draft, archived):
        assert client.get(url(offer)).status_code == 404
        assert client.post(url(offer), WORDS).status_code == 404


# Closing


def test_a_coordinator_closes_a_report_and_the_reader_is_told(
    report, stranger, krk_coordinator, client
):
    client.force_login(krk_coordinator)
    assert "A sensor for must" in client.get(closing(report)).content.decode()

    response = client.post(closing(report), {"move": "handle", "note": "We have written to them."})

    report.refresh_from_db()
    assert response.url == f"{reverse('publishing:queue')}?list=reports"
    assert report.state == Report.State.HANDLED
    assert mail.outbox[-1].to == [stranger.email]
    assert "We have written to them." in mail.outbox[-1].body


def test_a_visitor_who_left_an_address_is_told_in_their_language(offer, krk_coordinator):
    report = Report.objects.create(
        item=offer,
        cluster=offer.cluster,
        title=offer.title,
        reason="spam",
        email="reader@mail.example",
        language="el",
    )

    make("handle", report, user=krk_coordinator)

    assert mail.outbox[-1].to == ["reader@mail.example"]
    assert mail.outbox[-1].extra_headers["Content-Language"] == "el"


def test_what_a_coordinator_archives_is_no_longer_reported(
    report, offer, krk_coordinator, stranger
):
    make("archive", offer, user=krk_coordinator)

    report.refresh_from_db()
    assert report.state == Report.State.HANDLED
    assert stranger.email in [message.to[0] for message in mail.outbox]


def test_an_author_cannot_settle_a_report_by_archiving(report, offer, krk_member):
    make("archive", offer, user=krk_member)

    report.refresh_from_db()
    assert report.state == Report.State.OPEN


def test_a_report_is_dismissed_with_a_reason_alone(report, krk_coordinator, client):
    client.force_login(krk_coordinator)

    response = client.post(closing(report), {"move": "dismiss"})

    report.refresh_from_db()
    assert response.status_code == 422 and "Give a reason" in response.content.decode()
    assert report.state == Report.State.OPEN


def test_a_closed_report_is_not_closed_again(report, krk_coordinator, client):
    make("handle", report, user=krk_coordinator)
    client.force_login(krk_coordinator)

    assert "<textarea" not in client.get(closing(report)).content.decode()
    assert client.post(closing(report), {"move": "dismiss", "note": "No"}).status_code == 422


@pytest.mark.parametrize("who", ["zgz_coordinator", "krk_editor", "krk_member", "stranger"])
def test_reports_are_for_the_coordinators_of_the_cluster(who, report, request, client):
    client.force_login(request.getfixturevalue(who))

    assert client.get(closing(report)).status_code == 404
    assert client.post(closing(report), {"move": "handle"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 30, "9" * 5000])
def test_no_such_report_is_no_such_page(number, krk_coordinator, client):
    client.force_login(krk_coordinator)

    assert client.get(f"/content/reports/{number}/").status_code == 404


def test_a_report_outlives_what_it_was_about(report, offer, krk_coordinator, client):
    make("archive", offer, user=krk_coordinator)
    client.force_login(krk_coordinator)

    assert client.get(closing(report)).status_code == 200
