"""The pages of clusters and organisations, and changing what they say."""

import io
import json
import re

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from moves import generation
from partners.models import Cluster, Organisation
from tests.make import make_offer, make_organisation, make_published_offer


def png(width=900, height=300) -> SimpleUploadedFile:
    data = io.BytesIO()
    picture = Image.new("RGB", (width, height), "navy")
    picture.save(data, "png")
    return SimpleUploadedFile("logo.png", data.getvalue(), "image/png")


def page_of(client, item) -> str:
    answer = client.get(item.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def structured(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


# Clusters


def test_the_list_shows_all_active_clusters_with_their_members(
    client, krakow, zaragoza, krk_company
):
    make_organisation(krakow, state="unclaimed")
    make_organisation(krakow, state="pending")
    Cluster.objects.filter(pk=zaragoza.pk).update(longitude="-0.89")
    page = client.get(reverse("partners:cluster_list")).content.decode()
    assert "Klaster LifeScience Kraków" in page and "Bioaratec" in page
    assert re.search(r"<p>\s*1 member\s*</p>", page)
    assert "50.00° N 20.00° E" in page
    assert "0.89° W" in page
    zaragoza.is_active = False
    zaragoza.save()
    generation.touch()
    assert "Bioaratec" not in client.get(reverse("partners:cluster_list")).content.decode()
    assert client.get(zaragoza.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("language", "place"),
    [
        ("en", "41.65° N 0.89° W"),
        ("pl", "41,65° N 0,89° W"),
        ("es", "41,65° N 0,89° O"),
        ("ro", "41,65° N 0,89° V"),
        ("el", "41,65° Β 0,89° Δ"),
    ],
)
def test_the_place_of_a_cluster_is_written_as_readers_write_it(client, krakow, language, place):
    Cluster.objects.filter(pk=krakow.pk).update(latitude="41.65", longitude="-0.89")
    with override(language):
        assert place in page_of(client, krakow)


def test_a_cluster_shows_profile_contacts_members_and_newest_offers(client, krakow, krk_company):
    krakow.contacts.create(name="Anna Wrona", email="a@krk.example", languages=["pl", "en"])
    krakow.texts.update(about="We began in 2006.\n\nWe are many.")
    offer = make_published_offer(krk_company)
    draft = make_offer(krk_company)
    page = page_of(client, krakow)
    assert "<p>We began in 2006.</p>" in page
    assert "Anna Wrona" in page and "Polish, English" in page
    assert krk_company.get_absolute_url() in page
    assert offer.title in page and draft.title not in page
    assert f"{reverse('offers:list')}?cluster=KRK" in page
    about = structured(page)
    assert (about["@type"], about["name"]) == ("Organization", "Klaster LifeScience Kraków")


def test_a_cluster_is_read_in_ones_language(client, krakow):
    krakow.texts.create(language="pl", name="Klaster po polsku", tagline="Nauka dla zdrowia.")
    assert "Nauka dla zdrowia." in client.get("/pl/clusters/krk/").content.decode()
    greek = client.get("/el/clusters/krk/").content.decode()
    assert '<h1 lang="en">Klaster LifeScience Kraków</h1>' in greek


@pytest.mark.parametrize(
    ("who", "status"),
    [("krk_coordinator", 200), ("krk_editor", 403), ("zgz_coordinator", 403), ("stranger", 403)],
)
def test_who_edits_a_cluster(request, client, krakow, who, status):
    client.force_login(request.getfixturevalue(who))
    url = reverse("partners:cluster_edit", args=["krk"])
    assert client.get(url).status_code == status
    assert client.post(url, cluster_form(email="new@krk.example")).status_code in (302, 403)
    assert (Cluster.objects.get(pk=krakow.pk).email == "new@krk.example") == (status == 200)


def cluster_form(**cells):
    return {
        "seen_version": "1",
        "email": "krk@cluster.example",
        "languages": ["pl", "en"],
        "text-en-name": "Klaster LifeScience Kraków",
        "text-en-tagline": "Health from Małopolska.",
        "contacts-TOTAL_FORMS": "1",
        "contacts-INITIAL_FORMS": "0",
        "contacts-0-order": "0",
        **cells,
    }


def test_a_profile_is_kept_in_languages_with_contacts_and_logo(client, krakow, krk_coordinator):
    client.force_login(krk_coordinator)
    number = generation.current()
    contact = {
        "contacts-0-name": "Anna Wrona",
        "contacts-0-email": "a@krk.example",
        "contacts-0-languages": ["pl"],
    }
    polish = {"text-pl-name": "Klaster", "text-pl-tagline": "Zdrowie z Małopolski."}
    form = cluster_form(**contact, **polish, four_eyes="on", logo=png())
    assert client.post(reverse("partners:cluster_edit", args=["krk"]), form).status_code == 302
    krakow.refresh_from_db()
    assert krakow.four_eyes and krakow.languages == ["pl", "en"]
    assert set(krakow.texts.values_list("language", flat=True)) == {"en", "pl"}
    assert krakow.contacts.get().name == "Anna Wrona"
    assert (krakow.logo.width, krakow.logo.height) == (480, 160)
    assert generation.current() > number, "kept pages are renewed"


def test_an_emptied_language_is_deleted_and_a_half_filled_one_is_told(
    client, krakow, krk_coordinator
):
    krakow.texts.create(language="pl", name="Klaster", tagline="x")
    client.force_login(krk_coordinator)
    url = reverse("partners:cluster_edit", args=["krk"])
    page = client.post(url, cluster_form(**{"text-pl-about": "Bez nazwy."}))
    assert page.status_code == 422
    assert "Bez nazwy." in page.content.decode()
    client.post(url, cluster_form())
    assert list(krakow.texts.values_list("language", flat=True)) == ["en"]


@pytest.mark.parametrize(
    "cells",
    [
        {"email": "x"},
        {"website": "javascript:alert(1)"},
        {"founded": "9" * 30},
        {"languages": ["xx"]},
        {"text-en-name": "a\0b"},
        {"text-en-tagline": "x" * 1_000_000},
        {"contacts-TOTAL_FORMS": "9" * 20},
        {"contacts-TOTAL_FORMS": ""},
        {"logo": SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", "image/png")},
    ],
)
def test_a_bad_cluster_profile_is_mended_not_lost(client, krakow, krk_coordinator, cells):
    client.force_login(krk_coordinator)
    page = client.post(reverse("partners:cluster_edit", args=["krk"]), cluster_form(**cells))
    assert page.status_code == 422


def test_a_thousand_contacts_are_refused_and_not_drawn(client, krakow, krk_coordinator):
    client.force_login(krk_coordinator)
    form = cluster_form(**{"contacts-TOTAL_FORMS": "1000"})
    page = client.post(reverse("partners:cluster_edit", args=["krk"]), form)
    assert page.status_code == 422
    assert "contacts-24-name" not in page.text


# Organisations


def test_an_organisation_says_what_it_does_and_who_vouches(client, krakow, krk_coordinator):
    organisation = make_organisation(
        krakow, offers="We test.", seeks="We seek.", website="https://lab.example", state="pending"
    )
    client.force_login(krk_coordinator)
    url = reverse("partners:organisation_move", args=[organisation.slug, "verify"])
    client.post(url)
    client.logout()
    page = page_of(client, organisation)
    assert "We test." in page and "We seek." in page
    assert 'href="https://lab.example" rel="noopener nofollow ugc"' in page
    assert "by Klaster LifeScience Kraków on" in page
    assert "Profile confirmed" in page
    assert structured(page)["url"] == "https://lab.example"
    assert krk_coordinator.name not in page, "the cluster vouches, not a person"


def test_texts_cannot_break_out_of_the_page(client, krakow):
    evil = "</script><script>alert(1)</script><b>"
    page = page_of(client, make_organisation(krakow, offers=evil, legal_name=f"X {evil}"))
    assert "<script>alert" not in page
    assert structured(page)["description"] == evil


def test_its_open_offers_are_there_but_for_those_under_a_hidden_name(client, krk_company):
    shown = make_published_offer(krk_company)
    hidden = make_published_offer(krk_company, is_name_hidden=True)
    page = page_of(client, krk_company)
    assert shown.title in page
    assert hidden.title not in page and hidden.reference not in page


def test_an_unclaimed_one_can_be_claimed_from_its_page(client, krakow):
    unclaimed = make_organisation(krakow, state="unclaimed")
    assert reverse("partners:claim", args=[unclaimed.slug]) in page_of(client, unclaimed)
    abroad = make_organisation()
    assert "nobody speaks for it yet" in page_of(client, abroad)


@pytest.mark.parametrize("state", ["pending", "archived"])
def test_what_is_not_listed_is_for_its_own_people(
    client, krakow, state, krk_editor, zgz_coordinator
):
    organisation = make_organisation(krakow, state=state)
    url = organisation.get_absolute_url()
    assert client.get(url).status_code == 404
    client.force_login(zgz_coordinator)
    assert client.get(url).status_code == 404
    client.force_login(krk_editor)
    assert client.get(url).status_code == 200


def organisation_form(**cells):
    named = {"legal_name": "Laboratorium Wisła S.A.", "kind": "sme", "city": "Kraków"}
    return {"seen_version": "1", **named, **cells}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("krk_member", 302),
        ("krk_editor", 302),
        ("krk_coordinator", 302),
        ("administrator", 302),
        ("zgz_member", 403),
        ("zgz_coordinator", 403),
        ("stranger", 403),
    ],
)
def test_who_edits_an_organisation(request, client, krk_company, who, status):
    client.force_login(request.getfixturevalue(who))
    url = reverse("partners:organisation_edit", args=[krk_company.slug])
    assert client.post(url, organisation_form()).status_code == status
    name = Organisation.objects.get(pk=krk_company.pk).legal_name
    assert (name == "Laboratorium Wisła S.A.") == (status == 302)


def test_a_profile_that_is_saved_is_confirmed_and_found(
    client, krk_company, krk_member, vocabularies
):
    client.force_login(krk_member)
    number = generation.current()
    form = organisation_form(
        **{"text-pl-offers": "Testy.", "text-en-seeks": "A distributor."},
        nace="72",
        technology=["31050788"],
        size="11-49",
        logo=png(),
    )
    url = reverse("partners:organisation_edit", args=[krk_company.slug])
    assert client.post(url, form).url == krk_company.get_absolute_url()
    krk_company.refresh_from_db()
    assert krk_company.confirmed_at is not None
    assert krk_company.name_key == "laboratorium wisla"
    assert (krk_company.nace, krk_company.technology) == ("72", ["31050788"])
    assert krk_company.logo.name.endswith(".webp")
    assert {t.language for t in krk_company.texts.all()} == {"pl", "en"}
    assert generation.current() > number
    old = krk_company.logo
    client.post(url, organisation_form(seen_version="2", **{"logo-clear": "on"}))
    krk_company.refresh_from_db()
    assert not krk_company.logo
    assert old.name


def test_a_replaced_logo_is_deleted(
    client, krk_company, krk_member, django_capture_on_commit_callbacks
):
    client.force_login(krk_member)
    url = reverse("partners:organisation_edit", args=[krk_company.slug])
    client.post(url, organisation_form(logo=png()))
    krk_company.refresh_from_db()
    old = krk_company.logo
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, organisation_form(logo=png(), seen_version="2"))
    krk_company.refresh_from_db()
    assert krk_company.logo.name != old.name
    assert not old.storage.exists(old.name)
    assert old.storage.exists(krk_company.logo.name)


@pytest.mark.parametrize(
    "cells",
    [
        {"legal_name": ""},
        {"legal_name": "a\0b"},
        {"legal_name": "…"},
        {"city": "x" * 1_000_000},
        {"text-en-offers": "x" * 1501},
        {"text-en-offers": "a\0b"},
        {"founded": "9" * 30},
        {"nace": "nothing"},
        {"technology": ["nothing"]},
        {"logo": SimpleUploadedFile("logo.svg", b"<svg/>", "image/svg+xml")},
    ],
)
def test_a_bad_profile_is_mended_not_lost(client, krk_company, krk_member, cells):
    client.force_login(krk_member)
    form = organisation_form(short_name="Typed before", **cells)
    page = client.post(reverse("partners:organisation_edit", args=[krk_company.slug]), form)
    assert page.status_code == 422
    assert "Typed before" in page.content.decode()
    assert Organisation.objects.get(pk=krk_company.pk).short_name == ""


def test_a_profile_of_a_cluster_has_an_end(client, krakow, krk_coordinator):
    client.force_login(krk_coordinator)
    url = reverse("partners:cluster_edit", args=["krk"])
    page = client.post(url, {"text-en-name": "Kraków", "text-en-about": "x" * 4001})
    assert page.status_code == 422
    assert 'id="id_text-en-about_error"' in page.content.decode()


def test_of_two_who_save_a_profile_the_second_chooses(client, krk_company, krk_member, krk_editor):
    krk_company.texts.create(language="en", offers="Tests of materials.")
    url = reverse("partners:organisation_edit", args=[krk_company.slug])
    client.force_login(krk_editor)
    client.post(url, organisation_form(size="11-49", **{"text-en-offers": "Tests of alloys."}))
    client.force_login(krk_member)
    mine = organisation_form(**{"text-en-offers": "Tests of sensors."})

    page = client.post(url, mine)

    krk_company.refresh_from_db()
    assert page.status_code == 409
    assert krk_company.text.offers == "Tests of alloys."
    text = re.sub(r"<[^>]+>", "", page.text)
    assert "Somebody has saved this since you opened it" in text
    assert "Tests of alloys." in text and "Tests of sensors." in text
    assert "11–49 people" in text
    form = page.context["profile"].form
    assert (
        client.post(url, {**mine, "seen_version": form["seen_version"].value()}).status_code == 302
    )
    assert Organisation.objects.get(pk=krk_company.pk).text.offers == "Tests of sensors."


def test_of_two_who_save_a_cluster_the_second_is_told(client, krakow, krk_coordinator):
    client.force_login(krk_coordinator)
    url = reverse("partners:cluster_edit", args=["krk"])
    contact = {"contacts-0-name": "Anna Wrona", "contacts-0-email": "anna@krk.example"}
    client.post(url, cluster_form(four_eyes="on", **contact))

    page = client.post(url, cluster_form(phone="+48 12 345", **contact))

    krakow.refresh_from_db()
    assert page.status_code == 409
    assert (krakow.phone, krakow.four_eyes) == ("", True)


def test_a_profile_sent_twice_is_saved_once(client, krk_company, krk_member):
    client.force_login(krk_member)
    url = reverse("partners:organisation_edit", args=[krk_company.slug])
    form = organisation_form(**{"text-pl-offers": "Testy."})
    for _time in range(2):
        assert client.post(url, form).url == krk_company.get_absolute_url()
    krk_company.refresh_from_db()
    assert krk_company.version == 2


def test_saving_a_profile_leaves_what_it_does_not_show(
    client, krk_company, krk_member, monkeypatch
):
    def archived_meanwhile(profile):
        Organisation.objects.update(state=Organisation.State.ARCHIVED)
        return True

    monkeypatch.setattr("partners.forms.texts.Texts.is_valid", archived_meanwhile)
    client.force_login(krk_member)
    client.post(reverse("partners:organisation_edit", args=[krk_company.slug]), organisation_form())
    krk_company.refresh_from_db()
    assert krk_company.legal_name == "Laboratorium Wisła S.A."
    assert krk_company.state == Organisation.State.ARCHIVED


def test_at_most_five_keywords(client, krk_company, krk_member, vocabularies):
    client.force_login(krk_member)
    url = reverse("partners:organisation_edit", args=[krk_company.slug])
    six = ["31050788", "31050825", "31048950", "31049345", "31050800", "31050801"]
    assert client.post(url, organisation_form(technology=six)).status_code == 422


def test_pages_cost_the_same_however_much_there_is(client, krakow, krk_company):
    def cost(url):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    urls = [
        krakow.get_absolute_url(),
        krk_company.get_absolute_url(),
        reverse("partners:cluster_list"),
    ]
    for _more in range(6):  # one more than the page shows
        make_published_offer(krk_company)
    for url in urls:
        cost(url)  # what a process asks once
    before = [cost(url) for url in urls]
    for number in range(29):
        make_published_offer(krk_company)
        make_organisation(krakow)
        krakow.contacts.create(name=f"Anna {number}", email="a@krk.example")
    assert [cost(url) for url in urls] == before
