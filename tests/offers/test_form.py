"""Writing an offer: drafts, what a type requires, previews, and two who write at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from offers.models import Offer
from publishing.models import Revision, State
from tests.make import make_member, make_offer, make_organisation, make_published_offer, make_user
from tests.offers.forms import opened, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
CREATE = reverse("offers:create")
AUTOSAVE = reverse("offers:autosave")
BUSINESS = {"profile": "business", "stage": "", "ipr": ""}
SIX_KEYWORDS = ["31048788", "31050788", "31050825", "31048950", "31050758", "31049346"]
REQUEST = {"kind": "request", "advantages": "", "stage": "", "ipr": ""}


@pytest.fixture
def member(client, krk_member):
    client.force_login(krk_member)
    return client


def send(client, offer, **changes):
    return client.post(offer.get_edit_url(), opened(offer, **changes))


# Creating


def test_draft_is_kept_with_reference_author_and_clean_texts(member, krk_member, krk_company):
    response = member.post(CREATE, typed(krk_company))

    offer = Offer.objects.get()
    assert response.url == offer.get_edit_url()
    assert (offer.state, offer.author, offer.cluster) == ("draft", krk_member, krk_company.cluster)
    assert offer.reference == f"KRK-{timezone.localdate().year}-0001"
    assert (
        offer.original.description == "<p>How it works.</p><ul><li>pressed</li><li>dried</li></ul>"
    )


def test_almost_empty_draft_can_be_kept(member, krk_company):
    empty = dict.fromkeys(
        ("title", "summary", "description", "advantages", "closes_on", "nace"), ""
    )

    response = member.post(CREATE, typed(krk_company, **empty, technology=[], cooperation=[]))

    assert response.status_code == 302
    assert "things are missing" in member.get(reverse("offers:mine")).text


def test_references_count_up_within_cluster(member, krk_company):
    for _each in range(2):
        member.post(CREATE, typed(krk_company))

    numbers = sorted(offer.reference[-4:] for offer in Offer.objects.all())
    assert numbers == ["0001", "0002"]


def test_submitting_tells_coordinators_and_author_what_happens_next(
    member, krk_company, krk_coordinator
):
    response = member.post(CREATE, typed(krk_company, action="submit"), follow=True)

    assert Offer.objects.get().state == State.SUBMITTED
    assert "reviews it within five working days" in response.text
    assert [message.to for message in mail.outbox] == [[krk_coordinator.email]]


def test_form_sent_twice_makes_one_offer(member, krk_company):
    data = typed(krk_company, action="submit")

    first, second = member.post(CREATE, data), member.post(CREATE, data)

    assert Offer.objects.count() == 1
    assert first.url == second.url == Offer.objects.get().get_absolute_url()


def test_page_sent_again_with_other_words_is_a_conflict_not_a_loss(member, krk_company):
    data = typed(krk_company)
    member.post(CREATE, data)

    response = member.post(CREATE, data | {"title": "Written after going back"})

    assert response.status_code == 409
    assert "Written after going back" in response.text
    assert Offer.objects.get().title == data["title"]


def test_token_of_somebody_elses_draft_gives_nothing_away(member, zgz_company):
    other = make_offer(zgz_company)

    response = member.post(CREATE, typed(token=str(other.token), title="Mine"))

    assert response.status_code in (403, 422)
    assert other.title not in response.text
    assert Offer.objects.get().title == other.title


# Who may


def test_who_speaks_for_nobody_is_led_to_the_pending_page(client, stranger):
    client.force_login(stranger)

    assert client.get(CREATE).url == reverse("partners:pending")
    assert client.post(AUTOSAVE, typed()).status_code == 403


def test_member_cannot_post_for_another_organisation(member, zgz_company, krakow):
    colleague = make_organisation(krakow)

    for other in (zgz_company, colleague):
        assert member.post(CREATE, typed(other)).status_code == 422
    assert not Offer.objects.exists()


def test_editor_posts_for_any_organisation_of_the_cluster_or_the_cluster_itself(
    client, krk_editor, krk_company, krakow, zgz_company
):
    client.force_login(krk_editor)
    unclaimed = make_organisation(legal_name="Unclaimed")
    unclaimed.cluster = krakow
    unclaimed.save()

    for organisation in (krk_company, unclaimed, None):
        assert client.post(CREATE, typed(organisation)).status_code == 302
    assert client.post(CREATE, typed(zgz_company)).status_code == 422
    assert set(Offer.objects.values_list("cluster", flat=True)) == {krakow.pk}


def test_unclaimed_organisation_is_offered_only_on_the_page_opened_for_it(
    client, krk_editor, krakow
):
    client.force_login(krk_editor)
    unclaimed = make_organisation(legal_name="Unclaimed Works", cluster=krakow, state="unclaimed")

    assert "Unclaimed Works" not in client.get(CREATE).text
    assert "Unclaimed Works" in client.get(f"{CREATE}?organisation={unclaimed.slug}").text


def test_offer_stays_with_its_cluster(client, krk_company, zgz_company, krk_member):
    make_member(zgz_company, user=krk_member)
    client.force_login(krk_member)
    offer = make_offer(krk_company)

    assert send(client, offer, organisation=zgz_company.pk).status_code == 422


# What is required


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"advantages": ""}, "advantages"),
        ({"stage": ""}, "stage"),
        ({"ipr": ""}, "ipr"),
        ({"summary": ""}, "summary"),
        ({"title": " "}, "title"),
        ({"technology": []}, "technology"),
        ({"technology": SIX_KEYWORDS}, "technology"),
        ({"cooperation": ["supplier", "licence", "research", "services"]}, "cooperation"),
        ({"closes_on": ""}, "closes_on"),
        ({**REQUEST, "expertise": ""}, "expertise"),
        ({**REQUEST, "profile": "research", "expertise": "x"}, "programme"),
    ],
)
def test_what_a_type_requires_is_asked_for_beside_the_field(member, krk_company, changes, field):
    response = member.post(CREATE, typed(krk_company, action="submit", **changes))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    "changes", [BUSINESS, {**REQUEST, **BUSINESS, "expertise": "x"}, {**REQUEST, "expertise": "x"}]
)
def test_what_a_type_does_not_require_may_be_left_out(member, krk_company, changes):
    response = member.post(CREATE, typed(krk_company, action="submit", **changes))

    assert response.status_code == 302, response.context["form"].errors


def test_research_profile_is_a_request_with_dates_in_order(member, krk_company):
    day = timezone.localdate()
    research = {
        **REQUEST,
        "profile": "research",
        "expertise": "Statistics",
        "programme": "Horizon Europe",
        "call": "HORIZON-2027",
        "call_deadline_on": day + timedelta(days=20),
        "interest_until_on": day + timedelta(days=30),
        "action": "submit",
    }

    late = member.post(CREATE, typed(krk_company, **research))
    offer = member.post(CREATE, typed(krk_company, **research | {"kind": "offer"}))
    research["interest_until_on"] = day + timedelta(days=10)
    right = member.post(CREATE, typed(krk_company, **research))

    assert "interest_until_on" in late.context["form"].errors
    assert "kind" in offer.context["form"].errors
    assert right.status_code == 302
    assert Offer.objects.get().type == "RDR"


def test_limit_counts_what_is_read_and_says_how_much_to_cut(member, krk_company):
    fits = "word **strong** " * 330  # 4,000 characters with their stars, fewer without
    response = member.post(
        CREATE, typed(krk_company, action="submit", summary="x" * 546, description=fits)
    )

    form = response.context["form"]
    assert form.errors["summary"] == ["Shorten “Summary” by 46 characters."]
    assert "description" not in form.errors
    assert "x" * 546 in response.text


def test_too_long_summary_is_kept_while_it_is_a_draft(member, krk_company):
    assert member.post(CREATE, typed(krk_company, summary="x" * 900)).status_code == 302
    assert len(Offer.objects.get().original.summary) == 900


@pytest.mark.parametrize("days", [-1, 366, 100_000])
def test_it_is_open_at_most_a_year(member, krk_company, days):
    closes_on = timezone.localdate() + timedelta(days=days)

    response = member.post(CREATE, typed(krk_company, action="submit", closes_on=closes_on))

    assert "closes_on" in response.context["form"].errors


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x\0y"},
        {"description": "x" * 1_000_000},
        {"version": "9" * 40},
        {"version": "-1"},
        {"token": "no token"},
        {"organisation": "9" * 30},
        {"organisation": "x\0"},
        {"technology": ["none such"]},
        {"nace": "\0"},
        {"closes_on": "yesterday"},
        {"closes_on": "99999-01-01"},
        {"language": "xx"},
        {"kind": ""},
        {"profile": "nonsense"},
        {"video_url": "javascript:alert(1)"},
        {"title": "x" * 257},
    ],
    ids=repr,
)
@pytest.mark.parametrize("action", ["save", "submit", "preview", "continue"])
def test_hostile_input_gets_a_message_and_keeps_what_was_typed(
    member, krk_company, changes, action
):
    response = member.post(CREATE, typed(krk_company, action=action) | changes)

    assert response.status_code in ((200,) if action == "continue" else (422,))
    assert response.context["form"].errors
    assert "A steady supply, batch by batch." in response.text
    assert not Offer.objects.exists()


def test_markup_that_is_typed_or_pasted_never_gets_through(member, krk_company):
    evil = '<p onclick="x()">Hi <script>alert(1)</script><a href="javascript:x()">there</a></p>'

    member.post(CREATE, typed(krk_company, description=evil, partner_role="<b>1 < 2</b>"))

    original = Offer.objects.get().original
    assert original.description.startswith("<p>Hi <a")
    assert "script" not in original.description
    assert "onclick" not in original.description


# Editing


def test_what_is_written_comes_back_as_it_was_typed(member, krk_company):
    member.post(CREATE, typed(krk_company))
    page = member.get(Offer.objects.get().get_edit_url()).text

    assert "How it works.\n\n- pressed\n- dried" in page


def test_second_of_two_tabs_sees_both_texts_and_loses_nothing(member, krk_company):
    offer = make_offer(krk_company)
    first, second = opened(offer, title="The first"), opened(offer, title="The second")
    member.post(offer.get_edit_url(), first)

    conflict = member.post(offer.get_edit_url(), second)

    assert conflict.status_code == 409
    assert "The first" in conflict.text
    assert conflict.context["form"].texts["title"].value() == "The second"
    again = second | {"version": conflict.context["form"].opened["version"].value()}
    assert member.post(offer.get_edit_url(), again).status_code == 302
    offer.refresh_from_db()
    assert Offer.objects.get().title == "The second"


def test_same_words_from_two_tabs_are_no_conflict(member, krk_company):
    offer = make_offer(krk_company)
    data = opened(offer, title="The same")

    member.post(offer.get_edit_url(), data)

    assert member.post(offer.get_edit_url(), data).status_code == 302


def test_published_offer_stays_online_and_is_marked_changed(member, krk_company, client):
    offer = make_published_offer(krk_company)

    send(member, offer, title="Better words")

    offer = Offer.objects.get()
    assert offer.state == State.PUBLISHED
    assert offer.is_changed_since_review
    assert Revision.objects.about(offer).count() == 2
    assert "Better words" in member.get(f"{reverse('offers:list')}?q=better").text


def test_published_offer_stays_complete(member, krk_company):
    offer = make_published_offer(krk_company)

    assert send(member, offer, summary="").status_code == 422


def test_expired_offer_that_is_edited_does_not_come_back_into_lists(krk_company, krk_member):
    offer = make_published_offer(krk_company)
    yesterday = timezone.localdate() - timedelta(days=1)
    Offer.objects.update(closes_on=yesterday, words=None)
    offer = Offer.objects.get()

    offer.record_change(user=krk_member, now=timezone.now())

    assert not Offer.objects.listed().exists()


def test_draft_keeps_no_revision_before_it_is_submitted(member, krk_company):
    offer = make_offer(krk_company)

    send(member, offer, title="Once")

    assert not Revision.objects.exists()


def test_archived_offer_is_not_edited(member, krk_company, krk_member):
    offer = make_published_offer(krk_company)
    make("archive", offer, user=krk_member)

    assert member.get(offer.get_edit_url()).status_code == 403
    assert send(member, offer).status_code == 403


def test_stranger_learns_nothing_of_a_draft(client, krk_company, zgz_member, zgz_coordinator):
    offer = make_offer(krk_company, text={"title": "Secret plan"})

    for user in (zgz_member, zgz_coordinator):
        client.force_login(user)
        for response in (client.get(offer.get_edit_url()), send(client, offer, title="Stolen")):
            assert response.status_code == 404
            assert "Secret plan" not in response.text
    assert Offer.objects.get().title == "Secret plan"


def test_language_that_a_translation_has_cannot_become_the_original(member, krk_company):
    offer = make_offer(krk_company)
    offer.texts.create(language="pl", title="Po polsku")

    assert "language" in send(member, offer, language="pl").context["form"].errors
    assert send(member, offer, language="es").status_code == 302
    assert Offer.objects.get().original.title == offer.title


# Autosave


def test_autosave_makes_one_draft_and_goes_on_with_it(member, krk_company):
    data = typed(krk_company, title="A")

    first = member.post(AUTOSAVE, data).json()
    second = member.post(AUTOSAVE, data | {"title": "AB", "version": first["version"]}).json()
    last = member.post(CREATE, data | {"title": "ABC", "version": second["version"]})

    assert last.status_code == 302
    assert Offer.objects.get().title == "ABC"
    assert (first["version"], second["version"]) == (1, 2)


def test_autosave_of_a_stale_tab_overwrites_nothing(member, krk_company):
    offer = make_offer(krk_company)
    send(member, offer, title="Newer")

    response = member.post(AUTOSAVE, opened(offer, title="Older"))

    assert response.status_code == 409
    assert Offer.objects.get().title == "Newer"


def test_autosave_never_touches_what_readers_see(member, krk_company):
    offer = make_published_offer(krk_company)

    assert member.post(AUTOSAVE, opened(offer, title="Half a word")).status_code == 409
    assert Offer.objects.get().title == offer.title


def test_autosave_tells_what_is_missing_and_what_there_is_already(member, krk_company, zgz_company):
    make_published_offer(zgz_company, nace="10", text={"title": "Rosemary extract for food"})
    data = typed(krk_company, advantages="", technology=[])

    first = member.post(AUTOSAVE, data).json()
    rest = {"advantages": "No solvent.", "title": "Something else", "version": first["version"]}
    second = member.post(AUTOSAVE, data | rest).json()

    assert 'href="#id_advantages"' in first["hints"]
    assert 'href="#id_technology"' in first["hints"]
    assert "Rosemary extract for food</a>" in first["hints"]
    assert 'href="#id_advantages"' not in second["hints"]
    assert "Rosemary" not in second["hints"]


def test_autosave_that_cannot_be_kept_says_so(member, krk_company):
    response = member.post(AUTOSAVE, typed(krk_company, title="x" * 300))

    assert response.status_code == 422
    assert "title" in response.json()["errors"]


# Preview, and what is there already


def test_preview_shows_what_is_typed_and_keeps_nothing(member, krk_company):
    data = typed(krk_company, action="preview", technology=["31048788", "31050788"])

    preview = member.post(CREATE, data)
    posted = preview.context["posted"]
    back = member.post(CREATE, dict(data, action="continue"))

    assert "<li>pressed</li>" in preview.text
    assert [value for name, value in posted if name == "technology"] == data["technology"]
    assert not Offer.objects.exists()
    assert back.context["form"].texts["title"].value() == data["title"]


def test_open_offer_with_a_like_title_is_named_before_submission(member, krk_company, zgz_company):
    title = "Rosemary extracts for food supplements"
    there = make_published_offer(zgz_company, nace="10", text={"title": title})
    make_published_offer(zgz_company, nace="10", text={"title": "Chain saws for high forests"})
    make_offer(zgz_company, nace="10", text={"title": title})

    preview = member.post(CREATE, typed(krk_company, action="preview"))

    assert [offer.pk for offer in preview.context["alike"]] == [there.pk]


def test_completeness_names_what_is_missing(member, krk_company):
    offer = make_offer(krk_company, stage="", text={"summary": ""})

    assert set(member.get(offer.get_edit_url()).context["gaps"]) == {"stage", "summary"}


def test_person_of_several_organisations_chooses(client, krakow, krk_company):
    user = make_user()
    second = make_organisation(krakow, legal_name="Second")
    for organisation in (krk_company, second):
        make_member(organisation, user=user)
    client.force_login(user)

    client.post(CREATE, typed(second))

    assert Offer.objects.get().organisation == second
