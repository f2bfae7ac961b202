"""Tickets: a code to scan at the door, and what it says to those who scan it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from events.models import Event, Participant
from events.times import Times

_SVG = (
    '<svg class="qr" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}"'
    ' viewBox="0 0 {} {}" width="200" height="200" shape-rendering="crispEdges">'
    '<path d="{}"/></svg>'
)


@dataclass(frozen=True)
class Ticket:
    """The ticket of `participant`, as the staff of the event read it `now`."""

    participant: Participant
    now: datetime

    @property
    def event(self) -> Event:
        return self.participant.registration.event

    @property
    def times(self) -> Times:
        return Times(self.event)

    @property
    def is_valid(self) -> bool:
        return self.participant.registration.has_seat

    @property
    def is_for_another_day(self) -> bool:
        return self.now.astimezone(self.event.zone).date() not in set(self.event.days)


def address(participant: Participant) -> str:
    """Where the code leads: the staff read it in the language in which they wrote the event."""
    with override(participant.registration.event.language):
        return settings.SITE_URL + reverse("events:ticket", args=[participant.ticket])


def svg(participant: Participant) -> SafeString:
    """The code of the ticket, to stand in a page or to be printed; black on what is white there."""
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(address(participant))
    rows = code.get_matrix()  # with the quiet zone around it
    label = _("Ticket of %(name)s, as a code to scan at the door") % {"name": participant.name}
    return format_html(
        _SVG, label, len(rows), len(rows), "".join(map(_line, range(len(rows)), rows))
    )


def _line(y: int, row: list[bool]) -> str:
    """The dark modules of a row as parts of a path, neighbours in one."""
    parts, x = [], 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        if is_dark:
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(parts)
