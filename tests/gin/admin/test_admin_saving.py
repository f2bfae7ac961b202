import pytest
from django.urls import reverse

from offers.models import Offer
from partners.models import Organisation, StaffRole, Term
from publishing.models import Revision, State
from tests.gin.admin.world import one, saved


@pytest.mark.usefixtures("vocabularies")
def test_what_is_mended_is_kept_as_a_revision_and_in_the_history(own, inside, insider):
    offer = own["offers_offer"]

    response = saved(inside, offer, **{"texts-0-title": "Mended title", "stage": "concept"})

    assert response.status_code == 302
    offer.refresh_from_db()
    assert (offer.stage, offer.version, offer.revision) == ("concept", 2, 1)
    assert Revision.objects.about(offer).get().user == insider
    assert "Mended title" in inside.get(one("offers_offer", offer)).content.decode()
    assert insider.email in inside.get(one("offers_offer", offer, "history")).content.decode()


def test_of_two_who_mend_the_second_is_told(own, inside):
    offer = own["offers_offer"]
    Offer.objects.filter(pk=offer.pk).update(version=2)

    response = saved(inside, offer, seen_version=1, call="Horizon")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Somebody has changed it" in page and "Horizon" in page
    offer.refresh_from_db()
    assert offer.call == ""


@pytest.mark.parametrize("seen", ["1", ""])
def test_of_two_who_mend_an_organisation_the_second_is_told(own, inside, seen):
    company = own["partners_organisation"]
    page = inside.get(one("partners_organisation", company))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    Organisation.objects.filter(pk=company.pk).update(version=2)

    texts = {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0, "seen_version": seen}
    response = inside.post(
        one("partners_organisation", company), {**data, **texts, "city": "Teruel"}
    )

    company.refresh_from_db()
    assert (response.status_code, company.city) == (422, "")
    assert "Somebody has changed it" in response.text


@pytest.mark.usefixtures("vocabularies")
def test_no_form_changes_a_state_an_author_or_a_cluster(own, krakow, inside, stranger):
    offer = own["offers_offer"]

    changes = {"state": "published", "author": stranger.pk, "cluster": krakow.pk}
    assert saved(inside, offer, **changes).status_code == 302

    offer.refresh_from_db()
    assert (offer.state, offer.author, offer.cluster.code) == (State.DRAFT, None, "ZGZ")


@pytest.mark.usefixtures("vocabularies")
def test_texts_are_cleaned_here_too(own, inside):
    offer = own["offers_offer"]

    saved(inside, offer, **{"texts-0-description": "<p>Yes<script>alert(1)</script></p>"})

    assert offer.texts.get().description == "<p>Yes</p>"


def test_a_published_item_keeps_a_title(own, inside):
    response = saved(inside, own["offers_offer"], **{"texts-0-title": ""})

    assert response.status_code == 422 and "This field is required" in response.content.decode()


def test_a_renamed_organisation_is_compared_by_its_new_name(own, inside):
    company = own["partners_organisation"]
    form = inside.get(one("partners_organisation", company)).context["adminform"].form
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    texts = {"texts-TOTAL_FORMS": 0, "texts-INITIAL_FORMS": 0}

    inside.post(
        one("partners_organisation", company),
        {**data, **texts, "legal_name": "Río Nuevo S.L."},
    )

    company.refresh_from_db()
    assert (company.legal_name, company.name_key) == ("Río Nuevo S.L.", "rio nuevo")


def test_codes_are_chosen_by_their_labels(own, vocabularies, inside):
    page = inside.get(one("offers_offer", own["offers_offer"])).content.decode()

    assert '<option value="lab_tested" selected>Tested in the laboratory</option>' in page


def test_an_administrator_appoints_staff_and_a_coordinator_does_not(
    inside, krakow, stranger, administrator
):
    data = {"user": stranger.pk, "cluster": krakow.pk, "role": "editor"}
    url = reverse("admin:partners_staffrole_add")

    assert inside.post(url, data).status_code == 403
    inside.force_login(administrator)
    assert inside.post(url, data).status_code == 302
    assert StaffRole.objects.get(user=stranger).state == StaffRole.State.ACTIVE


@pytest.mark.parametrize(
    "labels", ['{"pl": "x"}', '{"en": ""}', '["en"]', '{"en": 1}', '{"xx": ""}']
)
def test_a_label_has_words_in_english_at_least(labels, everywhere):
    term = Term.objects.create(vocabulary="market", code="m1", labels={"en": "Cheese"})

    response = everywhere.post(
        one("partners_term", term), {"level": 1, "order": 1, "is_current": "on", "labels": labels}
    )

    assert response.status_code == 422
    term.refresh_from_db()
    assert term.labels == {"en": "Cheese"}


def test_of_two_who_add_the_same_language_the_second_is_told(krakow, everywhere):
    texts = {"language": "en", "name": "Typed", "tagline": "Meanwhile there is one.", "id": ""}
    sets = {"texts-TOTAL_FORMS": 1, "contacts-TOTAL_FORMS": 0}
    sets |= {"texts-INITIAL_FORMS": 0, "contacts-INITIAL_FORMS": 0}
    fields = {"code": "KRK", "thread": "krk", "city": "Kraków", "country": "PL", "nuts": "PL21"}
    fields |= {"languages": "en", "latitude": 50, "longitude": 20, "email": "k@k.example"}

    response = everywhere.post(
        one("partners_cluster", krakow),
        {**fields, **sets, **{f"texts-0-{name}": value for name, value in texts.items()}},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "already exists" in page and "Typed" in page


def test_a_thousand_rows_are_refused_and_not_drawn(krakow, everywhere):
    sets = {"texts-TOTAL_FORMS": 1000, "contacts-TOTAL_FORMS": 1000}
    sets |= {"texts-INITIAL_FORMS": 0, "contacts-INITIAL_FORMS": 0}

    response = everywhere.post(one("partners_cluster", krakow), sets)

    assert response.status_code == 422
    assert 'name="contacts-49-name"' in response.text
    assert 'name="contacts-50-name"' not in response.text
