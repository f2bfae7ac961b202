"""The events as data: in the words of schema.org's Event."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from events.listing import EVENTS
from events.models import Event
from publishing.exports import OpenData
from publishing.richtext import as_text

COLUMNS = (
    *("id", "kind", "title", "summary", "description", "text_language", "starts", "ends"),
    *("all_day", "timezone", "mode", "venue", "address", "city", "country", "languages"),
    *("cluster", "organisation", "registration_closes", "fee", "website", "cancelled", "url"),
)


def _record(event: Event) -> dict[str, Any]:
    text = event.text
    return {
        "id": event.pk,
        "kind": event.kind,
        "title": text.title,
        "summary": text.summary,
        "description": as_text(text.description),
        "text_language": text.language,
        "starts": event.starts.isoformat(),
        "ends": event.ends.isoformat(),
        "all_day": "yes" if event.is_all_day else "no",
        "timezone": event.timezone,
        "mode": event.mode,
        "venue": event.venue,
        "address": event.address,
        "city": event.place,
        "country": event.country_code,
        "languages": event.languages,
        "cluster": event.cluster.code,
        "organisation": str(event.organisation or ""),
        "registration_closes": event.closes_at and event.closes_at.astimezone(event.zone),
        "fee": text.fee,
        "website": event.website,
        "cancelled": "yes" if event.is_cancelled else "no",
        "url": settings.SITE_URL + event.get_absolute_url(),
    }


OPEN_DATA = OpenData(
    EVENTS,
    columns=COLUMNS,
    record=_record,
    title=_("Events and workshops – Global Innovation Network"),
    list_name="events:list",
    file_name="events",
)
