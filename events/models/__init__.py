from events.models.events import Event, EventQuerySet
from events.models.texts import EventText

__all__ = ["Event", "EventQuerySet", "EventText"]
