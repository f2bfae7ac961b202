import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from moves.models import Decision
from offers.models import Offer
from partners.models import Conflict
from publishing.files import attach, check_upload
from publishing.models import Report, State
from publishing.review import decide
from publishing.saving import saving
from tests.make import make_member, make_offer, make_published_offer
from tests.pages import Page


def url(offer, name: str = "review") -> str:
    return reverse(f"publishing:{name}", args=[offer.kind_of_item, offer.pk])


def submitted(organisation, *, author=None, **fields) -> Offer:
    offer = make_offer(organisation, author=author, **fields)
    make("submit", offer, user=author or make_member(organisation))
    mail.outbox.clear()
    return offer


def send(client, offer, move: str, *, note: str = "", version: int = 1, **more):
    data = {"move": move, "note": note, "version": version, **more}
    return client.post(url(offer, "move"), data)


@pytest.fixture
def coordinator(client, krk_coordinator):
    client.force_login(krk_coordinator)
    return client


# The page


def test_a_reviewer_sees_the_item_as_readers_will_and_what_may_be_decided(krk_company, coordinator):
    offer = submitted(krk_company, text={"title": "Whey drink", "description": "<p>Cultures.</p>"})

    page = coordinator.get(url(offer)).content.decode()

    assert "Whey drink" in page and "Cultures." in page
    assert 'value="publish"' in page and 'value="return"' in page
    assert 'value="archive"' not in page and "<textarea" in page


def test_a_reviewer_is_led_to_publish(krk_company, coordinator):
    forms = Page(coordinator.get(url(submitted(krk_company))).text).forms

    buttons = [value for form in forms for name, value in form.buttons if name == "move"]
    assert buttons == ["publish", "return", "withdraw"]


def test_the_author_sees_the_next_step_and_not_the_decision(krk_company, krk_member, client):
    offer = make_offer(krk_company)
    client.force_login(krk_member)

    page = client.get(url(offer)).content.decode()

    assert 'value="submit"' in page and 'value="publish"' not in page


def test_what_is_missing_is_told_before_it_is_submitted(krk_company, krk_member, client):
    offer = make_offer(krk_company, technology=[])
    client.force_login(krk_member)

    assert "What is missing" in client.get(url(offer)).content.decode()


def test_a_reviewer_sees_what_changed_since_the_last_review(krk_company, krk_member, coordinator):
    offer = make_published_offer(krk_company, text={"title": "A sensor for must"})
    with saving(offer, user=krk_member, now=timezone.now()) as locked:
        locked.texts.update(title="A probe for must")

    page = coordinator.get(url(offer)).content.decode()

    assert "<del>sensor</del>" in page and "<ins>probe</ins>" in page
    assert 'value="confirm"' in page


def test_what_came_back_is_compared_with_what_was_returned(
    krk_company, krk_member, krk_coordinator, coordinator
):
    offer = submitted(krk_company, text={"summary": "Too short."})
    make("return", offer, user=krk_coordinator, note="Say more.")
    with saving(offer, user=krk_member, now=timezone.now()) as locked:
        locked.texts.update(summary="Long enough.")
    make("submit", offer, user=krk_member)

    page = coordinator.get(url(offer)).content.decode()

    assert "<del>Too</del>" in page and "<ins>Long</ins>" in page
    assert "Say more." in page and "<b>Returned</b>" in page


def test_a_reviewer_sees_its_files_too(krk_company, krk_member, coordinator):
    offer = submitted(krk_company)
    upload = SimpleUploadedFile("leaflet.pdf", b"%PDF-1.7")
    attach(offer, [(upload, check_upload(upload))], user=krk_member)

    assert "leaflet.pdf" in coordinator.get(url(offer)).content.decode()


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("stranger", [404, 403]),
        ("zgz_member", [404, 403]),
        ("zgz_coordinator", [404, 403]),
        ("krk_member", [200, 200]),
        ("krk_editor", [200, 200]),
        ("krk_coordinator", [200, 200]),
        ("administrator", [200, 200]),
    ],
)
def test_the_page_is_for_writers_and_reviewers(who, statuses, krk_company, request, client):
    client.force_login(request.getfixturevalue(who))

    offers = make_offer(krk_company), make_published_offer(krk_company)
    assert [client.get(url(offer)).status_code for offer in offers] == statuses


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("page", ["", "move/", "report/", "translations/", "files/"])
def test_a_number_that_nothing_bears_is_no_page(number, page, coordinator):
    assert coordinator.post(f"/content/offers/{number}/{page}").status_code in (404, 405)
    assert coordinator.get(f"/content/offers/{number}/{page}").status_code in (404, 405)


def test_an_unknown_kind_is_no_page(coordinator):
    assert coordinator.get("/content/users/1/").status_code == 404


# Deciding


def test_a_published_item_is_online_and_its_author_is_told(krk_company, krk_member, coordinator):
    offer = submitted(krk_company, author=krk_member)

    response = send(coordinator, offer, "publish", note="Well done.")

    offer.refresh_from_db()
    assert response.status_code == 302 and offer.state == State.PUBLISHED
    (message,) = mail.outbox
    assert message.to == [krk_member.email]
    assert "Well done." in message.body and offer.get_absolute_url() in message.body


def test_a_returned_item_tells_its_author_why(
    krk_company, krk_member, krk_coordinator, coordinator
):
    offer = submitted(krk_company, author=krk_member)

    send(coordinator, offer, "return", note="Name the stage of development.")

    offer.refresh_from_db()
    decision = Decision.objects.about(offer).first()
    assert offer.state == State.RETURNED
    assert (decision.user, decision.note) == (krk_coordinator, "Name the stage of development.")
    assert "Name the stage of development." in mail.outbox[0].body
    assert url(offer) in mail.outbox[0].body


def test_mails_are_in_the_language_of_who_gets_them(krk_company, krk_member, coordinator):
    krk_member.language = "pl"
    krk_member.save()
    offer = submitted(krk_company, author=krk_member)

    send(coordinator, offer, "publish")

    assert mail.outbox[0].extra_headers["Content-Language"] == "pl"
    assert "/pl/offers/" in mail.outbox[0].body


def test_coordinators_are_told_of_what_is_submitted(krk_company, krk_member, krk_coordinator):
    offer = make_offer(krk_company, author=krk_member)

    make("submit", offer, user=krk_member)

    assert [message.to for message in mail.outbox] == [[krk_coordinator.email]]
    assert url(offer) in mail.outbox[0].body


def test_without_a_coordinator_the_administrators_are_told(krk_company, krk_member, administrator):
    make("submit", make_offer(krk_company, author=krk_member), user=krk_member)

    assert [message.to for message in mail.outbox] == [[administrator.email]]


def test_without_a_reason_nothing_is_returned(krk_company, coordinator):
    offer = submitted(krk_company)

    response = send(coordinator, offer, "return", note="  ")

    offer.refresh_from_db()
    assert response.status_code == 422 and offer.state == State.SUBMITTED
    assert "Give a reason" in response.content.decode()
    assert not mail.outbox


def test_what_is_incomplete_is_not_published(krk_company, coordinator):
    offer = submitted(krk_company)
    Offer.objects.filter(pk=offer.pk).update(technology=[])

    response = send(coordinator, offer, "publish", note="Fine.")

    offer.refresh_from_db()
    assert response.status_code == 422 and offer.state == State.SUBMITTED
    assert "Fine." in response.content.decode()


def test_a_decision_lands_on_what_was_seen(krk_company, krk_member, krk_coordinator, coordinator):
    offer = submitted(krk_company)
    with saving(offer, user=krk_member, now=timezone.now()) as locked:
        locked.texts.update(title="Something else altogether")

    response = send(coordinator, offer, "publish", note="As we said.")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Somebody has changed it" in page and "Something else altogether" in page
    assert "As we said." in page and 'name="version" value="2"' in page
    with pytest.raises(Conflict):
        decide("publish", offer, user=krk_coordinator, note="", version=1)


def test_a_second_click_decides_nothing_again(krk_company, coordinator):
    offer = submitted(krk_company)
    send(coordinator, offer, "publish")

    response = send(coordinator, offer, "publish")

    assert (
        response.status_code == 422 and "has changed in the meantime" in response.content.decode()
    )
    assert Decision.objects.about(offer).filter(move="publish").count() == 1


@pytest.mark.parametrize("move", ["publish", "return", "confirm"])
def test_the_author_cannot_decide(move, krk_company, krk_member, client):
    offer = submitted(krk_company)
    client.force_login(krk_member)

    assert send(client, offer, move, note="Please").status_code == 403
    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED


@pytest.mark.parametrize("move", ["submit", "publish", "return", "archive", "withdraw", "confirm"])
def test_nobody_of_another_cluster_moves_anything(move, krk_company, zgz_coordinator, client):
    client.force_login(zgz_coordinator)

    assert send(client, submitted(krk_company), move, note="Ours").status_code == 404
    assert send(client, make_published_offer(krk_company), move, note="Ours").status_code == 403


def test_with_four_eyes_nobody_publishes_their_own(krk_company, krk_coordinator, coordinator):
    krk_company.cluster.four_eyes = True
    krk_company.cluster.save()
    offer = submitted(krk_company, author=krk_coordinator)

    assert 'value="publish"' not in coordinator.get(url(offer)).content.decode()
    assert send(coordinator, offer, "publish").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"move": "publish"},
        {"move": "publish", "version": "x"},
        {"move": "publish", "version": "9" * 30},
        {"move": "publish", "version": 1, "note": "x" * 2001},
        {"move": "publish", "version": 1, "note": "a\0b"},
        {"move": "x" * 1_000_000, "version": 1},
    ],
)
def test_a_broken_form_decides_nothing(data, krk_company, coordinator):
    offer = submitted(krk_company)

    assert coordinator.post(url(offer, "move"), data).status_code == 422
    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED


def test_an_unknown_move_is_denied(krk_company, coordinator):
    assert send(coordinator, submitted(krk_company), "delete").status_code == 403


def test_reading_never_decides(krk_company, coordinator):
    offer = submitted(krk_company)

    assert coordinator.get(url(offer, "move"), {"move": "publish"}).status_code == 405


def test_after_the_decision_one_is_led_back_but_never_elsewhere(krk_company, coordinator):
    one, two = submitted(krk_company), submitted(krk_company)

    assert send(coordinator, one, "publish", next="/content/review/").url == "/content/review/"
    assert send(coordinator, two, "publish", next="https://elsewhere.example/").url == url(two)


def test_an_archived_item_can_be_reopened_by_its_author(
    krk_company, krk_member, krk_coordinator, client
):
    offer = make_published_offer(krk_company, author=krk_member)
    mail.outbox.clear()
    make("archive", offer, user=krk_coordinator, note="The company has moved.")
    assert "The company has moved." in mail.outbox[0].body
    client.force_login(krk_member)

    send(client, offer, "reopen")

    offer.refresh_from_db()
    assert offer.state == State.DRAFT


def test_open_reports_stand_beside_the_item(krk_company, coordinator):
    offer = make_published_offer(krk_company)
    Report.objects.create(
        item=offer, cluster=offer.cluster, title=offer.title, reason="spam", note="Sold out."
    )

    page = coordinator.get(url(offer)).content.decode()

    assert "Open reports" in page and "Sold out." in page
