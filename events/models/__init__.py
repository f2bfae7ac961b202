from events.models.calendars import PrivateCalendar
from events.models.events import Event, EventQuerySet
from events.models.feedback import Feedback
from events.models.questions import Question, QuestionText
from events.models.registrations import Participant, Registration
from events.models.series import Series, SeriesText
from events.models.texts import EventText

__all__ = [
    "Event",
    "EventQuerySet",
    "EventText",
    "Feedback",
    "Participant",
    "PrivateCalendar",
    "Question",
    "QuestionText",
    "Registration",
    "Series",
    "SeriesText",
]
