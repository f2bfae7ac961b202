from functools import partial

from django_countries import countries

from offers import languages
from offers.forms import OfferTextForm
from offers.models import Offer
from partners.vocabularies import labels
from publishing.kinds import Kind, enrol

OFFERS = Kind(
    slug="offers",
    model=Offer,
    text_form=OfferTextForm,
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
