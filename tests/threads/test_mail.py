"""Who is told what by mail; and that a hidden name is in none of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from moves.machine import make
from partners.models import StaffRole
from tests.make import make_member, make_staff, make_user
from threads.conversation import consent
from threads.models import Thread
from threads.tasks import escalate_unanswered


def told() -> dict[str, str]:
    """Address → subject and body of what came since the last call; each gets one at most."""
    box = {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}
    assert len(box) == len(mail.outbox)
    mail.outbox.clear()
    return box


def test_a_reply_is_told_to_the_owner_s_members_and_the_cluster_s_staff(
    offer, reply, krk_member, krk_editor, krk_coordinator, zgz_editor, zgz_member, zgz_company
):
    make_staff(offer.cluster, "editor", krk_member)  # in two roles, told once
    mail.outbox.clear()
    thread = reply(offer, zgz_member, zgz_company)
    box = told()
    assert {krk_member.email, krk_editor.email, krk_coordinator.email} <= box.keys()
    assert not {zgz_member.email, zgz_editor.email} & box.keys()
    assert f"http://127.0.0.1:8000/threads/{thread.pk}/" in box[krk_editor.email]
    assert "We would like to sell it in Aragón." in box[krk_editor.email]
    assert "(CE" in box[krk_editor.email]  # the time of Kraków, with its name


def test_each_reads_in_their_own_language(offer, reply, krk_company, zgz_member, zgz_company):
    polish = make_member(krk_company, user=make_user(language="pl"))
    mail.outbox.clear()
    thread = reply(offer, zgz_member, zgz_company)
    assert f"/pl/threads/{thread.pk}/" in told()[polish.email]


def test_a_message_is_told_to_the_other_side(thread, write, krk_member, krk_editor, zgz_member):
    mail.outbox.clear()
    write(thread, krk_editor, "Good news.")
    assert list(told()) == [zgz_member.email]
    write(thread, zgz_member, "Thank you.")
    assert {krk_member.email, krk_editor.email} <= told().keys()


def test_the_sender_s_staff_are_told_once_they_have_joined_in(
    thread, write, krk_editor, zgz_member, zgz_editor
):
    write(thread, zgz_editor)
    mail.outbox.clear()
    write(thread, krk_editor)
    assert told().keys() == {zgz_member.email, zgz_editor.email}


def test_a_note_is_told_to_nobody(thread, write, krk_editor):
    mail.outbox.clear()
    write(thread, krk_editor, is_note=True)
    assert not mail.outbox


def test_who_has_left_is_told_nothing(thread, write, zgz_company, krk_editor, zgz_member):
    former, inactive = make_member(zgz_company), make_member(zgz_company)
    former.memberships.update(state="ended")
    inactive.is_active = False
    inactive.save()
    mail.outbox.clear()
    write(thread, krk_editor)
    assert list(told()) == [zgz_member.email]


def test_stages_are_told_to_both_sides(thread, krk_member, zgz_member, krk_editor):
    mail.outbox.clear()
    consent(thread, user=krk_member, now=timezone.now())
    assert list(told()) == [zgz_member.email]
    consent(thread, user=zgz_member, now=timezone.now())
    box = told()
    assert {krk_member.email, krk_editor.email} <= box.keys()
    assert zgz_member.email not in box  # who did it knows
    make("decline", thread, user=krk_member, note="We have found a partner.")
    assert "We have found a partner." in told()[zgz_member.email]


@pytest.fixture
def names(krk_company, zgz_company, krk_member, zgz_member) -> dict[str, list[str]]:
    """Cluster → what nobody on the other side may read."""
    return {
        "krk": [krk_company.legal_name, krk_company.slug, krk_member.name, krk_member.email],
        "zgz": [zgz_company.legal_name, zgz_company.slug, zgz_member.name, zgz_member.email],
    }


def assert_no_names(names: dict[str, list[str]]) -> None:
    assert mail.outbox
    for message in mail.outbox:
        other = "krk" if message.to[0].endswith("@zgz.example") else "zgz"
        text = f"{message.subject}\n{message.body}"
        assert not [name for name in names[other] if name in text], text
    mail.outbox.clear()


@pytest.mark.parametrize("ending", ["decline", "withdraw"])
def test_hidden_names_are_in_no_mail(
    krk_member, krk_editor, krk_coordinator, zgz_member, names, hidden_thread, write, ending
):
    thread = hidden_thread
    assert len(mail.outbox) > 2
    assert_no_names(names)
    Thread.objects.update(answer_due_at=timezone.now() - timedelta(hours=1))
    escalate_unanswered.call()
    assert_no_names(names)
    for user in (krk_member, zgz_member, krk_editor):
        write(thread, user)
        assert_no_names(names)
    consent(thread, user=zgz_member, now=timezone.now())
    assert_no_names(names)
    make(ending, thread, user=krk_member if ending == "decline" else zgz_member, note="Sorry.")
    assert_no_names(names)


def test_hidden_names_are_open_once_introduced(
    hidden_thread, write, introduce, krk_member, zgz_member
):
    introduce(hidden_thread)
    mail.outbox.clear()
    write(hidden_thread, krk_member)
    assert krk_member.name in told()[zgz_member.email]


def test_late_replies_are_told_to_the_coordinators_once(
    thread, krk_coordinator, zgz_coordinator, krk_editor
):
    mail.outbox.clear()
    escalate_unanswered.call()
    assert not mail.outbox
    Thread.objects.update(answer_due_at=timezone.now() - timedelta(minutes=1))
    escalate_unanswered.call()
    assert krk_coordinator.email in told()
    escalate_unanswered.call()
    assert not mail.outbox


def test_late_replies_reach_the_administrators_of_a_cluster_without_a_coordinator(
    thread, administrator
):
    mail.outbox.clear()
    StaffRole.objects.all().delete()
    Thread.objects.update(answer_due_at=timezone.now() - timedelta(minutes=1))
    escalate_unanswered.call()
    assert administrator.email in told()


def test_answered_and_ended_ones_are_not_late(thread, write, krk_editor, krk_coordinator):
    write(thread, krk_editor)
    Thread.objects.update(answer_due_at=timezone.now() - timedelta(minutes=1))
    mail.outbox.clear()
    escalate_unanswered.call()
    assert not mail.outbox
