"""Replying to an offer: one reply a company, to what is open, and nothing typed is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from offers.models import Interest, Offer
from offers.views.interest import LIMIT
from publishing.models import Attachment
from tests.make import make_member, make_offer, make_organisation, make_published_offer
from threads.models import Thread

PROPOSAL = "We would like to sell it in Aragón."


@pytest.fixture
def offer(krk_company) -> Offer:
    return make_published_offer(krk_company)


@pytest.fixture
def form(zgz_company):
    """form(**fields): a complete reply as a browser sends it."""

    def form(**fields) -> dict:
        return {
            "organisation": zgz_company.pk,
            "proposal": PROPOSAL,
            "questions": "Is there a Spanish label?",
            "about": "A distributor with 40 people.",
            "token": str(uuid4()),
            **fields,
        }

    return form


def url(offer: Offer) -> str:
    return reverse("offers:interest", args=[offer.reference])


def text(response) -> str:
    return response.content.decode()


def test_a_reply_opens_a_conversation_and_leads_there(client, offer, zgz_member, form):
    client.force_login(zgz_member)
    assert "What cooperation do you propose?" in text(client.get(url(offer)))
    response = client.post(url(offer), form(is_name_hidden="on"))
    thread = Thread.objects.get()
    assert response.headers["Location"] == thread.get_absolute_url()
    assert thread.is_sender_hidden
    interest = Interest.objects.get(offer=offer)
    assert (interest.thread, interest.proposal) == (thread, PROPOSAL)
    letter = thread.messages.get().body
    assert letter.index(PROPOSAL) < letter.index("Spanish label") < letter.index("40 people")


def test_the_offer_s_side_is_told(client, krk_member, krk_editor, offer, zgz_member, form):
    client.force_login(zgz_member)
    mail.outbox.clear()
    client.post(url(offer), form())
    assert {krk_member.email, krk_editor.email} <= {message.to[0] for message in mail.outbox}


def test_a_file_goes_with_it(client, offer, zgz_member, form):
    client.force_login(zgz_member)
    client.post(url(offer), form(files=SimpleUploadedFile("About us.pdf", b"%PDF-1.7")))
    attachment = Attachment.objects.get()
    assert attachment.item == Thread.objects.get().messages.get()


def test_a_visitor_signs_in_first(client, offer):
    response = client.get(url(offer))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_who_speaks_for_no_company_is_told_so(
    client, offer, form, stranger, zgz_editor, zgz_member
):
    zgz_member.memberships.update(state="ended")
    for user in (stranger, zgz_editor, zgz_member):
        client.force_login(user)
        assert client.get(url(offer)).status_code == 403
        response = client.post(url(offer), form())
        assert response.status_code == 403
        assert "Replies come from companies" in text(response)
    assert not Thread.objects.exists()


def test_a_company_cannot_reply_to_itself(client, offer, krk_member, krk_company, form):
    client.force_login(krk_member)
    response = client.post(url(offer), form(organisation=krk_company.pk))
    assert response.status_code == 403
    assert "This is your own" in text(response)
    make_member(make_organisation(krk_company.cluster), user=krk_member)
    assert client.post(url(offer), form(organisation=krk_company.pk)).status_code == 422
    assert not Thread.objects.exists()


def test_nobody_replies_for_a_company_of_others(client, offer, zgz_member, zaragoza, form):
    client.force_login(zgz_member)
    other = make_organisation(zaragoza)
    assert client.post(url(offer), form(organisation=other.pk)).status_code == 422


def close(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(closes_on=timezone.localdate() - timedelta(days=1))


def archive(offer: Offer) -> None:
    make("archive", offer, user=offer.organisation.memberships.get().user)


def take_no_more(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(accepts_interest=False)


@pytest.mark.parametrize("change", [close, archive, take_no_more])
def test_what_is_no_longer_open_takes_no_reply_and_keeps_the_text(
    client, krk_member, offer, zgz_member, form, change
):
    client.force_login(zgz_member)
    change(offer)
    assert "replies" in text(client.get(url(offer)))
    response = client.post(url(offer), form())
    assert response.status_code == 422
    assert PROPOSAL in text(response)
    assert "takes no replies" in text(response)
    assert not Thread.objects.exists()


def test_what_was_never_public_is_not_found(client, krk_company, zgz_member, form):
    client.force_login(zgz_member)
    draft = make_offer(krk_company)
    assert client.get(url(draft)).status_code == 404
    assert client.post(url(draft), form()).status_code == 404


def test_what_is_no_longer_public_is_not_shown(client, krk_member, offer, zgz_member):
    archive(offer)
    client.force_login(zgz_member)
    page = text(client.get(url(offer)))
    assert offer.title not in page
    assert offer.get_absolute_url() + '"' not in page


def test_a_form_sent_twice_is_one_reply(client, offer, zgz_member, form):
    client.force_login(zgz_member)
    data = form()
    first, second = (client.post(url(offer), data) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert (Thread.objects.count(), Interest.objects.count()) == (1, 1)


def test_a_second_tab_is_told_of_the_conversation_and_keeps_its_text(
    client, offer, zgz_member, form
):
    client.force_login(zgz_member)
    client.post(url(offer), form())
    response = client.post(url(offer), form(proposal="Another thought."))
    assert response.status_code == 422
    assert "Another thought." in text(response)
    assert Thread.objects.get().get_absolute_url() in text(response)


@pytest.mark.parametrize(
    "fields",
    [
        {"proposal": ""},
        {"about": "   "},
        {"proposal": "x" * 2001},
        {"questions": "zero \x00 byte"},
        {"organisation": "9" * 400},
        {"organisation": "krk"},
        {"token": "not a token"},
        {"files": SimpleUploadedFile("page.html", b"<script>alert(1)</script>")},
    ],
)
def test_bad_input_is_answered_and_the_rest_is_kept(client, offer, zgz_member, form, fields):
    client.force_login(zgz_member)
    response = client.post(url(offer), form(**{"questions": "Kept question.", **fields}))
    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert "questions" in fields or "Kept question." in text(response)
    assert not Thread.objects.exists()


def test_many_replies_in_an_hour_are_too_many(client, offer, zgz_member, form):
    client.force_login(zgz_member)
    for _ in range(LIMIT.times):
        client.post(url(offer), form())
    response = client.post(url(offer), form())
    assert response.status_code == 429
    assert PROPOSAL in text(response)


def test_a_hidden_company_stays_hidden(client, krk_company, krk_member, zgz_member, form):
    offer = make_published_offer(krk_company, is_name_hidden=True)
    client.force_login(zgz_member)
    page = text(client.get(url(offer)))
    page += text(client.post(url(offer), form(), follow=True))
    assert "a company from Kraków" in page
    assert krk_company.legal_name not in page


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_reply(offer, zgz_member, form):
    data = form()
    barrier = Barrier(3)

    def send(_) -> str:
        client = Client()
        client.force_login(zgz_member)
        barrier.wait(timeout=10)
        try:
            return client.post(url(offer), data).headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        places = set(pool.map(send, range(3)))
    assert places == {Thread.objects.get().get_absolute_url()}
    assert Interest.objects.count() == 1
