"""A person's own offers, and those of the clusters they work for: what is to do with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.models import Offer
from publishing.models import State


@dataclass(frozen=True)
class OwnOffer:
    """One of them on `day`, with the next step in words."""

    offer: Offer
    day: date

    @property
    def is_expired(self) -> bool:
        return self.offer.is_expired_on(self.day)

    @property
    def is_closing_soon(self) -> bool:
        return self.offer.closes_soon_on(self.day)

    @property
    def is_extendable(self) -> bool:
        return self.is_expired or self.is_closing_soon

    @property
    def is_writable(self) -> bool:
        return self.offer.state != State.ARCHIVED

    @property
    def next_step(self) -> str:
        return _STEPS[State(self.offer.state)](self)


def _draft(own: OwnOffer) -> str:
    missing = len(own.offer.gaps())
    if not missing:
        return _("Complete: submit it for review.")
    return ngettext("%(n)d thing is missing.", "%(n)d things are missing.", missing) % {
        "n": missing
    }


def _published(own: OwnOffer) -> str:
    if own.is_expired:
        return _("It has closed. Extend it, and readers find it again.")
    if own.is_closing_soon:
        return _("It closes soon. Extend it, if you still look for partners.")
    if not own.offer.accepts_interest:
        return _("Readers see it, but cannot reply.")
    return _("Readers find it and can reply.")


_STEPS = {
    State.DRAFT: _draft,
    State.SUBMITTED: lambda own: _("Your cluster reviews it within five working days."),
    State.PUBLISHED: _published,
    State.RETURNED: lambda own: _("Read why it was returned, mend it and submit it again."),
    State.ARCHIVED: lambda own: _("Readers no longer find it. Reopen it to use it again."),
}


def counts(user) -> dict[str, int]:
    """State → how many offers of the user's are in it."""
    rows = Offer.objects.editable_by(user).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def own_offers(user, *, state: str = "") -> QuerySet[Offer]:
    """The user's, in one state if given; what was changed last first."""
    offers = Offer.objects.editable_by(user).described().order_by("-updated_at", "-pk")
    return offers.filter(state=state) if state else offers


def with_steps(offers: Iterable[Offer], *, day: date) -> list[OwnOffer]:
    return [OwnOffer(offer, day) for offer in offers]
