from uuid import uuid4

import pytest
from django.utils import timezone

from tests.make import make_published_offer
from threads.conversation import consent, open_thread, say
from threads.models import Message, Thread


@pytest.fixture
def offer(krk_company):
    return make_published_offer(krk_company)


@pytest.fixture
def reply():
    """reply(offer, sender, organisation): a new conversation."""

    def reply(offer, sender, organisation, **fields) -> Thread:
        fields = {
            "subject": offer.title,
            "body": "We would like to sell it in Aragón.",
            "token": uuid4(),
            "now": timezone.now(),
            "is_owner_hidden": offer.is_name_hidden,
            **fields,
        }
        return open_thread(offer, sender=sender, sender_organisation=organisation, **fields)

    return reply


@pytest.fixture
def write():
    """write(thread, user): a message."""

    def write(thread, user, body="Good day.", **fields) -> Message:
        fields = {"token": uuid4(), "now": timezone.now(), **fields}
        return say(thread, user=user, body=body, **fields)

    return write


@pytest.fixture
def introduce(krk_member, zgz_member):
    def introduce(thread: Thread) -> Thread:
        for user in (krk_member, zgz_member):
            consent(thread, user=user, now=timezone.now())
        return Thread.objects.get(pk=thread.pk)

    return introduce


@pytest.fixture
def thread(offer, reply, zgz_member, zgz_company) -> Thread:
    return reply(offer, zgz_member, zgz_company)


@pytest.fixture
def hidden_thread(offer, reply, zgz_member, zgz_company) -> Thread:
    """Neither side knows the other's name."""
    offer.is_name_hidden = True
    offer.save()
    return reply(offer, zgz_member, zgz_company, is_sender_hidden=True)
