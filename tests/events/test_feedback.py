"""Afterwards: thanks, materials, and what those who took part say without their names."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from events import tasks
from events.feedback import FEWEST, Closed, give
from events.models import Event, Feedback, Participant, Registration
from moves.machine import make, moves_for
from publishing.models import Attachment
from tests.events.make import make_event, make_registration
from tests.make import make_staff

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
BEGINS = datetime(2030, 12, 3, 10, tzinfo=WARSAW)
THANKS = datetime(2030, 12, 4, 9, tzinfo=WARSAW)
AFTER = BEGINS + timedelta(days=2)


@pytest.fixture
def event(krakow):
    """From ten to one on a day in December."""
    return make_event(krakow, mode="both", seats=9, starts_at=BEGINS)


@pytest.fixture
def registrations(event):
    """Two on site and one online."""
    with time_machine.travel(BEGINS - timedelta(days=20)):
        return [make_registration(event, attendance=way) for way in ("on_site",) * 2 + ("online",)]


def check_in(registration):
    registration.participants.update(checked_in_at=BEGINS)


def attach(event, name, *, at):
    return Attachment.objects.create(
        item=event,
        file=ContentFile(b"%PDF-1.7 slides", name=name),
        name=name,
        media_type="application/pdf",
        size=15,
        at=at,
    )


@pytest.fixture
def thanked(mailoutbox):
    """`thanked(moment)` lets the job run then, and gives the addresses of its mails."""

    def run(moment):
        mailoutbox.clear()
        with time_machine.travel(moment, tick=False):
            tasks.thank.call()
        return [message.to[0] for message in mailoutbox]

    return run


def emails(registrations):
    return [registration.email for registration in registrations]


# Thanks


def test_thanks_come_the_morning_after_and_once(registrations, thanked):
    assert thanked(THANKS - timedelta(seconds=1)) == []
    assert thanked(THANKS) == emails(registrations)
    assert thanked(THANKS + timedelta(minutes=15)) == []


@pytest.mark.parametrize(
    ("days", "is_all_day", "due"),
    [(3, False, "2030-12-07 09:00"), (3, True, "2030-12-06 09:00")],
)
def test_event_of_several_days_is_over_with_the_last(krakow, thanked, days, is_all_day, due):
    starts_at = BEGINS.replace(hour=0) if is_all_day else BEGINS
    event = make_event(
        krakow,
        seats=9,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=days),
        is_all_day=is_all_day,
    )
    with time_machine.travel(BEGINS - timedelta(days=20)):
        registration = make_registration(event)
    due = datetime.fromisoformat(due).replace(tzinfo=WARSAW)

    assert thanked(due - timedelta(minutes=1)) == []
    assert thanked(due) == [registration.email]


def test_thanks_lead_to_the_page_of_the_event_and_to_the_form(
    event, registrations, thanked, mailoutbox
):
    attach(event, "Slides of Ana.pdf", at=BEGINS)
    thanked(THANKS)

    message = mailoutbox[0]
    assert message.subject == "Thank you for coming: Sensors in saffron"
    assert event.get_absolute_url() in message.body
    assert "- Slides of Ana.pdf" in message.body
    assert registrations[0].get_feedback_url() in message.body
    assert "You can answer until 1 February 2031." in message.body


def test_who_was_not_checked_in_gets_no_thanks_where_others_were(registrations, thanked):
    came, _away, online = registrations
    check_in(came)

    assert thanked(THANKS) == emails([came, online]), "nobody is checked in online"


def test_nobody_is_thanked_for_what_did_not_take_place(event, registrations, krk_editor, thanked):
    make("cancel", event, user=krk_editor, note="The speaker is ill.")

    assert thanked(THANKS) == []


def test_nobody_is_thanked_long_after(registrations, thanked):
    assert thanked(THANKS + timedelta(days=10)) == []


# Materials that come later


def share(event, user):
    with time_machine.travel(AFTER + timedelta(days=1)):
        return make("share", event, user=user)


def test_staff_tell_of_materials_that_came_after_the_thanks(
    event, registrations, krk_editor, zgz_editor, thanked, mailoutbox
):
    attach(event, "Programme.pdf", at=BEGINS - timedelta(days=9))
    thanked(THANKS)
    assert "share" not in {move.name for move in moves_for(krk_editor, event)}
    attach(event, "Slides.pdf", at=AFTER)
    assert "share" in {move.name for move in moves_for(krk_editor, event)}
    assert "share" not in {move.name for move in moves_for(zgz_editor, event)}
    mailoutbox.clear()

    share(event, krk_editor)

    assert [message.to[0] for message in mailoutbox] == emails(registrations)
    assert mailoutbox[0].subject == "Materials: Sensors in saffron"
    assert "- Slides.pdf" in mailoutbox[0].body
    assert "share" not in {move.name for move in moves_for(krk_editor, event)}, "once"


def test_button_to_tell_of_materials_stands_on_the_page_of_the_event(
    event, registrations, krk_editor, client, thanked, mailoutbox
):
    thanked(THANKS)
    attach(event, "Slides.pdf", at=AFTER)
    client.force_login(krk_editor)
    mailoutbox.clear()
    assert "Tell those who took part of the materials" in client.get(event.get_absolute_url()).text

    client.post(
        reverse("publishing:move", args=[event.kind_of_item, event.pk]),
        {"move": "share", "version": event.version, "next": event.get_absolute_url()},
    )

    assert len(mailoutbox) == len(registrations)


# The form


def answer(client, registration, moment=AFTER, **typed):
    with time_machine.travel(moment, tick=False):
        return client.post(registration.get_feedback_url(), typed)


def look(client, registration, moment=AFTER):
    with time_machine.travel(moment, tick=False):
        return client.get(registration.get_feedback_url())


def test_who_took_part_answers_by_the_link(client, registrations):
    page = look(client, registrations[0])
    assert "How useful was it?" in page.text and "very useful" in page.text
    assert page["Cache-Control"] == "private, no-store"

    sent = answer(client, registrations[0], rating="4", best="The saffron.", better="")

    assert sent.url == registrations[0].get_feedback_url()
    given = Feedback.objects.get()
    assert (given.rating, given.best, given.better) == (4, "The saffron.", "")
    assert "Thank you for your feedback" in look(client, registrations[0]).text
    assert not client.cookies


def test_form_sent_twice_is_one_answer(client, registrations):
    for _time in range(2):
        assert answer(client, registrations[0], rating="4").status_code == 302

    assert Feedback.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "This field is required."),
        ({"rating": "6"}, "valid choice"),
        ({"rating": "5", "best": "x" * 1001}, "at most 1000"),
    ],
)
def test_bad_answer_says_why_and_keeps_what_was_typed(client, registrations, typed, said):
    refused = answer(client, registrations[0], **{"better": "More breaks.", **typed})

    assert refused.status_code == 422
    assert said in refused.text and "More breaks." in refused.text
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (BEGINS - timedelta(days=1), "when it is over"),
        (BEGINS + timedelta(days=61), "Feedback on this event is closed"),
    ],
)
def test_before_and_long_after_nobody_is_asked(client, registrations, moment, said):
    assert said in look(client, registrations[0], moment).text
    refused = answer(client, registrations[0], moment, rating="5")
    assert refused.status_code == 409 and said in refused.text
    assert not Feedback.objects.exists()


def test_who_did_not_take_part_is_not_asked(client, event, registrations, krk_editor):
    came, away, _online = registrations
    check_in(came)
    assert look(client, away).status_code == 404
    assert answer(client, away, rating="1").status_code == 404
    forged = reverse("events:feedback", args=[f"{came.token.hex}:forged"])
    assert client.get(forged).status_code == 404
    make("cancel", event, user=krk_editor, note="The speaker is ill.")
    assert look(client, came).status_code == 404


def test_own_page_leads_to_the_form_while_it_is_open(client, registrations):
    def leads(moment):
        with time_machine.travel(moment, tick=False):
            page = client.get(registrations[0].get_absolute_url()).text
        return registrations[0].get_feedback_url() in page

    assert not leads(BEGINS)
    assert leads(AFTER)
    answer(client, registrations[0], rating="5")
    assert not leads(AFTER)


# Without a name


def test_nothing_links_an_answer_with_who_gave_it(registrations):
    for registration, rating in zip(registrations, (1, 3, 5), strict=True):
        give(registration, Feedback(rating=rating), now=AFTER)

    fields = {field.name for field in Feedback._meta.get_fields()}
    assert fields == {"id", "event", "rating", "best", "better"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM events_feedback ORDER BY ctid")
        rows = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT count(DISTINCT xmin::text || cmin::text) FROM events_feedback")
        [(transactions,)] = cursor.fetchall()
    assert rows == sorted(rows), "on disk they stand in the order of their random keys"
    assert transactions == 1, "and all were written at once"
    assert Registration.objects.filter(has_given_feedback=True).count() == 3


@pytest.mark.django_db(transaction=True)
def test_double_click_over_two_connections_is_one_answer(krakow):
    now = timezone.now()
    event = make_event(krakow, seats=9, starts_at=now + timedelta(hours=1))
    registration = make_registration(event)
    Event.objects.update(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))

    def one(_number):
        try:
            give(
                Registration.objects.get(pk=registration.pk), Feedback(rating=5), now=timezone.now()
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(8)))

    assert Feedback.objects.count() == 1


def test_answer_comes_too_late(registrations):
    with pytest.raises(Closed):
        give(registrations[0], Feedback(rating=5), now=BEGINS + timedelta(days=61))
    registrations[0].refresh_from_db()
    assert not registrations[0].has_given_feedback


# The summary


def summary(client, event, user):
    client.force_login(user)
    return client.get(reverse("events:feedback_summary", args=[event.pk]))


def say(event, *ratings):
    Feedback.objects.bulk_create(
        Feedback(event=event, rating=rating, best=f"Best {n}", better=f"Better {n}")
        for n, rating in enumerate(ratings)
    )


def test_organisers_read_how_it_was(client, event, registrations, krk_editor):
    say(event, 5, 5, 4, 3, 5)
    page = summary(client, event, krk_editor).text

    assert "<dd>5</dd>" in page and "<dd>4.4</dd>" in page
    assert '<progress max="5" value="3"' in page
    assert all(f"Best {n}" in page and f"Better {n}" in page for n in range(5))


def test_texts_are_not_shown_while_one_could_guess_whose_they_are(client, event, krk_editor):
    say(event, 5, 4)
    page = summary(client, event, krk_editor).text
    assert "<dd>4.5</dd>" in page and "Best 0" not in page
    assert f"as soon as {FEWEST} have answered" in page

    say(event, 1)
    assert "Best 0" in summary(client, event, krk_editor).text


def test_summary_says_when_there_is_nothing_yet(client, event, krk_editor):
    assert "No answer yet" in summary(client, event, krk_editor).text


def test_summary_is_for_the_staff_of_the_cluster(client, event, krk_member, zgz_editor, krakow):
    assert summary(client, event, krk_member).status_code == 403
    assert summary(client, event, zgz_editor).status_code == 403
    event.state = "draft"
    event.save(update_fields=["state"])
    assert summary(client, event, zgz_editor).status_code == 404
    assert summary(client, event, make_staff(krakow)).status_code == 200


def test_summary_costs_the_same_with_many_answers(
    client, event, krk_editor, django_assert_max_num_queries
):
    say(event, 3)
    summary(client, event, krk_editor)
    with django_assert_max_num_queries(30) as first:
        summary(client, event, krk_editor)
    say(event, *[4] * 30)
    with django_assert_max_num_queries(len(first)):
        summary(client, event, krk_editor)


def test_names_of_others_are_not_in_the_mail(event, registrations, thanked, mailoutbox):
    Participant.objects.filter(registration=registrations[0]).update(name="Somebody Else")
    thanked(THANKS)

    assert all("Somebody Else" not in message.body for message in mailoutbox)
