"""The door of an event: the list of those who are expected, and the codes of their tickets."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from events import registering, tickets
from events.models import Participant
from tests.events.make import holder, make_event, make_registration
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(krakow):
    return make_event(krakow, seats=3, starts_at=timezone.now() + timedelta(minutes=5))


@pytest.fixture
def staff(client, krk_editor):
    client.force_login(krk_editor)
    return client


def door(event):
    return reverse("events:check_in", args=[event.pk])


def person_of(registration):
    return registration.participants.first()


def is_in(person):
    return Participant.objects.get(pk=person.pk).checked_in_at is not None


def take_place(registration):
    registering.give_up(registration, user=holder(registration), now=timezone.now())


def test_somebody_is_checked_in_and_counted(staff, event, krk_editor):
    person = person_of(make_registration(event, name="Jan"))
    make_registration(event, name="Ana")
    assert "<b>0 of 2</b>" in staff.get(door(event)).text

    page = staff.post(door(event), {"check_in": person.pk}, follow=True)

    assert is_in(person)
    assert "<b>1 of 2</b>" in page.text
    assert Participant.objects.get(pk=person.pk).checked_in_by == krk_editor


def test_check_in_by_mistake_is_undone(staff, event):
    person = person_of(make_registration(event))
    staff.post(door(event), {"check_in": person.pk})

    staff.post(door(event), {"undo": person.pk})
    staff.post(door(event), {"undo": person.pk})

    assert not is_in(person)


def test_second_tap_changes_nothing(staff, event):
    person = person_of(make_registration(event))
    with time_machine.travel(datetime(2026, 12, 3, 9, tzinfo=UTC), tick=False):
        staff.post(door(event), {"check_in": person.pk})
    staff.post(door(event), {"check_in": person.pk})

    person.refresh_from_db()
    assert person.checked_in_at == datetime(2026, 12, 3, 9, tzinfo=UTC)


def test_what_takes_back_is_another_button_elsewhere(staff, event):
    """A double tap of which the second hits the renewed page does not take back the first."""
    person = person_of(make_registration(event))
    staff.post(door(event), {"check_in": person.pk})

    text = staff.get(door(event)).text

    assert re.search(rf'<span id="at-{person.pk}"', text)
    assert ("check_in", str(person.pk)) not in Page(text).forms[-2].buttons


def test_search_is_kept(staff, event):
    person = person_of(make_registration(event, name="Jan Żółć"))
    make_registration(event, name="Ana")

    shown = staff.get(door(event) + "?q=zolc")
    page = staff.post(door(event) + "?q=zolc", {"check_in": person.pk})

    assert "Żółć" in shown.text and "Ana" not in shown.text
    assert page["Location"] == f"{door(event)}?q=zolc#person-{person.pk}"


def test_who_came_along_is_found_by_who_registered_them(staff, event):
    make_registration(event, name="Jan", people=2)

    text = staff.get(door(event) + "?q=jan").text

    assert "Guest" in text and "with Jan" in text


def test_people_of_both_ways_stand_in_one_list(staff, event):
    event.mode = "both"
    event.save()
    for name, attendance in (("Ana", "online"), ("Jan", "on_site")):
        make_registration(event, name=name, attendance=attendance)

    text = staff.get(door(event)).text

    assert text.index("Ana") < text.index("Jan")
    assert "Online" in text and "On site" in text


def test_who_has_no_place_is_not_expected(staff, event, krakow):
    seated = [make_registration(event) for _each in range(3)]
    waiting = make_registration(event, name="Waits")
    gone = seated[0]
    take_place(gone)
    foreign = make_registration(make_event(krakow, seats=1))

    assert "Waits" not in staff.get(door(event)).text
    for registration in (waiting, gone, foreign):
        person = person_of(registration)
        page = staff.post(door(event), {"check_in": person.pk})
        assert page.status_code == 422
        assert "This person has no place any more." in page.text
        assert not is_in(person)


@pytest.mark.parametrize("data", [{}, {"check_in": "nosuch"}, {"undo": "9" * 40}, {"undo": "\0"}])
def test_nonsense_is_refused_and_told(staff, event, data):
    page = staff.post(door(event), data)

    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_scripts_get_the_list_alone(staff, event):
    person = person_of(make_registration(event))
    headers = {"HX-Request": "true"}

    part = staff.post(door(event), {"check_in": person.pk}, headers=headers, follow=True).text
    refused = staff.post(door(event), {}, headers=headers)

    assert "<b>1 of 1</b>" in part and "<html" not in part
    assert refused.status_code == 200, "else it would not be shown"
    assert "Choose somebody" in refused.text


def test_time_is_that_of_the_place(client, zaragoza, administrator):
    event = make_event(zaragoza, seats=1, timezone="Europe/Athens")
    person = person_of(make_registration(event))
    Participant.objects.update(checked_in_at=datetime(2026, 12, 3, 8, 2, tzinfo=UTC))
    client.force_login(administrator)

    assert "Here, 10:02" in client.get(door(event)).text
    assert "at 10:02" in client.get(reverse("events:ticket", args=[person.ticket])).text


# Tickets


def scan(client, person, **kwargs):
    return client.get(reverse("events:ticket", args=[person.ticket]), **kwargs)


def test_ticket_leads_staff_to_the_button(staff, event):
    person = person_of(make_registration(event, name="Jan Żółć"))
    page = Page(scan(staff, person).text)
    form = next(form for form in page.forms if ("check_in", str(person.pk)) in form.buttons)

    answer = staff.post(form.action, {**form.fields, "check_in": person.pk}, follow=True)

    assert is_in(person)
    assert "Jan Żółć" in answer.text and "by Ewa Nowak" in answer.text
    assert "another day" not in answer.text


def test_ticket_without_a_place_says_so(staff, event):
    registration = make_registration(event)
    person = person_of(registration)
    take_place(registration)

    page = scan(staff, person)

    assert '<p class="error">There is no place for this ticket.</p>' in page.text
    assert not [form for form in Page(page.text).forms if form.action == door(event)]


def test_ticket_of_another_day_is_told(staff, krakow):
    event = make_event(krakow, seats=1, starts_at=timezone.now() + timedelta(days=2))

    assert "for another day" in scan(staff, person_of(make_registration(event))).text


def test_ticket_of_a_cancelled_event_is_told(staff, event):
    person = person_of(make_registration(event))
    event.cancelled_at = timezone.now()
    event.save()

    assert "This event is cancelled." in scan(staff, person).text


@pytest.mark.parametrize("who", ["krk_member", "zgz_editor", "stranger"])
def test_ticket_tells_others_nothing(client, event, who, request):
    person = person_of(make_registration(event))
    client.force_login(request.getfixturevalue(who))

    assert scan(client, person).status_code == 404


def test_ticket_asks_visitors_to_sign_in(client, event):
    page = scan(client, person_of(make_registration(event)))

    assert page.status_code == 302 and "/account/login/" in page["Location"]


def test_no_ticket_is_no_page(staff):
    assert staff.get(reverse("events:ticket", args=[uuid4()])).status_code == 404


def modules(svg):
    """What is dark in the picture, as rows of booleans."""
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    rows = [[False] * size for _each in range(size)]
    for x, y, width, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", svg):
        assert width == back
        for n in range(int(x), int(x) + int(width)):
            assert not rows[int(y)][n]
            rows[int(y)][n] = True
    return rows


def test_code_is_that_of_the_address(event, settings):
    settings.SITE_URL = "https://portal.example"
    person = person_of(make_registration(event))
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(f"https://portal.example/events/tickets/{person.ticket}/")

    assert modules(tickets.svg(person)) == code.get_matrix()


def test_code_leads_staff_to_a_page_in_their_language(event):
    event.language = "pl"
    event.save()

    assert "/pl/events/tickets/" in tickets.address(person_of(make_registration(event)))


def test_code_can_stand_in_a_page(event):
    svg = tickets.svg(person_of(make_registration(event, name='"><script>')))

    assert 'role="img"' in svg and "aria-label=" in svg
    assert "style" not in svg and "id=" not in svg and "<script" not in svg
