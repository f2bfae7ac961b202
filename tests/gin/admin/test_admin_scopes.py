import json

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from moves.machine import make
from moves.scoped_admin import ScopedAdmin
from partners.models import StaffRole
from tests.gin.admin.world import CLOSED, SHARED, fill, lists, moderation, one, saved, submitted
from tests.make import (
    make_organisation,
    make_published_offer,
    make_staff,
    make_thread,
)

# Who may enter


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("stranger", 403),
        ("krk_member", 403),
        ("krk_editor", 403),
        ("krk_coordinator", 403),
        ("insider", 200),
        ("administrator", 200),
    ],
)
def test_administrators_and_coordinators_who_were_let_in(who, status, request, client):
    client.force_login(request.getfixturevalue(who))

    for address in (reverse("admin:index"), moderation(), lists("offers_offer")):
        assert client.get(address, follow=True).status_code == status


def test_an_editor_is_not_let_in_by_a_flag(krk_editor, client):
    krk_editor.is_staff = True
    krk_editor.save()
    client.force_login(krk_editor)

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_who_is_no_longer_coordinator_is_no_longer_let_in(insider, zaragoza, administrator, client):
    make_staff(zaragoza, "coordinator")
    make("end", StaffRole.objects.get(user=insider), user=administrator)
    client.force_login(insider)

    assert client.get(lists("offers_offer"), follow=True).status_code == 403


def test_one_signs_in_by_the_door_of_the_portal(db, client):
    response = client.get(lists("offers_offer"), follow=True)

    (last, _status) = response.redirect_chain[-1]
    assert last.startswith(reverse("account_login"))
    assert "next=/admin/offers/offer/" in last.replace("%2F", "/")


def test_passwords_are_changed_in_the_portal(everywhere):
    response = everywhere.get(reverse("admin:password_change"))

    assert response.url == reverse("account_change_password")


# What is there


def test_everything_in_the_admin_keeps_to_scopes():
    admins = admin.site._registry

    assert all(isinstance(model_admin, ScopedAdmin) for model_admin in admins.values())
    assert {m._meta.label_lower.replace(".", "_") for m in admins} == {*SHARED, *CLOSED}


@pytest.mark.parametrize("name", SHARED)
def test_a_coordinator_sees_the_own_cluster_alone(name, own, foreign, inside):
    page = inside.get(lists(name)).content.decode()

    assert ("Ebro" in page or "ebro" in page) and "wawel" not in page.lower()


@pytest.mark.parametrize("name", SHARED)
def test_an_administrator_sees_all(name, own, foreign, everywhere):
    page = everywhere.get(lists(name)).content.decode().lower()

    assert "ebro" in page and "wawel" in page


@pytest.mark.parametrize("name", CLOSED)
def test_the_rest_is_for_administrators(name, own, inside, administrator):
    assert inside.get(lists(name)).status_code == 403
    inside.force_login(administrator)
    assert inside.get(lists(name)).status_code == 200


def test_the_start_page_offers_a_coordinator_what_is_theirs(own, inside):
    page = inside.get(reverse("admin:index")).content.decode()

    for name in SHARED:
        assert f'href="{lists(name)}"' in page
    for name in CLOSED:
        assert f'href="{lists(name)}"' not in page


# What is not there for a coordinator


@pytest.mark.parametrize("name", SHARED)
def test_search_finds_nothing_of_another_cluster(name, own, foreign, inside):
    assert inside.get(lists(name), {"q": "Wawel"}).context["cl"].result_count == 0


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_foreign_row_does_not_exist(name, page, foreign, inside):
    assert inside.get(one(name, foreign[name], page)).status_code == 404
    assert inside.post(one(name, foreign[name], page), {"post": "yes"}).status_code == 404


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "_00"])
def test_nor_does_a_row_with_an_odd_number(name, number, inside):
    assert inside.get(reverse(f"admin:{name}_change", args=[number])).status_code == 404


@pytest.mark.parametrize("name", SHARED)
def test_nothing_is_deleted_in_the_admin(name, own, everywhere):
    assert everywhere.post(one(name, own[name], "delete"), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in everywhere.get(lists(name)).content.decode()


def test_autocompletion_knows_the_own_organisations_alone(own, foreign, inside):
    asked = {"app_label": "offers", "model_name": "offer", "field_name": "organisation"}

    response = inside.get(reverse("admin:autocomplete"), {**asked, "term": "Company"})

    assert [found["text"] for found in json.loads(response.content)["results"]] == ["Company Ebro"]


def test_autocompletion_tells_a_coordinator_of_no_people(own, inside):
    asked = {"app_label": "partners", "model_name": "staffrole", "field_name": "user"}

    assert inside.get(reverse("admin:autocomplete"), asked).status_code == 403


@pytest.mark.parametrize("key", ["a\0b", "nothing", "²", "-1", 10**30])
def test_what_is_no_key_of_a_row_cannot_be_chosen(own, inside, key):
    response = saved(inside, own["offers_offer"], organisation=key)

    assert response.status_code == 422 and "Select a valid choice" in response.content.decode()


@pytest.mark.parametrize("query", ["?role__exact=a%00b", "?q=a%00b", "?_to_field="])
def test_an_address_that_django_cannot_take_is_refused(own, inside, query):
    for page in ("changelist", "change"):
        of = [own["partners_staffrole"].pk] if page == "change" else []
        url = reverse(f"admin:partners_staffrole_{page}", args=of)
        assert inside.get(url + query).status_code == 400


def test_an_organisation_of_another_cluster_cannot_be_chosen(own, foreign, inside):
    offer = own["offers_offer"]

    response = saved(inside, offer, organisation=foreign["partners_organisation"].pk)

    assert response.status_code == 422 and "Select a valid choice" in response.content.decode()
    offer.refresh_from_db()
    assert offer.organisation == own["partners_organisation"]


def test_not_even_an_administrator_mixes_clusters(own, foreign, everywhere):
    offer = own["offers_offer"]

    response = saved(everywhere, offer, organisation=foreign["partners_organisation"].pk)

    assert "Choose an organisation of the same cluster." in response.content.decode()


@pytest.mark.parametrize("name", SHARED)
def test_filters_name_the_own_cluster_alone(name, own, foreign, krakow, inside):
    assert krakow.name not in inside.get(lists(name)).content.decode()


def test_a_filter_opens_no_other_cluster(foreign, krakow, inside):
    page = inside.get(lists("offers_offer"), {"cluster__id__exact": krakow.pk}).content.decode()

    assert "Wawel" not in page


@pytest.mark.parametrize(
    ("name", "move"),
    [
        ("offers_offer", "archive"),
        ("partners_organisation", "archive"),
        ("partners_membership", "approve"),
        ("partners_staffrole", "end"),
        ("publishing_report", "handle"),
    ],
)
def test_an_action_reaches_nothing_foreign(name, move, own, foreign, inside):
    row = foreign[name]
    before = row.state

    inside.post(lists(name), {"action": move, "_selected_action": [row.pk], "note": "Ours"})

    row.refresh_from_db()
    assert row.state == before


def test_nobody_is_led_from_a_number_to_a_page_of_the_portal(own, inside):
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    assert inside.get(f"/admin/r/1/{own['offers_offer'].pk}/").status_code == 404


# What it costs


def test_thirty_rows_cost_the_queries_of_one(krakow, everywhere):
    pages = {name: lists(name) for name in SHARED} | {"moderation": moderation()}

    def add(number: int) -> None:
        fill(krakow, f"Row{number}")
        submitted(make_organisation(krakow), author=make_staff(krakow))

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert everywhere.get(url).status_code == 200
        return len(found)

    def costs() -> dict[str, int]:
        return {name: queries(url) for name, url in pages.items()}

    add(0)
    costs()  # warm: labels, content types
    first = costs()
    for number in range(1, 30):
        add(number)

    assert costs() == first


def test_a_thread_is_read_by_administrators(krk_company, zgz_company, everywhere):
    thread = make_thread(make_published_offer(krk_company), zgz_company)

    page = everywhere.get(one("threads_thread", thread)).content.decode()

    assert thread.subject in page and 'name="_save"' not in page
