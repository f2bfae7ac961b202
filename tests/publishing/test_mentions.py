"""What lists know of an organisation follows its name, by whatever way it changes."""

from io import StringIO

from django.urls import reverse

from offers.models import Offer
from partners.imports.organisations import import_organisations
from partners.mentions import renamed
from partners.models import Organisation
from publishing.search import Question
from tests.gin.admin.world import one
from tests.make import make_offer, make_organisation, make_published_offer


def found(text: str) -> list[int]:
    return Question(Offer, text, {}).find().positions


def test_offers_are_found_by_the_new_name_once_the_profile_is_saved(
    client, krk_company, krk_member
):
    offer = make_published_offer(krk_company)
    client.force_login(krk_member)
    assert found("Wisła") == [offer.position]

    client.post(
        reverse("partners:organisation_edit", args=[krk_company.slug]),
        {"legal_name": "Sola sp. z o.o.", "kind": "university", "seen_version": 1},
    )

    assert (found("Wisła"), found("Sola")) == ([], [offer.position])


def test_offers_are_found_by_the_name_an_administrator_gives(client, krk_company, administrator):
    offer = make_published_offer(krk_company)
    client.force_login(administrator)
    form = client.get(one("partners_organisation", krk_company)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    texts = {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0}

    client.post(one("partners_organisation", krk_company), {**data, **texts, "short_name": "Sola"})

    assert found("Sola") == [offer.position]


def test_offers_are_found_by_the_name_an_import_brings(krakow, vocabularies):
    company = make_organisation(
        krakow,
        legal_name="Wisła",
        state=Organisation.State.UNCLAIMED,
        source="csv",
        source_id="7",
        country="PL",
    )
    offer = make_published_offer(company)
    file = StringIO("id,legal_name,kind,country\n7,Wisła Sola,sme,PL\n")

    import_organisations(file, decisions={"7": "csv:7"})

    assert found("Sola") == [offer.position]


def test_only_what_is_listed_is_renewed_and_hidden_names_stay_hidden(krakow, krk_company):
    listed = make_published_offer(krk_company)
    make_published_offer(krk_company, is_name_hidden=True)
    draft = make_offer(krk_company)
    other = make_published_offer(make_organisation(krakow, legal_name="Sola"))
    Organisation.objects.filter(pk=krk_company.pk).update(legal_name="Sola")

    for _time in range(2):  # a job may be run twice
        renamed([krk_company.pk])

    assert found("Sola") == [other.position, listed.position]
    draft.refresh_from_db()
    assert (draft.words, draft.position) == (None, None)
