from functools import partial

from django_countries import countries

from offers.forms import FactsForm, OfferTextForm
from offers.models import Offer
from offers.requirements import ASKED
from partners import languages
from partners.vocabularies import labels
from publishing.kinds import Kind, enrol

OFFERS = Kind(
    slug="offers",
    model=Offer,
    facts_form=FactsForm,
    text_form=OfferTextForm,
    asked=ASKED,
    preview="offers/_preview.html",
    labels={
        "nace": partial(labels, "nace"),
        "technology": partial(labels, "technology"),
        "market": partial(labels, "market"),
        "stage": partial(labels, "stage"),
        "ipr": partial(labels, "ipr"),
        "cooperation": partial(labels, "cooperation"),
        "partner_kinds": partial(labels, "partner_kind"),
        "countries": lambda: dict(countries),
        "work_languages": languages.names,
    },
)

enrol(OFFERS)
