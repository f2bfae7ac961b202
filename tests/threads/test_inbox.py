"""The inbox: folders, counts, what is new to whom, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from tests.make import (
    make_cluster,
    make_member,
    make_offer,
    make_organisation,
    make_published_offer,
    make_thread,
)
from threads.conversation import consent, mark_read
from threads.inbox import Inbox
from threads.models import Message, Side, Thread


def box(user, **options) -> Inbox:
    return Inbox(user, now=timezone.now(), **options)


def in_folder(user, folder: str) -> list[Thread]:
    return [row.thread for row in box(user).page(folder)]


def test_a_new_reply_waits_for_the_owners(thread, krk_member, krk_editor, zgz_member, stranger):
    for user in (krk_member, krk_editor):
        assert in_folder(user, "waiting") == [thread]
    assert in_folder(zgz_member, "open") == [thread]
    assert in_folder(zgz_member, "waiting") == []
    assert in_folder(stranger, "open") == []


def test_it_waits_for_whoever_did_not_write_last(thread, write, krk_member, krk_editor, zgz_member):
    write(thread, krk_member)
    write(thread, krk_editor, is_note=True)
    assert in_folder(krk_member, "waiting") == []
    assert in_folder(zgz_member, "waiting") == [thread]


def test_it_waits_for_who_is_asked_to_agree(thread, zgz_member, krk_member, write):
    write(thread, krk_member)
    write(thread, zgz_member)
    write(thread, krk_member)
    consent(thread, user=zgz_member, now=timezone.now())
    assert in_folder(krk_member, "waiting") == [thread]
    consent(thread, user=krk_member, now=timezone.now())
    assert in_folder(krk_member, "waiting") == []


def test_ended_ones_are_kept_apart(thread, zgz_member):
    make("withdraw", thread, user=zgz_member)
    assert box(zgz_member).counts() == {"open": 0, "waiting": 0, "overdue": 0, "ended": 1}


def test_late_ones_rise(thread, reply, zgz_member, zgz_company, krk_company, krk_editor):
    newer = reply(make_published_offer(krk_company), zgz_member, zgz_company)
    assert in_folder(krk_editor, "open") == [newer, thread]
    Thread.objects.filter(pk=thread.pk).update(answer_due_at=timezone.now() - timedelta(hours=1))
    assert in_folder(krk_editor, "open") == [thread, newer]
    assert in_folder(krk_editor, "overdue") == [thread]


def test_it_can_be_narrowed_to_one_cluster(
    client, thread, reply, zgz_member, zgz_company, administrator
):
    cluj = make_cluster("CLJ", city="Cluj-Napoca")
    other = reply(make_published_offer(make_organisation(cluj)), zgz_member, zgz_company)
    rows = box(zgz_member, code="CLJ").page("open")
    assert [row.thread for row in rows] == [other]
    client.force_login(zgz_member)
    page = client.get(reverse("threads:inbox"), {"cluster": "CLJ"}).content.decode()
    assert other.get_absolute_url() in page
    assert thread.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"folder": "ended"}, 200),
        ({"folder": "secret"}, 404),
        ({"cluster": "XXX"}, 404),
        ({"cluster": "KRK\x00"}, 404),
        ({"page": "99999999999999999999"}, 200),
        ({"page": "-1"}, 200),
    ],
)
def test_odd_questions_are_answered(client, thread, zgz_member, query, status):
    client.force_login(zgz_member)
    assert client.get(reverse("threads:inbox"), query).status_code == status


def test_unread_is_what_happened_since_one_looked(krk_member, zgz_member, thread, write):
    def unread(user) -> list[Thread]:
        rows = [*box(user).page("open"), *box(user).page("ended")]
        found = list(Thread.objects.unread_by(user))
        assert [row.thread for row in rows if row.is_unread] == found
        return found

    assert unread(krk_member) == [thread]
    assert unread(zgz_member) == []
    mark_read(thread, user=krk_member, now=timezone.now())
    assert unread(krk_member) == []
    write(thread, zgz_member)
    assert unread(krk_member) == [thread]
    write(thread, krk_member)
    assert unread(zgz_member) == [thread]
    mark_read(thread, user=zgz_member, now=timezone.now())
    make("decline", thread, user=krk_member, note="No.")
    assert unread(zgz_member) == [thread]


def test_what_happened_before_one_joined_is_not_new(thread, krk_company, visitor):
    newcomer = make_member(krk_company)
    assert not Thread.objects.unread_by(newcomer).exists()
    assert not Thread.objects.unread_by(visitor).exists()


def test_opening_a_conversation_reads_it(client, krk_member, thread):
    client.force_login(krk_member)
    page = client.get(reverse("threads:inbox"))
    assert page.context["page"].unread == 1
    assert '<span class="sr">unread</span>' in page.content.decode()
    client.get(thread.get_absolute_url())
    assert client.get(reverse("threads:inbox")).context["page"].unread == 0


def test_thirty_rows_cost_what_one_does(
    client, thread, zgz_member, zgz_company, krk_company, krk_editor
):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("threads:inbox"))
        assert response.status_code == 200
        return len(queries)

    client.force_login(krk_editor)
    cost()
    at_one = cost()
    for _ in range(29):
        other = make_thread(make_offer(krk_company), zgz_company, sender=zgz_member)
        Message.objects.create(thread=other, user=zgz_member, side=Side.SENDER, token=uuid4())
    assert cost() == at_one
    assert len(box(krk_editor).page("open").object_list) == 30
