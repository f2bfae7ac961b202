import pytest

from moves.models import Decision
from offers.models import Offer
from partners.models import Membership, Organisation
from publishing.models import Report, State
from tests.gin.admin.world import lists, moderation, one, submitted
from tests.make import (
    make_membership,
    make_offer,
    make_organisation,
    make_user,
)

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


# The queue


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
