"""The page of a conversation: who sees what, what is kept on errors, and that twice is once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from partners.limits import Limit
from publishing.models import Attachment
from tests.make import make_member, make_offer, make_organisation, make_thread
from threads.conversation import consent
from threads.models import Agreement, Message, Side, Stage, Thread

VERBS = ("say", "consent", "agree", "end")


def url(thread: Thread, verb: str = "detail") -> str:
    return reverse(f"threads:{verb}", args=[thread.pk])


def read(client, user, thread: Thread) -> str:
    client.force_login(user)
    response = client.get(url(thread))
    assert response.status_code == 200
    return response.content.decode()


def said(response) -> str:
    """The messages on a page, without the list of conversations beside them."""
    return response.content.decode().partition('<ol class="msgs"')[2]


def form(**fields) -> dict:
    return {"body": "Good day.", "token": str(uuid4()), **fields}


def test_both_sides_and_their_staff_read_it(
    client, thread, krk_member, krk_editor, zgz_member, zgz_editor, administrator
):
    for user in (krk_member, krk_editor, zgz_member, zgz_editor, administrator):
        assert "We would like to sell it in Aragón." in read(client, user, thread)


def test_to_others_there_is_no_such_thread(client, thread, stranger, krakow, zgz_company):
    former = make_member(zgz_company)
    former.memberships.update(state="ended")
    other = make_member(make_organisation(krakow))
    for user in (stranger, former, other):
        client.force_login(user)
        assert client.get(url(thread)).status_code == 404
        for verb in VERBS:
            assert client.post(url(thread, verb), form(move="withdraw")).status_code == 404
    thread.refresh_from_db()
    assert thread.state == Stage.NEW
    assert thread.messages.count() == 1


def test_a_visitor_is_asked_to_sign_in(client, thread):
    assert client.get(url(thread)).status_code == 302


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_written_by_following_a_link(client, thread, krk_member, verb):
    client.force_login(krk_member)
    assert client.get(url(thread, verb)).status_code == 405


def test_a_number_beyond_all_threads_is_not_found(client, krk_member):
    client.force_login(krk_member)
    assert client.get(f"/threads/{2**63}/").status_code == 404
    assert client.get(f"/threads/{'9' * 400}/").status_code == 404


def test_notes_are_read_by_that_side_s_staff_alone(
    client, thread, write, krk_member, krk_editor, krk_coordinator, zgz_member, zgz_editor
):
    write(thread, krk_editor, "They are slow to pay.", is_note=True)
    assert "They are slow to pay." in read(client, krk_coordinator, thread)
    for user in (krk_member, zgz_member, zgz_editor):
        assert "They are slow to pay." not in read(client, user, thread)


def test_hidden_names_are_on_no_page_of_the_other_side(
    client, hidden_thread, write, krk_member, krk_company, zgz_member, zgz_company, zgz_editor
):
    write(hidden_thread, krk_member)
    write(hidden_thread, zgz_member)
    consent(hidden_thread, user=krk_member, now=timezone.now())
    for user in (zgz_member, zgz_editor):
        page = (
            read(client, user, hidden_thread)
            + client.get(reverse("threads:inbox")).content.decode()
        )
        assert "A company from Kraków" in page
        for name in (krk_company.legal_name, krk_company.slug, krk_member.name, krk_member.email):
            assert name not in page
    page = read(client, krk_member, hidden_thread)
    page += client.get(reverse("threads:inbox")).content.decode()
    assert "A company from Zaragoza" in page
    for name in (zgz_company.legal_name, zgz_company.slug, zgz_member.name, zgz_member.email):
        assert name not in page


def test_names_and_addresses_are_open_once_introduced(
    client, hidden_thread, introduce, krk_company, krk_member, zgz_member
):
    introduce(hidden_thread)
    page = read(client, zgz_member, hidden_thread)
    assert krk_company.get_absolute_url() in page
    assert krk_member.email in page
    make("decline", hidden_thread, user=krk_member, note="Not now.")
    assert krk_company.legal_name in read(client, zgz_member, hidden_thread)


def test_the_staff_know_the_names_of_their_own_side(client, hidden_thread, krk_company, krk_editor):
    assert krk_company.legal_name in read(client, krk_editor, hidden_thread)


def test_both_sides_see_the_reply_clock(client, thread, krk_member, zgz_member):
    for user in (krk_member, zgz_member):
        assert "due by" in read(client, user, thread)
    Thread.objects.update(answer_due_at=timezone.now() - timedelta(hours=1))
    for user in (krk_member, zgz_member):
        assert "Answer overdue" in read(client, user, thread)


def test_the_offer_is_linked_as_long_as_the_reader_may_see_it(
    client, offer, thread, krk_coordinator, zgz_member
):
    assert f'href="{offer.get_absolute_url()}"' in read(client, zgz_member, thread)
    make("archive", offer, user=krk_coordinator)
    assert f'href="{offer.get_absolute_url()}"' not in read(client, zgz_member, thread)


def test_a_message_is_sent_with_a_file_that_both_sides_can_take(
    client, thread, krk_member, zgz_member, stranger
):
    client.force_login(krk_member)
    file = SimpleUploadedFile("Labelling.pdf", b"%PDF-1.7 draft")
    response = client.post(url(thread, "say"), form(files=file))
    assert response.status_code == 302
    assert "Labelling.pdf" in read(client, zgz_member, thread)
    attachment = Attachment.objects.get()
    download = client.get(attachment.get_absolute_url())
    assert b"".join(download.streaming_content) == b"%PDF-1.7 draft"
    client.force_login(stranger)
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_a_file_of_a_note_stays_with_the_staff(client, thread, krk_editor, zgz_member):
    client.force_login(krk_editor)
    file = SimpleUploadedFile("Opinion.pdf", b"%PDF-1.7")
    client.post(url(thread, "say"), form(is_note="on", files=file))
    client.force_login(zgz_member)
    assert client.get(Attachment.objects.get().get_absolute_url()).status_code == 404


def test_a_form_sent_twice_is_one_message(client, thread, krk_member):
    client.force_login(krk_member)
    data = form()
    for _ in range(2):
        assert client.post(url(thread, "say"), data).status_code == 302
    assert thread.messages.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"body": ""},
        {"body": "  "},
        {"body": "zero \x00 byte"},
        {"body": "long " * 2000},
        {"token": "not a token"},
        {"token": ""},
        {"files": SimpleUploadedFile("page.html", b"<script>alert(1)</script>")},
    ],
)
def test_bad_input_is_answered_beside_the_field(client, thread, krk_member, fields):
    client.force_login(krk_member)
    response = client.post(url(thread, "say"), form(**fields))
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert thread.messages.count() == 1


def test_many_messages_in_an_hour_are_too_many(client, thread, krk_member, monkeypatch):
    monkeypatch.setattr("threads.views.MESSAGES", Limit("few", times=2, seconds=3600))
    client.force_login(krk_member)
    for _time in range(2):
        assert client.post(url(thread, "say"), form()).status_code == 302
    response = client.post(url(thread, "say"), form(body="One more."))
    assert response.status_code == 422
    assert "many messages just now" in response.text and "One more.</textarea>" in response.text
    assert thread.messages.count() == 3


def test_markup_is_shown_as_it_was_typed(client, thread, write, krk_member, zgz_member):
    write(thread, krk_member, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in read(client, zgz_member, thread)


def test_a_note_by_a_member_is_a_message(client, thread, krk_member):
    client.force_login(krk_member)
    client.post(url(thread, "say"), form(is_note="on"))
    assert not Message.objects.latest("pk").is_note


def test_what_was_typed_is_kept_when_the_conversation_has_ended(
    client, thread, krk_member, zgz_member
):
    client.force_login(krk_member)
    make("withdraw", thread, user=zgz_member)
    response = client.post(url(thread, "say"), form(body="A long answer."))
    assert response.status_code == 422
    assert "A long answer." in response.content.decode()
    assert "ended in the meantime" in response.content.decode()


def test_both_sides_agree_by_buttons(client, thread, krk_member, zgz_member):
    for user in (krk_member, zgz_member):
        assert "Agree to be introduced" in read(client, user, thread)
        assert client.post(url(thread, "consent")).status_code == 302
    assert "You have been introduced" in read(client, zgz_member, thread)


def test_an_agreement_is_recorded_on_the_page(client, thread, introduce, zgz_member, vocabularies):
    introduce(thread)
    client.force_login(zgz_member)
    data = {"kind": "distribution", "outcome": "A contract.", "agreed_on": "2026-01-31"}
    assert client.post(url(thread, "agree"), data).status_code == 302
    agreement = Agreement.objects.get()
    assert (agreement.agreed_on, agreement.is_public) == (date(2026, 1, 31), False)
    assert "A contract." in read(client, zgz_member, thread)


@pytest.mark.parametrize(
    "fields",
    [{"kind": "friendship"}, {"outcome": ""}, {"agreed_on": "9999-12-31"}, {"agreed_on": "x"}],
)
def test_an_agreement_that_cannot_be_is_not_recorded(
    client, thread, introduce, zgz_member, vocabularies, fields
):
    introduce(thread)
    client.force_login(zgz_member)
    data = {"kind": "distribution", "outcome": "A contract.", "agreed_on": "2026-01-31", **fields}
    response = client.post(url(thread, "agree"), data)
    assert response.status_code == 422
    assert not Agreement.objects.exists()


def test_declining_needs_a_reason_that_the_other_side_reads(client, thread, krk_member, zgz_member):
    client.force_login(krk_member)
    assert client.post(url(thread, "end"), {"move": "decline", "note": ""}).status_code == 422
    client.post(url(thread, "end"), {"move": "decline", "note": "We have a partner."})
    page = read(client, zgz_member, thread)
    assert "has declined. We have a partner." in page
    assert 'name="body"' not in page


@pytest.mark.parametrize("move", ["introduce", "agree", "answer", "decline", "publish"])
def test_a_sender_makes_no_other_move_than_their_own(client, thread, zgz_member, move):
    client.force_login(zgz_member)
    assert client.post(url(thread, "end"), {"move": move, "note": "x"}).status_code == 403
    thread.refresh_from_db()
    assert thread.state == Stage.NEW


def test_long_conversations_have_pages_and_cost_the_same(
    client, thread, write, krk_member, zgz_member
):
    write(thread, krk_member)
    client.force_login(zgz_member)
    client.get(url(thread))
    with CaptureQueriesContext(connection) as few:
        client.get(url(thread))
    Message.objects.bulk_create(
        Message(
            thread=thread,
            user=krk_member,
            side=Side.OWNER,
            body=f"Message number {number}.",
            token=uuid4(),
        )
        for number in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        newest = client.get(url(thread)).content.decode()
    assert len(many) == len(few)
    assert "Message number 59." in newest
    assert "Message number 0." not in newest
    oldest = said(client.get(url(thread), {"page": 1}))
    assert "Message number 0." in oldest
    assert "Message number 59." not in oldest


def test_the_other_conversations_of_its_folder_are_beside_it_and_cost_the_same(
    client, thread, zgz_member, zgz_company, krk_company, krk_editor
):
    client.force_login(krk_editor)
    client.get(url(thread))
    with CaptureQueriesContext(connection) as few:
        client.get(url(thread))
    for _ in range(5):
        other = make_thread(make_offer(krk_company), zgz_company, sender=zgz_member)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url(thread)).content.decode()
    assert len(many) == len(few)
    assert f'href="{url(other)}"' in page
    assert f'href="{url(thread)}" aria-current="true"' in page
    make("withdraw", thread, user=zgz_member)
    page = client.get(url(thread)).content.decode()
    assert f'href="{url(other)}"' not in page
    assert f'href="{url(thread)}" aria-current="true"' in page


def test_it_is_told_who_agreed_but_not_by_name_before_both_have(
    client, hidden_thread, krk_member, zgz_member
):
    consent(hidden_thread, user=krk_member, now=timezone.now())
    assert f"{krk_member} agreed, for" in read(client, krk_member, hidden_thread)
    assert "A company from Kraków agreed to be introduced." in read(
        client, zgz_member, hidden_thread
    )
    consent(hidden_thread, user=zgz_member, now=timezone.now())
    assert f"{krk_member} agreed, for" in read(client, zgz_member, hidden_thread)
