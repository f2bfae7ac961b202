"""What happens in the same moment, over real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from moves.machine import make
from threads.conversation import consent, open_thread, say
from threads.models import Disclosure, Message, Stage, Thread

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable) -> list:
    """The results, or the ValidationErrors, of acts that all begin at the same moment."""
    barrier = Barrier(len(acts))

    def run(act: Callable):
        try:
            barrier.wait(timeout=10)
            return act()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def replying(offer, sender, organisation, token) -> Callable:
    return partial(
        open_thread,
        offer,
        sender=sender,
        sender_organisation=organisation,
        subject=offer.title,
        body="We would like to.",
        token=token,
        now=timezone.now(),
    )


def test_a_double_click_opens_one_thread(offer, zgz_member, zgz_company):
    results = at_once(*[replying(offer, zgz_member, zgz_company, uuid4())] * 4)
    assert len(set(results)) == 1
    assert Thread.objects.get().messages.count() == 1


def test_two_tabs_open_one_thread_and_the_other_is_told(offer, zgz_member, zgz_company):
    tabs = [replying(offer, zgz_member, zgz_company, uuid4()) for _ in range(4)]
    results = at_once(*tabs)
    assert sum(isinstance(result, ValidationError) for result in results) == 3
    assert Thread.objects.count() == 1


def test_a_message_sent_four_times_is_one(thread, krk_member):
    write = partial(say, thread, user=krk_member, body="Hello.", token=uuid4(), now=timezone.now())
    assert len(set(at_once(*[write] * 4))) == 1
    assert Message.objects.filter(user=krk_member).count() == 1


def test_both_sides_agree_in_the_same_moment(thread, krk_member, zgz_member):
    now = timezone.now()
    at_once(
        *[partial(consent, thread, user=user, now=now) for user in (krk_member, zgz_member)] * 2
    )
    thread.refresh_from_db()
    assert thread.state == Stage.INTRODUCED
    assert Disclosure.objects.count() == 2


def test_a_message_and_an_end_in_the_same_moment_leave_one_story(thread, krk_member, zgz_member):
    at_once(
        partial(say, thread, user=krk_member, body="Yes.", token=uuid4(), now=timezone.now()),
        partial(make, "withdraw", thread, user=zgz_member),
    )
    thread.refresh_from_db()
    assert thread.state == Stage.WITHDRAWN
    answered = thread.messages.filter(user=krk_member).exists()
    assert answered == (thread.answered_at is not None)
