"""Series of events: their page for readers, and writing them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.models import Event, Series
from moves.generation import touch
from tests.events.make import make_event, make_series
from tests.events.test_form import form as event_form
from tests.make import make_staff

pytestmark = pytest.mark.django_db
NEW = "/events/series/new/"


@pytest.fixture
def editor(client, krk_editor):
    client.force_login(krk_editor)
    return client


def typed(**more):
    return {
        "token": str(uuid4()),
        "seen_version": "1",
        **{f"text-{code}-{name}": "" for code in ("en", "pl") for name in ("title", "summary")},
        "text-en-title": "Saffron season",
        **more,
    }


def on(krakow, days, title, **fields):
    starts_at = timezone.now() + timedelta(days=days)
    return make_event(krakow, starts_at=starts_at, text={"title": title}, **fields)


# Read


def test_page_shows_what_is_to_come_in_order_and_then_what_is_over(client, krakow):
    titles = {"Third": 20, "First": 3, "Second": 9, "Last year": -300, "Last week": -7}
    series = make_series(krakow, *(on(krakow, days, title) for title, days in titles.items()))
    on(krakow, 5, "Something else")

    text = client.get(series.get_absolute_url()).text

    places = [text.index(t) for t in ("First", "Second", "Third", "Last week", "Last year")]
    assert places == sorted(places)
    assert "Saffron season" in text and "Something else" not in text


def test_long_series_has_pages(client, krakow):
    events = [on(krakow, days, f"Date number {days:02}.") for days in (*range(1, 36),)]
    series = make_series(krakow, *events)

    first = client.get(series.get_absolute_url()).text
    second = client.get(series.get_absolute_url() + "?page=2").text

    assert "number 30." in first and "number 31." not in first
    assert "number 31." in second and "number 35." in second and "number 30." not in second


@pytest.mark.parametrize("count", [1, 29])
def test_queries_do_not_grow(client, krakow, count):
    series = make_series(krakow, *(on(krakow, days, "Date") for days in range(1, count + 1)))
    client.get(series.get_absolute_url())
    touch()
    with CaptureQueriesContext(connection) as queries:
        client.get(series.get_absolute_url())

    assert len(queries) <= 12


def test_readers_see_only_what_is_for_them(client, krakow, krk_member, zgz_member, krk_editor):
    series = make_series(
        krakow,
        on(krakow, 1, "For all"),
        on(krakow, 2, "For members", audience="members"),
        on(krakow, 3, "For Kraków", audience="cluster"),
        on(krakow, 4, "A draft", state="draft"),
    )

    def met(user):
        client.force_login(user) if user else client.logout()
        shown = {"For all", "For members", "For Kraków", "A draft"}
        pages = [series.get_absolute_url(), reverse("events:series_ics", args=[series.pk])]
        page, calendar = (client.get(url).text for url in pages)
        assert {title for title in shown if title in page} - {"A draft"} == {
            title for title in shown if title in calendar
        }
        return {title for title in shown if title in page}

    assert met(None) == {"For all"}
    assert met(zgz_member) == {"For all", "For members"}
    assert met(krk_member) == {"For all", "For members", "For Kraków"}
    assert met(krk_editor) == {"For all", "For members", "For Kraków", "A draft"}


@pytest.mark.parametrize("fields", [None, {"state": "draft"}, {"audience": "cluster"}])
def test_series_without_an_event_for_the_reader_is_not_known(client, krakow, krk_editor, fields):
    events = [] if fields is None else [on(krakow, 3, "Hidden", **fields)]
    series = make_series(krakow, *events)
    urls = [series.get_absolute_url(), reverse("events:series_ics", args=[series.pk])]

    assert [client.get(url).status_code for url in urls] == [404, 404]
    assert f"/series/{series.pk}/" not in client.get("/sitemap-series.xml").text
    client.force_login(krk_editor)
    assert [client.get(url).status_code for url in urls] == [200, 200]


def test_page_of_a_visitor_follows_at_once(client, krakow, krk_editor):
    series = make_series(krakow, on(krakow, 3, "Date"))
    assert "Saffron season" in client.get(series.get_absolute_url()).text
    client.force_login(krk_editor)
    edit = reverse("events:series_edit", args=[series.pk])
    client.post(edit, typed(**{"text-en-title": "Crocus season"}))
    client.logout()

    assert "Crocus season" in client.get(series.get_absolute_url()).text


def test_calendar_of_a_series_reads_back(client, krakow):
    series = make_series(krakow, on(krakow, 3, "First"), on(krakow, 9, "Second"))

    page = client.get(reverse("events:series_ics", args=[series.pk]))

    calendar = Calendar.from_ical(page.content)
    assert {str(e["summary"]) for e in calendar.walk("VEVENT")} == {"First", "Second"}
    assert str(calendar["x-wr-calname"]) == "Saffron season"


def test_title_is_read_in_ones_own_language_and_search_engines_find_each(client, krakow):
    series = make_series(krakow, on(krakow, 3, "Date"), en="Saffron season", pl="Sezon szafranu")

    path = series.get_absolute_url()
    polish, greek = (client.get(f"/{code}{path}").text for code in ("pl", "el"))
    sitemap = client.get("/sitemap-series.xml").text

    assert "Sezon szafranu" in polish and 'lang="en">Saffron season' in greek
    assert f"/pl/events/series/{series.pk}/" in sitemap
    assert 'hreflang="pl"' in polish and '"EventSeries"' in polish


def test_event_leads_to_its_series(krakow):
    event = on(krakow, 3, "Date")
    assert render_to_string("events/_series.html", {"event": event}).strip() == ""
    series = make_series(krakow, event, pl="Sezon szafranu")

    text = render_to_string("events/_series.html", {"event": event})

    assert f'href="{series.get_absolute_url()}" lang="pl">Sezon szafranu' in text


# Written


def test_series_is_made_with_its_titles(editor, krakow):
    page = editor.post(NEW, typed(**{"text-pl-title": "Sezon szafranu"}))

    series = Series.objects.get()
    assert page["Location"] == series.get_absolute_url()
    assert series.cluster == krakow
    assert [text.title for text in series.texts.all()] == ["Saffron season", "Sezon szafranu"]
    assert "Saffron season" in editor.get(reverse("events:series_list")).text


def test_form_sent_twice_makes_one_series(editor):
    data = typed()
    for _time in range(2):
        assert editor.post(NEW, data).status_code == 302

    assert Series.objects.count() == 1


def test_form_sent_twice_at_the_same_moment_makes_one_series(editor, monkeypatch):
    """The second looks before the first has kept it."""
    monkeypatch.setattr("events.views.series.made_before", lambda *_asked: None)
    data = typed()

    pages = [editor.post(NEW, data) for _time in range(2)]

    assert pages[0]["Location"] == pages[1]["Location"] == Series.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text-en-title": ""}, "Write a title"),
        ({"text-en-title": "a" * 201}, "at most 200 characters"),
        ({"text-pl-summary": "Bez tytułu"}, "This field is required"),
        ({"token": "x"}, "Enter a valid UUID"),
    ],
)
def test_unfit_series_is_told(editor, more, words):
    page = editor.post(NEW, typed(**more))

    assert page.status_code == 422 and words in page.text
    assert not Series.objects.exists()


def test_who_works_for_two_clusters_says_for_which(client, krk_editor, krakow, zaragoza):
    make_staff(zaragoza, "editor", krk_editor)
    client.force_login(krk_editor)
    assert client.post(NEW, typed()).status_code == 422

    client.post(NEW, typed(cluster=zaragoza.pk))

    assert Series.objects.get().cluster == zaragoza


def test_of_two_who_edit_one_series_the_second_is_shown_both(editor, krakow):
    series = make_series(krakow)
    edit = reverse("events:series_edit", args=[series.pk])
    editor.post(edit, typed(**{"text-en-title": "Crocus season"}))

    conflict = editor.post(edit, typed(**{"text-en-title": "Winter season"}))

    assert conflict.status_code == 409
    assert "Crocus" in conflict.text and "Winter season" in conflict.text
    assert str(Series.objects.get()) == "Crocus season"


def test_staff_of_another_cluster_write_no_series_of_this(client, krakow, zgz_editor):
    series = make_series(krakow, on(krakow, 3, "Date"))
    client.force_login(zgz_editor)

    edit = reverse("events:series_edit", args=[series.pk])
    assert client.get(edit).status_code == client.post(edit, typed()).status_code == 403
    assert "Saffron season" not in client.get(reverse("events:series_list")).text
    assert client.get(series.get_absolute_url()).status_code == 200


# Chosen in the form of an event


def test_event_is_put_into_a_series_of_ones_cluster(editor, krakow, zaragoza):
    own, foreign = make_series(krakow), make_series(zaragoza, en="Temporada")
    page = editor.get("/events/new/").text
    assert "Saffron season" in page and "Temporada" not in page

    refused = editor.post("/events/new/", event_form(series=foreign.pk))
    editor.post("/events/new/", event_form(series=own.pk))

    assert refused.status_code == 422
    assert Event.objects.get().series == own


def test_event_keeps_a_series_that_somebody_else_looks_after(editor, krakow, zaragoza):
    event = make_event(krakow, state="draft")
    series = make_series(zaragoza, event, en="Temporada")

    fields = event_form(version=event.version, token=event.token, series=series.pk)
    editor.post(event.get_edit_url(), fields)

    assert Event.objects.get().series == series
    assert Event.objects.get().title == "Sensors in saffron"


def test_administration_leaves_the_series_of_an_event_alone(client, administrator, krakow):
    event = make_event(krakow)
    make_series(krakow, event)
    client.force_login(administrator)

    page = client.get(reverse("admin:events_event_change", args=[event.pk])).text

    assert 'name="series"' not in page and 'name="opens_at' not in page
