"""The verbs of a conversation: who may, what changes, and that twice is once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from moves import generation
from moves.machine import make, moves_for
from moves.models import Decision
from tests.make import make_member, make_organisation, make_staff, make_thread
from threads.conversation import (
    AlreadyOpen,
    Ended,
    consent,
    mark_read,
    record_agreement,
)
from threads.figures import agreements, conversations, median_answer_hours
from threads.models import Message, Side, Stage, Thread


def test_a_reply_opens_a_thread_with_its_first_message_and_the_clock(thread, zgz_member, zaragoza):
    message = thread.messages.get()
    assert (message.user, message.side) == (zgz_member, Side.SENDER)
    assert thread.state == Stage.NEW
    assert thread.sender_cluster == zaragoza
    assert thread.answer_due_at - thread.created_at >= timedelta(days=2, hours=9)


def test_the_same_form_sent_again_is_the_same_thread(offer, zgz_member, zgz_company, reply):
    token = uuid4()
    first = reply(offer, zgz_member, zgz_company, token=token)
    assert reply(offer, zgz_member, zgz_company, token=token) == first
    assert Message.objects.count() == 1


def test_an_organisation_has_one_open_conversation_about_an_offer(
    thread, offer, zgz_company, reply
):
    with pytest.raises(AlreadyOpen) as refused:
        reply(offer, make_member(zgz_company), zgz_company)
    assert refused.value.thread == thread


def test_after_the_end_an_organisation_may_reply_again(
    thread, offer, zgz_member, zgz_company, reply
):
    make("withdraw", thread, user=zgz_member)
    assert reply(offer, zgz_member, zgz_company) != thread


def test_nobody_replies_for_an_organisation_that_is_not_theirs(
    offer, stranger, zgz_editor, administrator, zgz_company, reply
):
    for user in (stranger, zgz_editor, administrator):
        with pytest.raises(PermissionDenied):
            reply(offer, user, zgz_company)
    assert not Thread.objects.exists()


def test_a_company_does_not_reply_to_its_own_offer(offer, krk_member, krk_company, reply):
    with pytest.raises(PermissionDenied):
        reply(offer, krk_member, krk_company)


def test_the_first_answer_of_the_owners_answers(thread, krk_editor, write):
    before = generation.current()
    write(thread, krk_editor)
    thread.refresh_from_db()
    assert thread.state == Stage.ANSWERED
    assert thread.answered_at
    assert Decision.objects.about(thread).get().user == krk_editor
    assert generation.current() > before


def test_neither_the_sender_nor_a_note_answers(thread, zgz_member, zgz_editor, krk_editor, write):
    write(thread, zgz_member)
    write(thread, zgz_editor)
    write(thread, krk_editor, is_note=True)
    thread.refresh_from_db()
    assert thread.state == Stage.NEW


def test_a_message_sent_twice_is_one(thread, krk_member, write):
    token = uuid4()
    assert write(thread, krk_member, token=token) == write(thread, krk_member, token=token)
    assert thread.messages.count() == 2


def test_a_token_means_nothing_to_others_and_elsewhere(
    thread, krk_member, krk_editor, write, offer
):
    token = uuid4()
    write(thread, krk_member, token=token)
    assert write(thread, krk_editor, token=token).user == krk_editor
    elsewhere = make_thread(offer, make_organisation(offer.cluster))
    assert write(elsewhere, krk_member, token=token).thread == elsewhere


def test_one_s_own_company_is_spoken_for_before_the_cluster(thread, krk_company, krakow, write):
    both = make_staff(krakow, "editor", make_member(krk_company))
    assert not write(thread, both).is_by_staff
    assert write(thread, make_staff(krakow)).is_by_staff


def test_who_works_for_both_clusters_stands_on_the_side_that_posted(
    thread, krk_editor, zaragoza, write
):
    make_staff(zaragoza, "editor", krk_editor)
    assert write(thread, krk_editor).side == Side.OWNER


def test_notes_are_written_by_staff_alone(thread, krk_member, zgz_member, write):
    for user in (krk_member, zgz_member):
        with pytest.raises(PermissionDenied):
            write(thread, user, is_note=True)


def test_a_note_does_not_move_the_thread_for_others(thread, krk_editor, zgz_member, write):
    mark_read(thread, user=zgz_member, now=timezone.now())
    write(thread, krk_editor, is_note=True)
    assert not Thread.objects.unread_by(zgz_member).exists()


def test_strangers_do_nothing(thread, stranger, visitor, write):
    for user in (stranger, visitor):
        with pytest.raises(PermissionDenied):
            write(thread, user)
        with pytest.raises(PermissionDenied):
            consent(thread, user=user, now=timezone.now())


@pytest.mark.parametrize("owner_first", [True, False])
def test_the_second_consent_introduces_whoever_is_first(
    thread, krk_member, zgz_member, owner_first
):
    first, second = (krk_member, zgz_member) if owner_first else (zgz_member, krk_member)
    consent(thread, user=first, now=timezone.now())
    thread.refresh_from_db()
    assert thread.state == Stage.NEW
    assert not thread.is_introduced
    consent(thread, user=second, now=timezone.now())
    thread = Thread.objects.get(pk=thread.pk)
    assert thread.state == Stage.INTRODUCED
    assert thread.is_introduced
    assert [d.user for d in thread.disclosures.all()] == [first, second]


def test_a_side_agrees_once(thread, krk_member, krk_editor):
    now = timezone.now()
    first = consent(thread, user=krk_member, now=now)
    assert consent(thread, user=krk_editor, now=now) == first
    assert thread.disclosures.get().user == krk_member


def test_one_person_cannot_agree_for_both_sides(thread, administrator):
    for _ in range(2):
        consent(thread, user=administrator, now=timezone.now())
    assert thread.disclosures.count() == 1


def test_nobody_is_introduced_without_consents(thread, krk_member):
    consent(thread, user=krk_member, now=timezone.now())
    with pytest.raises(ValidationError):
        make("introduce", thread, user=krk_member)


def agree(thread, user, **fields):
    return record_agreement(
        thread,
        **{
            "user": user,
            "kind": "distribution",
            "outcome": "A distribution contract for Aragón.",
            "agreed_on": date(2026, 11, 20),
            "is_public": True,
            "now": timezone.now(),
            **fields,
        },
    )


def test_an_agreement_ends_an_introduced_conversation_and_counts(thread, krk_member, zgz_member):
    for user in (krk_member, zgz_member):
        consent(thread, user=user, now=timezone.now())
    before = generation.current()
    agree(thread, zgz_member)
    thread.refresh_from_db()
    assert thread.state == Stage.AGREEMENT
    assert agreements() == 1
    assert generation.current() > before
    with pytest.raises(Ended):
        agree(thread, krk_member)


def test_no_agreement_before_an_introduction(thread, krk_member):
    with pytest.raises(ValidationError):
        agree(thread, krk_member)
    assert agreements() == 0


def test_an_owner_declines_with_a_reason_and_a_sender_withdraws(
    thread, krk_member, zgz_member, write
):
    assert "decline" in [move.name for move in moves_for(krk_member, thread)]
    assert "withdraw" not in [move.name for move in moves_for(krk_member, thread)]
    with pytest.raises(ValidationError):
        make("decline", thread, user=krk_member)
    with pytest.raises(PermissionDenied):
        make("decline", thread, user=zgz_member, note="No.")
    make("decline", thread, user=krk_member, note="We have found a partner.")
    with pytest.raises(Ended):
        write(thread, zgz_member)
    with pytest.raises(Ended):
        consent(thread, user=zgz_member, now=timezone.now())


def test_figures_count_replies_and_tell_the_median_answer(
    thread, krk_editor, krakow, zgz_member, write
):
    assert (conversations(), median_answer_hours(krakow)) == (1, None)
    write(thread, krk_editor)
    assert median_answer_hours(krakow) == 1
    make("withdraw", thread, user=zgz_member)
    assert conversations() == 0
