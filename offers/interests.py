"""Replying to an offer: the three answers become the first message of a conversation."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.models import Interest, Offer
from partners.models import Organisation, User
from threads.conversation import open_thread
from threads.models import Thread


@transaction.atomic
def express_interest(
    offer: Offer,
    *,
    user: User,
    organisation: Organisation,
    proposal: str,
    about: str,
    token: UUID,
    now: datetime,
    questions: str = "",
    is_name_hidden: bool = False,
    files: Iterable = (),
) -> Thread:
    """Reply to `offer` in the name of `organisation`, for which `user` speaks.

    The same `token` again gives the same thread. Raises ValidationError where the offer takes no
    replies by now, threads.conversation.AlreadyOpen where the organisation has replied, and
    PermissionDenied where the user does not speak for it or it is the offer's own.
    """
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if not Offer.objects.taking_interest_on(timezone.localdate(now)).filter(pk=offer.pk).exists():
        raise ValidationError(
            _("It has been closed in the meantime, and takes no replies. Your text is kept here.")
        )
    answers = {"proposal": proposal, "questions": questions, "about": about}
    thread = open_thread(
        offer,
        sender=user,
        sender_organisation=organisation,
        subject=offer.original.title,
        body=_letter(answers),
        token=token,
        now=now,
        is_owner_hidden=offer.is_name_hidden,
        is_sender_hidden=is_name_hidden,
        files=files,
    )
    Interest.objects.get_or_create(thread=thread, defaults={"offer": offer, **answers})
    return thread


def _letter(answers: dict[str, str]) -> str:
    """The answers below their questions, in the language of who writes."""
    labels = {name: Interest._meta.get_field(name).verbose_name for name in answers}
    return "\n\n".join(
        f"{str(labels[name]).capitalize()}\n{answer}" for name, answer in answers.items() if answer
    )
