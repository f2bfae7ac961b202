from events.forms.facts import FactsForm
from events.forms.texts import EventTextForm

__all__ = ["EventTextForm", "FactsForm"]
