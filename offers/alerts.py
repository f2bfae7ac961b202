"""Saved searches: their people are told of what is new, of nothing twice and leaving nothing out.

An alert remembers the position of the newest offer there was when it looked last; what is published
afterwards has a greater one (publishing.search.last_position). What it finds is what the list of
the same search shows (publishing.listing).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from offers.filters import Search
from offers.listing import OFFERS
from offers.models import Alert, Offer
from offers.models.alerts import Frequency
from partners.models import User
from publishing.search import last_position

MOST = 20  # of one person
SHOWN = 10  # offers of one alert in a mail; the list shows them all
MORNING = timedelta(hours=6)  # a day of alerts begins then: mails come in the morning

# What an alert has found, as a task can be given it: its key, and positions, newest first.
Find = tuple[int, Sequence[int]]


@dataclass(frozen=True)
class News:
    """A part of a mail: what is new for one alert."""

    alert: Alert
    offers: list[Offer]


def save_search(search: Search, *, user: User, now: datetime) -> tuple[Alert, bool]:
    """Keep `search` as an alert of `user`, and tell whether it is a new one.

    Raises ValidationError where the person has as many as one may keep.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # of two at once, the second is counted
        own = Alert.objects.of(user)
        if known := own.filter(query=search.canonical).first():
            return known, False
        if own.count() >= MOST:
            raise ValidationError(
                ngettext(
                    "You have %(n)d alert, which is as many as one may keep. Delete one first.",
                    "You have %(n)d alerts, which is as many as one may keep. Delete one first.",
                    MOST,
                )
                % {"n": MOST}
            )
        alert = Alert.objects.create(
            user=user,
            name=name_of(search),
            query=search.canonical,
            created_at=now,
            looked_on=day_of(now),
            position=last_position(Offer),
        )
        return alert, True


def name_of(search: Search) -> str:
    """What it looks for, in the reader's language: 'Offer, Kraków, “sensor”'."""
    words = [str(pill.label) for pill in search.pills]
    if search.text:
        words.append(_("“%(text)s”") % {"text": search.text})
    longest = Alert._meta.get_field("name").max_length
    said = capfirst(", ".join(words)) or _("All offers and requests")
    return Truncator(said).chars(longest)


def day_of(now: datetime) -> date:
    """The day on which an alert looks at `now`."""
    return timezone.localdate(now - MORNING)


def look(user_id: int, *, day: date) -> list[Find]:
    """What the person's alerts that are due find; they do not find it again. In a transaction."""
    due = Alert.objects.filter(user=user_id).due_on(day).order_by("pk")
    alerts = list(due.select_for_update(of=("self",), skip_locked=True))
    last = last_position(Offer)
    found = [(alert.pk, _newest(alert, last)) for alert in alerts]
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(looked_on=day, position=last)
    return [(pk, positions) for pk, positions in found if positions]


def _newest(alert: Alert, last: int) -> list[int]:
    search = Search.from_query(QueryDict(alert.query))
    if search.canonical != alert.query:  # a filter is no longer known: without it, all would fit
        return []
    newest = OFFERS.found_by(search).newest(SHOWN, before=last + 1)
    return [position for position in newest if position > alert.position]


def news(user: User, found: Sequence[Find]) -> list[News]:
    """What `look` has found, as far as it is still there and wanted; each offer once."""
    alerts = Alert.objects.of(user).exclude(frequency=Frequency.PAUSED)
    known = alerts.in_bulk([pk for pk, _positions in found])
    positions = {position for _pk, positions in found for position in positions}
    offers = {offer.position: offer for offer in Offer.objects.listed_at(positions)}
    return list(_parts(known, offers, found))


def _parts(
    alerts: dict[int, Alert], offers: dict[int, Offer], found: Sequence[Find]
) -> Iterator[News]:
    """Takes out of `offers` what it has told."""
    for pk, positions in found:
        if alert := alerts.get(pk):
            new = [offers.pop(position) for position in positions if position in offers]
            if new:
                yield News(alert, new)


_signer = Signer(salt="offers.alerts")


def stop_token(user: User) -> str:
    """The part of an address by which who has it can stop the person's mails, for as long."""
    return _signer.sign(user.pk)


def stopped_by(token: str):
    """The alerts whose mails a token stops. Raises BadSignature for any other text."""
    return Alert.objects.filter(user=int(_signer.unsign(token)))
