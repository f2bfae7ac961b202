from offers.forms.facts import FactsForm
from offers.forms.texts import OfferTextForm

__all__ = ["FactsForm", "OfferTextForm"]
