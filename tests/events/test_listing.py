"""The list of events: what the day changes in it, its order at any size, and what it costs."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import IntegrityError, connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.filters import PastSearch, Search
from events.finding import PAST, UPCOMING
from events.listing import EVENTS
from events.models import Event
from events.months import Month
from events.panels import coming
from events.requirements import LONGEST, LONGEST_BY_CLOCKS
from publishing.facets import add, kind_of, take
from publishing.listing import forget_roll, today
from publishing.search import index
from tests.events.make import make_event
from tests.make import make_staff

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 3, 11, tzinfo=UTC)
DAY = timedelta(days=1)


def ask(query="", *, kind=Search, audiences=("public",)):
    return EVENTS.find(kind.from_query(QueryDict(query), audiences=audiences), day=today())


def titles(page):
    return [line.text.title for line in page.lines]


def named(cluster, title, starts_at, **fields):
    return make_event(cluster, text={"title": title}, starts_at=starts_at, **fields)


def coming_and_past():
    forget_roll()
    return titles(ask()), titles(ask(kind=PastSearch))


@pytest.fixture
def along_the_index(monkeypatch):
    """Short pages, and no list so short that it is sorted at once."""
    monkeypatch.setattr("publishing.listing.PAGE", 2)
    monkeypatch.setattr("publishing.facets.FEW", 0)


@time_machine.travel(NOON, tick=False)
def test_what_ends_while_nobody_looks_is_past_all_the_same(krakow):
    named(krakow, "Over", NOON + DAY)
    named(krakow, "Under way", NOON + DAY, ends_at=NOON + 50 * DAY)
    assert coming_and_past() == (["Over", "Under way"], [])

    with time_machine.travel(NOON + 40 * DAY):
        assert coming_and_past() == (["Under way"], ["Over"])


@time_machine.travel(NOON, tick=False)
def test_first_list_of_a_day_moves_only_what_is_newly_over(krakow, monkeypatch):
    for number in range(3):
        named(krakow, "Over long since", NOON - (9 + number) * DAY)
    yesterday = named(krakow, "Yesterday", NOON)
    ask()
    moved = []
    monkeypatch.setattr("events.listing.take", lambda kind, code, taken: moved.append(taken))

    with time_machine.travel(NOON + DAY):
        ask()

    assert moved == [[yesterday.position]]


@time_machine.travel(NOON, tick=False)
def test_lists_of_an_older_backup_are_set_right(krakow):
    over = named(krakow, "Over", NOON - 30 * DAY)
    assert coming_and_past() == ([], ["Over"])
    add(kind_of(Event), ("time", UPCOMING), [over.position])
    take(kind_of(Event), ("time", PAST), [over.position])

    assert coming_and_past() == ([], ["Over"])


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Europe/Warsaw", "America/Los_Angeles"])
@pytest.mark.parametrize("hour", [1, 9, 23])
def test_event_that_is_saved_again_stays_where_the_day_has_put_it(krakow, zone, hour):
    ends_at = datetime(2026, 12, 3, hour, tzinfo=ZoneInfo(zone))
    with time_machine.travel(NOON - 5 * DAY, tick=False):
        event = named(krakow, "Event", ends_at - DAY, ends_at=ends_at, timezone=zone)
    for days in range(4):
        with time_machine.travel(NOON + days * DAY - timedelta(hours=11, minutes=30)):
            before = coming_and_past()
            index(event)

            assert coming_and_past() == before


def test_whole_day_is_past_once_it_is_over(krakow):
    zone = ZoneInfo("Europe/Warsaw")
    starts_at = datetime(2026, 12, 3, tzinfo=zone)
    make_event(krakow, starts_at=starts_at, ends_at=starts_at + DAY, is_all_day=True)

    with time_machine.travel(datetime(2026, 12, 3, 23, 59, tzinfo=zone), tick=False):
        assert coming_and_past() == (["Sensors in saffron"], [])
    with time_machine.travel(datetime(2026, 12, 4, tzinfo=zone), tick=False):
        assert coming_and_past() == ([], ["Sensors in saffron"])


def pages(client, path):
    """The titles of each page from the first to the last, and then back again."""
    there, back, text = [], [], ""
    url = path
    while url:
        text = client.get(url).text
        there.append(re.findall(r"Event\d+", "".join(re.findall(r"<h2>.*?</h2>", text))))
        url = link(text, "next", path)
    while url := link(text, "prev", path):
        text = client.get(url).text
        back.append(re.findall(r"Event\d+", "".join(re.findall(r"<h2>.*?</h2>", text))))
    return there, back


def link(text, rel, path):
    found = re.search(rf'href="([^"]+)" rel="{rel}"', text)
    return found and path.partition("?")[0] + unescape(found[1])


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/events/", ["Event5", "Event2", "Event6", "Event3", "Event1"]),
        ("/events/?month=2027-01", ["Event5", "Event3"]),
        ("/events/?month=2027-01&month=2027-03", ["Event5", "Event3", "Event1"]),
        ("/events/past/", ["Event4", "Event7", "Event0"]),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_pages_along_the_index_meet_all_however_long_they_are(
    client, krakow, along_the_index, path, expected
):
    named(krakow, "Event0", NOON - 900 * DAY)
    named(krakow, "Event1", datetime(2027, 3, 9, tzinfo=UTC))
    named(krakow, "Event2", NOON)
    named(krakow, "Event3", datetime(2027, 1, 31, 12, tzinfo=UTC))
    named(krakow, "Event4", NOON - 2 * DAY)
    named(krakow, "Event5", NOON - 20 * DAY, ends_at=NOON - 20 * DAY + LONGEST)
    named(krakow, "Event6", NOON)
    named(krakow, "Event7", NOON - 70 * DAY, ends_at=NOON - 10 * DAY)

    there, back = pages(client, path)

    assert [title for page in there for title in page] == expected
    assert back == there[-2::-1]


def test_no_published_event_is_longer_than_lists_reckon_with(krakow):
    starts_at = timezone.now() + DAY
    make_event(krakow, starts_at=starts_at, ends_at=starts_at + LONGEST_BY_CLOCKS)
    make_event(krakow, starts_at=starts_at, ends_at=starts_at + 200 * DAY, state="draft")

    with pytest.raises(IntegrityError, match="event_ends_within_sixty_days"):
        make_event(krakow, starts_at=starts_at, ends_at=starts_at + LONGEST_BY_CLOCKS + DAY)


@time_machine.travel(NOON, tick=False)
def test_common_word_finds_nothing_past_among_what_is_to_come(krakow, monkeypatch):
    monkeypatch.setattr("publishing.search.CHUNK", 4)
    monkeypatch.setattr("publishing.search.ENOUGH", 3)
    for number in range(16):
        named(krakow, f"Saffron {number}", NOON + (DAY if number % 2 else -9 * DAY))

    for sort in ("newest", "date", "relevance"):
        page = ask(f"q=saffron&sort={sort}")
        assert set(titles(page)) == {f"Saffron {n}" for n in (9, 11, 13, 15)}, "of the newest"
        assert (page.total, page.is_about) == (8, True)


@time_machine.travel(NOON, tick=False)
def test_estimate_knows_that_what_is_to_come_was_published_of_late(krakow, monkeypatch):
    monkeypatch.setattr("publishing.search.CHUNK", 4)
    monkeypatch.setattr("publishing.search.ENOUGH", 3)
    for number in range(16):
        named(krakow, "Saffron", NOON + (DAY if number >= 10 else -9 * DAY))

    assert ask("q=saffron").total == 6


@time_machine.travel(NOON, tick=False)
def test_panel_passes_over_what_is_cancelled_or_over_since_this_morning(krakow, zaragoza):
    named(krakow, "Over", NOON - timedelta(hours=3), ends_at=NOON - timedelta(hours=1))
    named(krakow, "Cancelled", NOON + DAY, cancelled_at=NOON)
    named(krakow, "Members’", NOON + DAY, audience="members")
    named(krakow, "Under way", NOON - timedelta(hours=2))
    named(zaragoza, "Elsewhere", NOON + DAY)
    named(krakow, "Later", NOON + 9 * DAY)

    assert [line.text.title for line in coming(krakow)] == ["Under way", "Later"]
    assert [line.text.title for line in coming()] == ["Under way", "Elsewhere", "Later"]


def test_calendar_to_subscribe_to_has_the_next_ones(client, krakow, monkeypatch):
    monkeypatch.setattr("events.views.browse.MOST_IN_CALENDAR", 2)
    now = timezone.now()
    for days in (3, 1, 2, 40):
        named(krakow, f"In {days} days", now + days * DAY)

    text = client.get(reverse("events:ics") + "?sort=newest").text

    assert re.findall("SUMMARY:(.*)\r", text) == ["In 1 days", "In 2 days"]


LISTS = (
    *("/events/", "/events/?kind=workshop", "/events/?q=saffron", "/events/?q=saffron&sort=date"),
    *("/events/?month=2026-12", "/events/?sort=newest", "/events/past/", "/events/past/?q=saffron"),
    *("/events/2026-12/", "/events/2026-12/?cluster=KRK", "/events/mine/", "/clusters/KRK/", "/"),
    *("/events/events.csv", "/events/events.json", "/events/atom.xml", "/events/events.ics"),
)


@pytest.mark.parametrize(
    ("path", "is_signed_in"),
    [(path, True) for path in LISTS] + [(path, False) for path in LISTS if "mine" not in path],
)
@time_machine.travel(NOON, tick=False)
def test_thirty_rows_cost_the_queries_of_one(client, krakow, path, is_signed_in):
    if is_signed_in:
        client.force_login(make_staff(krakow))

    def cost():
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
            assert b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200
        return len(queries)

    def publish(count):
        for number in range(count):
            named(krakow, f"Saffron {number}", NOON + (9 + number % 20) * DAY)
            named(krakow, f"Saffron {number}", NOON - (9 + number % 90) * DAY)

    publish(1)
    cost()
    one = cost()
    publish(29)

    assert cost() <= one


@pytest.mark.parametrize("query", ["", "kind=workshop", "q=saffron", "q=saffron&sort=date"])
def test_list_costs_ten_queries_at_the_most(krakow, along_the_index, monkeypatch, query):
    monkeypatch.setattr("publishing.search.CHUNK", 4)
    monkeypatch.setattr("publishing.search.ENOUGH", 3)
    for _each in range(12):
        make_event(krakow)
    ask(query)
    cursor = ask(query).next_cursor
    forget_roll()

    with CaptureQueriesContext(connection) as queries:
        ask(f"{query}&from={cursor}")

    renewal = 4  # the first list of a day: a lock in a transaction, and what may be over
    assert len(queries) <= 10 + renewal


@pytest.fixture
def plans():
    """Gives the plans of the queries for events that a function makes, as if there were many."""

    def plans_of(work):
        with CaptureQueriesContext(connection) as queries:
            work()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE events_event")
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            found = []
            for query in queries:
                if "events_event" in query["sql"]:
                    cursor.execute(f"EXPLAIN {query['sql']}")
                    found.append("\n".join(line for (line,) in cursor.fetchall()))
        return found

    return plans_of


@pytest.mark.parametrize(
    ("kind", "condition"),
    [(Search, "Index Cond: (starts_at >= "), (PastSearch, "Index Cond: (starts_at <= ")],
)
def test_list_by_date_begins_at_its_own_part_of_the_index(
    krakow, along_the_index, plans, kind, condition
):
    for days in (-9, 9):
        make_event(krakow, starts_at=timezone.now() + days * DAY)
    ask(kind=kind)

    walk = plans(lambda: ask(kind=kind))[0]

    assert "Index Only Scan" in walk and "event_by_date" in walk and condition in walk


def test_calendar_reads_no_event_but_those_it_shows(krakow, plans):
    for days in range(-15, 15):
        make_event(krakow, starts_at=NOON + 100 * days * DAY)
    month = Month(date(2026, 12, 1))

    for user, clusters in ((AnonymousUser(), []), (make_staff(krakow), ["KRK"])):
        plan = plans(lambda u=user, c=clusters: list(month.weeks(u, c, today=NOON.date())))[0]

        assert "Index Only Scan using event_by_date" in plan
