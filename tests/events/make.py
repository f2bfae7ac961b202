"""Events as tests need them."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from events.models import Event, EventText
from partners.models import Cluster
from publishing.search import index


def make_event(cluster: Cluster, *, text: dict | None = None, **fields):
    """A published workshop of three hours in two weeks."""
    starts_at = fields.pop("starts_at", timezone.now() + timedelta(days=14))
    if fields.get("state", "published") == "published":
        fields.setdefault("published_at", datetime(2026, 1, 1, tzinfo=UTC))
    event = Event.objects.create(
        cluster=cluster,
        **{
            "mode": "on_site",
            "timezone": cluster.timezone,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "venue": "Centre for Innovation",
            "city": cluster.city,
            "languages": ["en"],
            "state": "published",
            **fields,
        },
    )
    words = {
        "title": "Sensors in saffron",
        "summary": "Growers and engineers compare.",
        "description": "<p>A season of measurements.</p>",
    }
    EventText.objects.create(item=event, language=event.language, **(words | (text or {})))
    if event.state == "published":
        index(event)
    return event
