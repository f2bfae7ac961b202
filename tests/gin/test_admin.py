import json

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from moves.machine import make
from moves.models import Decision
from moves.scoped_admin import ScopedAdmin
from offers.models import Offer
from partners.models import Invitation, Membership, Organisation, StaffRole, Term
from publishing.models import Report, Revision, State
from tests.make import (
    make_member,
    make_membership,
    make_offer,
    make_organisation,
    make_published_offer,
    make_staff,
    make_thread,
    make_user,
)

# Lists that a coordinator sees, and those that are for administrators alone.
SHARED = (
    "offers_offer",
    "partners_organisation",
    "partners_membership",
    "partners_staffrole",
    "partners_invitation",
    "publishing_report",
    "moves_decision",
)
CLOSED = (
    "partners_user",
    "partners_cluster",
    "partners_term",
    "threads_thread",
    "threads_agreement",
)


def lists(name: str) -> str:
    return reverse(f"admin:{name}_changelist")


def one(name: str, row, page: str = "change") -> str:
    return reverse(f"admin:{name}_{page}", args=[row.pk])


def moderation(offer=None) -> str:
    if offer is None:
        return reverse("admin:moderation")
    return reverse("admin:moderation_item", args=[offer.kind_of_item, offer.pk])


def fill(cluster, mark: str) -> dict:
    """One of everything in a cluster, each bearing `mark`."""
    company = make_organisation(cluster, legal_name=f"Company {mark}", short_name="")
    person = make_user(name=f"Person {mark}")
    draft = make_offer(company, text={"title": f"Draft {mark}"}, reference=f"{mark}-1")
    public = make_published_offer(company, text={"title": f"Public {mark}"}, reference=f"{mark}-2")
    return {
        "offers_offer": draft,
        "partners_organisation": company,
        "partners_membership": make_membership(person, company, state="pending"),
        "partners_staffrole": StaffRole.objects.create(user=person, cluster=cluster, role="editor"),
        "partners_invitation": Invitation.objects.create(
            email=f"{mark}@mail.example".lower(),
            language="en",
            cluster=cluster,
            role="editor",
            token_hash=mark,
            invited_by=person,
            expires_at=timezone.now(),
        ),
        "publishing_report": Report.objects.create(
            item=public, cluster=cluster, title=f"Report {mark}", reason="spam"
        ),
        "moves_decision": Decision.objects.about(public).get(),
    }


@pytest.fixture
def foreign(krakow) -> dict:
    return fill(krakow, "Wawel")


@pytest.fixture
def own(zaragoza) -> dict:
    return fill(zaragoza, "Ebro")


@pytest.fixture
def insider(zgz_coordinator):
    """A coordinator of Zaragoza whom an administrator let into the admin."""
    zgz_coordinator.is_staff = True
    zgz_coordinator.save()
    return zgz_coordinator


@pytest.fixture
def inside(client, insider):
    """The browser of the coordinator of Zaragoza."""
    client.force_login(insider)
    return client


@pytest.fixture
def everywhere(client, administrator):
    """The administrator’s browser."""
    client.force_login(administrator)
    return client


def saved(client, row: Offer, **changes):
    """Sends the form of an offer as the admin shows it, with some fields changed."""
    page = client.get(one("offers_offer", row))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in page.context["inline_admin_formsets"]:
        bound = formset.formset
        data |= {f"{bound.prefix}-{k}": v for k, v in bound.management_form.initial.items()}
        for text in bound.forms:
            data |= {text.add_prefix(name): text[name].value() for name in text.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    return client.post(one("offers_offer", row), {**data, **changes})


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


def test_an_organisation_of_another_cluster_cannot_be_chosen(own, foreign, inside):
    offer = own["offers_offer"]

    response = saved(inside, offer, organisation=foreign["partners_organisation"].pk)

    assert response.status_code == 200 and "Select a valid choice" in response.content.decode()
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


# Moves as actions


def test_an_administrator_moves_many_at_once_and_is_told_why_not_the_others(own, everywhere):
    complete, incomplete = own["offers_offer"], make_offer(own["partners_organisation"])
    Offer.objects.filter(pk=incomplete.pk).update(technology=[])

    response = everywhere.post(
        lists("offers_offer"),
        {"action": "publish", "_selected_action": [complete.pk, incomplete.pk]},
        follow=True,
    )

    complete.refresh_from_db()
    incomplete.refresh_from_db()
    page = response.content.decode()
    assert (complete.state, incomplete.state) == (State.PUBLISHED, State.DRAFT)
    assert "Done for 1." in page and f"{incomplete}: Choose" in page


def test_people_are_approved_with_their_organisation(zaragoza, inside):
    company = make_organisation(zaragoza, state=Organisation.State.PENDING)
    asked = make_membership(make_user(), company, state="pending")

    inside.post(lists("partners_membership"), {"action": "approve", "_selected_action": asked.pk})

    asked.refresh_from_db()
    assert asked.state == Membership.State.ACTIVE


def test_a_reason_goes_with_the_action(own, inside, insider):
    report = own["publishing_report"]

    inside.post(
        lists("publishing_report"),
        {"action": "dismiss", "_selected_action": report.pk, "note": "It is true."},
    )

    decision = Decision.objects.about(report).get()
    assert (decision.note, decision.user) == ("It is true.", insider)


def test_without_a_needed_reason_nothing_moves(own, inside):
    report = own["publishing_report"]

    response = inside.post(
        lists("publishing_report"),
        {"action": "dismiss", "_selected_action": report.pk},
        follow=True,
    )

    report.refresh_from_db()
    assert report.state == Report.State.OPEN and "Give a reason" in response.content.decode()


def test_the_log_of_decisions_is_only_read(own, everywhere):
    decision = own["moves_decision"]
    note = decision.note

    everywhere.post(one("moves_decision", decision), {"note": "Rewritten"})

    decision.refresh_from_db()
    page = everywhere.get(lists("moves_decision")).content.decode()
    assert decision.note == note
    assert 'name="action"' not in page and "Add decision" not in page


# Saving


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
    assert response.status_code == 200
    assert "Somebody has changed it" in page and "Horizon" in page
    offer.refresh_from_db()
    assert offer.call == ""


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

    assert response.status_code == 200 and "This field is required" in response.content.decode()


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

    assert response.status_code == 200
    term.refresh_from_db()
    assert term.labels == {"en": "Cheese"}


# The moderation queue


def submitted(company, **fields) -> Offer:
    offer = make_offer(company, **fields)
    make("submit", offer, user=make_member(company))
    return offer


def test_the_queue_shows_what_waits_in_the_own_cluster(krk_company, zgz_company, inside):
    submitted(krk_company, text={"title": "Waits in Kraków"})
    submitted(zgz_company, text={"title": "Waits in Zaragoza"})

    page = inside.get(moderation()).content.decode()

    assert "Waits in Zaragoza" in page and "Waits in Kraków" not in page
    assert "Submitted (1)" in page


def test_the_queue_counts_the_people_who_wait(own, foreign, zaragoza, inside):
    make_organisation(zaragoza, state=Organisation.State.PENDING)

    page = inside.get(moderation()).content.decode()

    assert "People (1)" in page and "Organisations (1)" in page and "Reports (1)" in page


def test_one_is_decided_on_after_it_was_looked_at(zgz_company, inside):
    offer = submitted(zgz_company, text={"title": "A printer", "description": "<p>Prints.</p>"})
    page = inside.get(moderation(offer)).content.decode()
    assert "Prints." in page and 'value="publish"' in page

    response = inside.post(moderation(offer), {"move": "publish", "version": 1, "note": ""})

    offer.refresh_from_db()
    assert response.url == moderation() and offer.state == State.PUBLISHED


def test_what_changed_meanwhile_is_shown_before_it_is_decided_on(zgz_company, inside):
    offer = submitted(zgz_company)
    Offer.objects.filter(pk=offer.pk).update(version=2)

    response = inside.post(moderation(offer), {"move": "publish", "version": 1, "note": "Good"})

    assert response.status_code == 422 and "Somebody has changed it" in response.content.decode()


def test_a_foreign_item_is_no_page(krk_company, inside):
    offer = submitted(krk_company)

    assert inside.get(moderation(offer)).status_code == 404
    assert inside.post(moderation(offer), {"move": "publish", "version": 1}).status_code == 404


def test_many_are_decided_on_at_once(zgz_company, inside):
    offers = [submitted(zgz_company) for _number in range(3)]

    inside.post(
        moderation(),
        {"item": [f"offers:{o.pk}" for o in offers[:2]], "move": "return", "note": "Say more."},
    )

    assert [Offer.objects.get(pk=o.pk).state for o in offers] == [
        State.RETURNED,
        State.RETURNED,
        State.SUBMITTED,
    ]


@pytest.mark.parametrize("key", ["", "offers:", "offers:x", "users:1", f"offers:{'9' * 30}", "\0"])
def test_an_odd_tick_does_no_harm(key, inside):
    response = inside.post(moderation(), {"item": key, "move": "publish"}, follow=True)

    assert response.status_code == 200 and "Tick at least one." in response.content.decode()


def test_a_foreign_tick_moves_nothing(krk_company, inside):
    offer = submitted(krk_company)

    inside.post(moderation(), {"item": f"offers:{offer.pk}", "move": "publish"})

    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED


@pytest.mark.parametrize("name", ["reports", "x", ""])
def test_the_admin_has_no_other_lists(name, inside):
    assert inside.get(moderation(), {"list": name}).status_code == 404


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
