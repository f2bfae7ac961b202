"""The pages of events: lists, the calendar, one event, and who may see which."""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.models import Event, EventText
from events.months import with_days
from publishing.listing import forget_roll
from tests.events.make import make_event
from tests.make import make_cluster, make_member

pytestmark = pytest.mark.django_db


def titles(client, name="events:list", query="", **arguments):
    page = client.get(reverse(name, kwargs=arguments) + query)
    assert page.status_code == 200
    return [t for t in ("Saffron", "Raman", "Funding", "Thesis") if t in page.text]


def named(cluster, title, **fields):
    return make_event(cluster, text={"title": title}, **fields)


def test_coming_events_stand_in_the_order_of_their_dates(client, krakow, zaragoza):
    soon = timezone.now() + timedelta(days=3)
    named(krakow, "Raman", starts_at=soon + timedelta(days=9))
    named(zaragoza, "Saffron", starts_at=soon)

    text = client.get(reverse("events:list")).text

    assert text.index("Saffron") < text.index("Raman")


def test_past_events_have_their_own_list(client, krakow):
    named(krakow, "Saffron")
    named(krakow, "Raman", starts_at=timezone.now() - timedelta(days=9))

    assert titles(client) == ["Saffron"]
    assert titles(client, "events:past") == ["Raman"]


def test_event_becomes_past_with_the_day_after(client, krakow):
    named(krakow, "Saffron", starts_at=datetime(2026, 12, 3, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2026, 12, 3, 20, tzinfo=UTC)):
        forget_roll()
        assert titles(client) == ["Saffron"]
    with time_machine.travel(datetime(2026, 12, 4, 8, tzinfo=UTC)):
        forget_roll()
        assert titles(client) == []
        assert titles(client, "events:past") == ["Saffron"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?cluster=ZGZ", ["Raman"]),
        ("?mode=online", ["Raman"]),
        ("?kind=workshop", ["Saffron"]),
        ("?q=saffron", ["Saffron"]),
        ("?q=growers&cluster=ZGZ", ["Raman"]),
        ("?q=%00&kind=%00&month=9999-99&from=" + "9" * 60, ["Saffron", "Raman"]),
    ],
)
def test_list_is_narrowed_and_searched(client, krakow, zaragoza, query, found):
    named(krakow, "Saffron")
    named(zaragoza, "Raman", mode="online", kind="webinar", online_url="https://meet.example/1")

    assert titles(client, query=query) == found


def test_pages_of_the_list_go_there_and_back(client, krakow, monkeypatch):
    monkeypatch.setattr("publishing.listing.PAGE", 2)
    now = timezone.now()
    for day in range(5):
        make_event(krakow, text={"title": f"Day{day}"}, starts_at=now + timedelta(days=day + 1))

    def shown(url):
        text = client.get(url).text
        return [f"Day{n}" for n in range(5) if f"Day{n}" in text], text

    first, text = shown(reverse("events:list"))
    second, text = shown(_link(text, "next"))
    third, text = shown(_link(text, "next"))
    back, _text = shown(_link(text, "prev"))
    assert (first, second, third, back) == (
        ["Day0", "Day1"],
        ["Day2", "Day3"],
        ["Day4"],
        ["Day2", "Day3"],
    )


def _link(text, rel):
    found = re.search(rf'href="([^"]+)" rel="{rel}"', text)
    return reverse("events:list") + unescape(found[1])


@pytest.mark.parametrize("name", ["list", "feed", "csv", "json", "ics"])
def test_who_an_event_is_not_for_does_not_meet_it(
    client, krakow, zaragoza, krk_company, zgz_company, name
):
    named(krakow, "Saffron", audience="members")
    named(krakow, "Raman", audience="cluster")
    named(krakow, "Funding")

    def met(user):
        client.force_login(user) if user else client.logout()
        page = client.get(reverse(f"events:{name}"))
        content = (page.getvalue() if page.streaming else page.content).decode()
        return [t for t in ("Saffron", "Raman", "Funding") if t in content]

    assert met(None) == ["Funding"]
    assert met(make_member(zgz_company)) == ["Saffron", "Funding"]
    assert met(make_member(krk_company)) == ["Saffron", "Raman", "Funding"]


def test_event_for_the_cluster_is_not_known_elsewhere(client, krakow, krk_member, zgz_member):
    event = named(krakow, "Raman", audience="cluster")
    month = event.first_day

    for user, status in ((None, 404), (zgz_member, 404), (krk_member, 200)):
        client.force_login(user) if user else client.logout()
        assert client.get(event.get_absolute_url()).status_code == status
        assert client.get(reverse("events:event_ics", args=[event.pk])).status_code == status
        on_wall = titles(client, "events:month", year=month.year, month=month.month)
        assert on_wall == (["Raman"] if status == 200 else [])


def test_month_shows_each_day_of_an_event_by_the_clocks_of_its_place(client, krakow):
    make_event(
        krakow,
        text={"title": "Saffron"},
        timezone="Pacific/Auckland",
        starts_at=datetime(2026, 11, 30, 12, tzinfo=UTC),
        ends_at=datetime(2026, 12, 2, 3, tzinfo=UTC),
    )

    text = client.get(reverse("events:month", args=[2026, 12])).text
    november = client.get(reverse("events:month", args=[2026, 11])).text

    assert text.count("Saffron") == 2, "the first and the second of December there"
    assert "Saffron" not in november


@pytest.mark.parametrize("path", ["0000-01", "2026-13", "99999999-1", "2026-0"])
def test_no_such_month(client, path):
    assert client.get(f"/events/{path}/").status_code == 404


def test_times_elsewhere_stand_beside_those_of_the_place(client, krakow):
    make_cluster("KOZ", city="Kozani", timezone="Europe/Athens")
    event = make_event(
        krakow,
        timezone="Europe/Warsaw",
        starts_at=datetime(2026, 12, 3, 9, tzinfo=UTC),
        ends_at=datetime(2026, 12, 3, 12, tzinfo=UTC),
    )

    text = client.get(event.get_absolute_url()).text

    assert "10:00–13:00 CET" in text
    assert "11:00–14:00 in Kozani" in text


def test_link_to_take_part_is_on_the_page_alone_and_not_for_ever(client, krakow):
    event = make_event(krakow, mode="online", online_url="https://meet.example/secret")

    assert "meet.example" in client.get(event.get_absolute_url()).text
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        assert "meet.example" not in client.get(event.get_absolute_url()).text
    for name in ("csv", "json"):
        page = client.get(reverse(f"events:{name}"))
        assert b"meet.example" not in page.getvalue()


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Europe/Athens", "America/Los_Angeles"])
def test_days_of_the_calendar_are_those_of_the_event(krakow, zone):
    midnight = datetime(2026, 10, 24, tzinfo=ZoneInfo(zone))
    hours = (0, 1, 23, 24, 25, 47, 48, 49)  # about the night in which Europe's clocks go back
    events = [
        make_event(krakow, timezone=zone, starts_at=midnight, ends_at=midnight + timedelta(hours=n))
        for n in hours
    ]

    days = {e.pk: (e.from_day, e.to_day) for e in with_days(Event.objects.all())}

    assert days == {event.pk: (event.first_day, event.last_day) for event in events}


def test_day_of_the_calendar_shows_its_first_events_and_how_many_there_are(client, krakow):
    for number in range(7):
        starts_at = datetime(2026, 12, 3, 8 + number, tzinfo=UTC)
        named(krakow, f"Short{number}", starts_at=starts_at)
    for number in range(3):
        named(
            krakow,
            f"Long{number}",
            starts_at=datetime(2026, 11, 28 + number, tzinfo=UTC),
            ends_at=datetime(2026, 12, 4 + number, tzinfo=UTC),
        )

    text = client.get("/events/2026-12/").text
    third = text[text.index("<b>3</b>") : text.index("<b>4</b>")]
    fifth = text[text.index("<b>5</b>") : text.index("<b>6</b>")]

    assert re.findall(r"(?:Long|Short)\d", third) == ["Long0", "Long1", "Long2", "Short0"]
    assert "6 more" in third
    assert re.findall(r"(?:Long|Short)\d", fifth) == ["Long1", "Long2"]
    assert "more" not in fifth


def test_part_of_the_portal_is_marked_on_all_its_pages(client, krakow):
    event = make_event(krakow)
    for path in ("/events/", "/events/past/", "/events/2026-12/", event.get_absolute_url()):
        masthead = client.get(path).text.partition("</header>")[0]

        assert masthead.count('href="/events/" aria-current="true"') == 2, "the bar and the menu"
        assert 'href="/offers/" aria-current' not in masthead
    assert 'href="/clusters/" aria-current="true"' in client.get("/clusters/KRK/").text
    assert 'href="/companies/" aria-current' not in client.get("/clusters/KRK/").text


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Europe/Madrid", "Europe/Athens"])
@pytest.mark.parametrize("night", [date(2026, 3, 28), date(2026, 10, 24)])
def test_calendars_read_times_back_across_the_nights_in_which_clocks_change(
    client, krakow, zone, night
):
    starts = datetime.combine(night, time(21), tzinfo=ZoneInfo(zone))
    event = make_event(
        krakow, timezone=zone, starts_at=starts, ends_at=starts + timedelta(hours=12)
    )

    (entry,) = Calendar.from_ical(
        client.get(reverse("events:event_ics", args=[event.pk])).content
    ).walk("VEVENT")

    assert entry.decoded("dtstart").astimezone(UTC) == starts.astimezone(UTC)
    assert entry.decoded("dtend").astimezone(UTC) == event.ends_at.astimezone(UTC)
    assert entry.decoded("dtstart").utcoffset() == starts.utcoffset()


def test_whole_days_are_dates_in_calendars(client, krakow):
    event = make_event(
        krakow,
        timezone="Europe/Athens",
        is_all_day=True,
        starts_at=datetime(2026, 12, 3, tzinfo=ZoneInfo("Europe/Athens")),
        ends_at=datetime(2026, 12, 5, tzinfo=ZoneInfo("Europe/Athens")),
    )

    text = client.get(reverse("events:event_ics", args=[event.pk])).text

    assert "DTSTART;VALUE=DATE:20261203" in text and "DTEND;VALUE=DATE:20261205" in text


def test_event_is_read_in_ones_own_language_where_it_has_it(client, krakow):
    event = make_event(krakow)
    EventText.objects.create(item=event, language="pl", title="Czujniki w szafranie")

    assert "Czujniki" in client.get(f"/pl{event.get_absolute_url()}").text
    assert "Czujniki" not in client.get(f"/es{event.get_absolute_url()}").text
