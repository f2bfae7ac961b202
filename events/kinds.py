from events.forms import EventTextForm, FactsForm
from events.models import Event
from events.requirements import ASKED
from partners import languages
from publishing.kinds import Kind, enrol

EVENTS = Kind(
    slug="events",
    model=Event,
    facts_form=FactsForm,
    text_form=EventTextForm,
    asked=ASKED,
    preview="events/_preview.html",
    labels={"languages": languages.names},
)

enrol(EVENTS)
