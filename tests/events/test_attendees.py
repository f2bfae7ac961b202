"""What the staff of an event see of who has registered, and what they decide."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events import registering
from events.models import Participant, Question, QuestionText, Registration
from moves.models import Decision
from tests.events.make import holder, make_event, make_registration, make_unconfirmed
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(krakow):
    return make_event(krakow, seats=2)


@pytest.fixture
def staff(client, krk_editor):
    client.force_login(krk_editor)
    return client


def url(name, event, *more):
    return reverse(f"events:{name}", args=[event.pk, *more])


def names(staff, event, query=""):
    text = staff.get(url("attendees", event) + query).text
    known = event.registrations.values_list("name", flat=True)
    shown = (name for name in known if f">{name}</a>" in text)
    return sorted(shown, key=lambda name: text.index(f">{name}</a>"))


def decide(staff, registration, move, **fields):
    """Press the button of `move`, with the fields of its form."""
    data = {"move": move, **{f"{move}-{name}": value for name, value in fields.items()}}
    return staff.post(url("attendee", registration.event, registration.pk), data, follow=True)


def state(registration):
    return Registration.objects.get(pk=registration.pk).state


# The list


@pytest.mark.parametrize(
    "words", ["zolc", "ŻÓŁĆ", "jan zol", "mlyn", "zolc@elsewhere", "GESLA", "jan gesla mlyn", "  "]
)
def test_search_finds_names_addresses_and_organisations_without_accents(staff, event, words):
    found = make_registration(
        event, name="Jan Żółć", email="zolc@elsewhere.example", organisation="Młyn"
    )
    found.participants.create(name="Ola Gęśla")
    other = make_registration(event, name="Somebody Else")

    expected = {found.name} if words.strip() else {found.name, other.name}
    assert set(names(staff, event, f"?q={words}")) == expected


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "nobody", "a" * 300])
def test_search_for_what_nobody_is_called_finds_nobody(staff, event, words):
    make_registration(event, name="Jan")

    page = staff.get(url("attendees", event), {"q": words})

    assert page.status_code == 200 and "Nobody found" in page.text


def test_tabs_count_what_is_found_and_keep_the_search(staff, event):
    for name in ("Ana One", "Ana Two", "Ana Three", "Bruno"):
        make_registration(event, name=name)

    page = staff.get(url("attendees", event) + "?q=ana&page=7")

    assert "All (3)" in page.text and "On the waiting list (1)" in page.text
    assert "?q=ana&amp;state=waiting" in page.text
    assert names(staff, event, "?q=ana&state=waiting") == ["Ana Three"]
    assert names(staff, event, "?state=cancelled") == []
    assert staff.get(url("attendees", event) + "?state=nosuch").status_code == 404


def test_those_who_wait_stand_in_their_order_and_others_newest_first(staff, event, krk_editor):
    made = [make_registration(event, name=f"No {n}") for n in range(5)]
    registering.reorder(made[4], before=made[2], user=krk_editor, note="Speaks.")

    assert names(staff, event) == ["No 4", "No 3", "No 2", "No 1", "No 0"]
    assert names(staff, event, "?state=waiting") == ["No 4", "No 2", "No 3"]
    text = staff.get(url("attendees", event) + "?q=no+3").text
    assert "number 3" in text, "a search does not move anybody up"


def test_figures_count_people_and_registrations(staff, event):
    event.mode, event.seats_online = "both", None
    event.save()
    group = make_registration(event, people=2, attendance="on_site")
    for attendance in ("on_site", "online"):
        make_registration(event, people=1, attendance=attendance)
    make_unconfirmed(event, attendance="online")
    gone = make_registration(event, attendance="online")
    registering.give_up(gone, user=holder(gone), now=timezone.now())
    Participant.objects.filter(registration=group).update(checked_in_at=timezone.now())

    text = staff.get(url("attendees", event)).text

    for number, label in (
        ("2/2", "places taken on site"),
        ("1", "places taken online"),
        ("1", "people on the waiting list"),
        ("2/3", "people checked in"),
        ("4", "people in all"),
        ("3", "registrations"),
    ):
        assert f"<dt>{label}</dt><dd>{number}</dd>" in text
    assert "people to approve" not in text


@pytest.mark.parametrize("name", ["attendees", "attendees_csv", "sign_in_sheet", "check_in"])
def test_thirty_registrations_cost_no_more_queries_than_one(staff, krakow, name):
    event = make_event(krakow, seats=100)
    question = Question.objects.create(event=event)
    QuestionText.objects.create(question=question, language="en", label="Why?")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = staff.get(url(name, event))
            assert page.getvalue() if page.streaming else page.content
        return len(captured)

    make_registration(event, people=2, answers={str(question.pk): "So."})
    queries()  # what is looked up once
    one = queries()
    for _each in range(29):
        make_registration(event, people=2, answers={str(question.pk): "So."})

    assert queries() == one


def test_list_has_pages(staff, krakow):
    event = make_event(krakow, seats=100)
    for _each in range(31):
        make_registration(event)

    assert len(names(staff, event)) == 30
    assert len(names(staff, event, "?page=2")) == 1
    assert len(names(staff, event, "?page=nosuch")) == 30


def test_empty_list_says_why(staff, krakow):
    assert (
        "Nobody has registered yet" in staff.get(url("attendees", make_event(krakow, seats=1))).text
    )
    elsewhere = make_event(krakow, registration="elsewhere")
    assert "Nobody registers here" in staff.get(url("attendees", elsewhere)).text


def test_own_list_leads_to_the_registrations(staff, event):
    make_registration(event)

    text = staff.get(reverse("events:mine")).text

    assert "1 place taken" in text and url("attendees", event) in text


# Deciding


def test_approved_gets_the_place_and_is_told(staff, event, mailoutbox):
    event.needs_approval = True
    event.save()
    registration = make_registration(event)
    mailoutbox.clear()

    page = decide(staff, registration, "approve")

    assert state(registration) == "placed"
    assert "Approved: they have a place." in page.text
    assert [mail.to for mail in mailoutbox] == [[registration.email]]


def test_approved_for_a_full_event_waits(staff, event):
    event.needs_approval = True
    event.save()
    made = [make_registration(event) for _each in range(3)]

    pages = [decide(staff, registration, "approve") for registration in made]

    assert [state(r) for r in made] == ["placed", "placed", "waiting"]
    assert "they are on the waiting list" in pages[2].text


def test_declining_takes_a_reason_which_is_sent(staff, event, mailoutbox):
    event.needs_approval = True
    event.save()
    registration = make_registration(event)
    mailoutbox.clear()

    refused = decide(staff, registration, "decline", note="  ")
    assert refused.status_code == 422
    assert 'id="id_decline-note_error"' in refused.text and state(registration) == "requested"

    decide(staff, registration, "decline", note="For growers only.")
    assert state(registration) == "declined"
    assert "For growers only." in mailoutbox[0].body
    page = staff.get(url("attendee", event, registration.pk)).text
    assert "For growers only." in page and "Ewa Nowak" in page, "the history keeps it"


def test_too_long_a_reason_is_kept_to_be_shortened(staff, event):
    registration = make_registration(event)

    page = decide(staff, registration, "remove", note="long " * 500)

    assert page.status_code == 422
    assert "long long" in page.text and state(registration) == "placed"


def test_what_was_decided_meanwhile_is_told_and_the_reason_kept(staff, event):
    registration = make_registration(event)
    registering.give_up(registration, user=holder(registration), now=timezone.now())

    page = decide(staff, registration, "remove", note="Has another task.")

    assert page.status_code == 409
    assert "This has changed in the meantime." in page.text and "Has another task." in page.text
    assert Decision.objects.about(registration).filter(move="remove").count() == 0


def test_taken_off_makes_room_for_the_next(staff, event):
    first, _second, third = (make_registration(event) for _each in range(3))

    page = decide(staff, first, "remove", note="Wrote that she is ill.")

    assert (state(first), state(third)) == ("cancelled", "offered")
    assert "Taken off the list." in page.text
    buttons = [button for form in Page(page.text).forms for button in form.buttons]
    assert "move" not in dict(buttons), "nothing is left to decide"


def test_queue_is_put_in_another_order_with_a_reason(staff, event):
    made = [make_registration(event) for _each in range(5)][2:]
    page = Page(staff.get(url("attendee", event, made[0].pk)).text)
    form = next(form for form in page.forms if "reorder-note" in form.fields)
    assert form.fields["reorder-before"] == [str(made[1].pk)], "as it is now"
    assert str(made[0].pk) not in form.options["reorder-before"]

    def order():
        return list(Registration.objects.waiting().values_list("pk", flat=True))

    assert decide(staff, made[2], "reorder", before=made[0].pk, note="").status_code == 422
    decide(staff, made[2], "reorder", before=made[0].pk, note="She speaks.")
    assert order() == [made[2].pk, made[0].pk, made[1].pk]
    decide(staff, made[2], "reorder", before="", note="She does not speak.")
    assert order() == [made[0].pk, made[1].pk, made[2].pk]
    same = decide(staff, made[0], "reorder", before=made[1].pk, note="Why?")
    assert same.status_code == 422 and "They stand there already" in same.text


@pytest.mark.parametrize("before", ["gone", "seated", "elsewhere", "nosuch", "-1"])
def test_place_before_who_does_not_wait_there_is_refused(staff, event, krakow, before):
    made = [make_registration(event) for _each in range(5)]
    known = {
        "gone": made[3],
        "seated": made[0],
        "elsewhere": [make_registration(make_event(krakow, seats=1)) for _each in range(2)][1],
    }
    registering.give_up(made[3], user=holder(made[3]), now=timezone.now())
    key = known[before].pk if before in known else before

    page = decide(staff, made[4], "reorder", before=key, note="Because.")

    assert page.status_code == 422
    assert "This one no longer waits." in page.text and "Because." in page.text


def test_alone_in_the_queue_there_is_no_order(staff, event):
    registration = [make_registration(event) for _each in range(3)][2]

    assert "reorder" not in staff.get(url("attendee", event, registration.pk)).text


def test_staff_do_not_answer_for_the_person(staff, event, krk_editor):
    """Also where they have registered themselves: their own page is for that."""
    registration = make_registration(event, user=krk_editor, email=krk_editor.email)

    text = staff.get(url("attendee", event, registration.pk)).text

    assert "Take off the list" in text and "Cancel the registration" not in text
    assert decide(staff, registration, "cancel").status_code == 422
    assert state(registration) == "placed"


def test_registration_stands_under_its_own_event_alone(staff, event, krakow, zaragoza):
    for other in (make_event(krakow, seats=1), make_event(zaragoza, seats=1)):
        registration = make_registration(other)
        assert staff.get(url("attendee", event, registration.pk)).status_code == 404
        data = {"move": "remove", "remove-note": "Mine."}
        assert staff.post(url("attendee", event, registration.pk), data).status_code == 404
        assert state(registration) == "placed"


@pytest.mark.parametrize("person", ["krk_member", "zgz_editor", "zgz_coordinator", "stranger"])
def test_others_decide_nothing(client, event, person, request):
    registration = make_registration(event)
    client.force_login(request.getfixturevalue(person))

    assert decide(client, registration, "remove", note="Mine.").status_code == 403
    assert state(registration) == "placed"


def test_everything_of_a_registration_is_on_its_page(staff, event):
    registration = make_registration(
        event, people=2, organisation="Młyn", needs="Gluten-free <b>", name="Jan Żółć"
    )

    text = staff.get(url("attendee", event, registration.pk)).text

    for said in (
        "Jan Żółć",
        "Młyn",
        "Gluten-free &lt;b&gt;",
        registration.email,
        "Guest",
        "Took a",
    ):
        assert said in text


# To take along


def table(staff, event, query="", language=""):
    page = staff.get(f"{language}{url('attendees_csv', event)}{query}")
    text = page.getvalue().decode()
    assert text.startswith("\ufeff") and "csv" in page["Content-Type"]
    delimiter = ";" if language else ","
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


def test_table_has_a_row_for_each_person_with_the_answers(staff, event):
    which = Question.objects.create(event=event, kind="some")
    QuestionText.objects.create(
        question=which, language="en", label="Which?", answers="Sensors\nPumps\nSeeds"
    )
    registration = make_registration(
        event, people=2, organisation="Młyn", answers={str(which.pk): [1, 3]}
    )
    now = datetime(2026, 12, 3, 9, tzinfo=UTC)
    registration.participants.filter(name=registration.name).update(checked_in_at=now)

    header, *rows = table(staff, event)

    assert header[0] == "Name" and header[-1] == "Which?"
    assert [row[-1] for row in rows] == ["Sensors, Seeds"] * 2
    assert [row[1] for row in rows] == ["Młyn"] * 2
    assert sorted(row[header.index("Checked in")] for row in rows) == ["", "2026-12-03 10:00"]


def test_table_is_of_one_state_or_all(staff, event):
    for _each in range(3):
        make_registration(event)

    assert len(table(staff, event)) == 4
    assert len(table(staff, event, "?state=waiting")) == 2
    assert staff.get(url("attendees_csv", event) + "?state=nosuch").status_code == 404


def test_table_runs_no_formula_in_any_country(staff, event):
    question = Question.objects.create(event=event)
    QuestionText.objects.create(question=question, language="en", label="a;=1+1")
    make_registration(
        event,
        name="=1+1",
        organisation='x;=HYPERLINK("http://bad.example");',
        needs="a,+1+cmd|' /C calc'!A0",
        answers={str(question.pk): "fine\n=1+1"},
    )
    for language in ("", "/pl"):
        for row in table(staff, event, language=language):
            for cell in row:
                for part in cell.replace("\n", ";").replace(",", ";").split(";"):
                    assert not part.lstrip().startswith(("=", "+", "-", "@")), cell


def test_sheet_to_sign_has_those_with_a_place_by_name(staff, event):
    event.mode = "both"
    event.save()
    for name in ("Żaneta", "adam", "Łucja"):
        make_registration(event, name=name, attendance="on_site")
    make_registration(event, name="Olga", attendance="online")

    text = staff.get(url("sign_in_sheet", event)).text

    assert [text.index(n) for n in ("adam", "Żaneta", "Olga")] == sorted(
        text.index(n) for n in ("adam", "Żaneta", "Olga")
    )
    assert "Łucja" not in text, "waits"
