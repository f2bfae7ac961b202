"""Importing events from a list: what becomes of its rows, what is refused, and once is enough."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.urls import reverse

from events.imports.entries import Defaults, clocks
from events.imports.events import import_events
from events.imports.places import place
from events.imports.tables import read_table, table_of
from events.imports.zones import zone_at, zone_called
from events.models import Event
from moves.machine import make
from partners.imports.records import open_table
from publishing.models import State
from publishing.models.records import Revision
from tests.events.make import make_event

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[3] / "shared/data/events/events_tech_conferences.csv"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
HEADER = "id,name,topics,start_date,end_date,city,country,online,language,url".split(",")


def conference(**cells) -> dict[str, str]:
    return {
        "id": "ev-1",
        "name": "Saffron Days",
        "topics": "javascript | ux",
        "start_date": "2027-03-10",
        "end_date": "2027-03-12",
        "city": "Dallas, TX",
        "country": "U.S.A.",
        "online": "no",
        "language": "",
        "url": "https://saffron.example/?a=1&b=2",
    } | cells


def row(**cells) -> dict[str, str]:
    """Of the simple table."""
    return {
        "title": "Sensors in saffron",
        "starts": "2027-03-10 17:00",
        "ends": "2027-03-10 19:30",
        "summary": "Growers and engineers compare.",
        "description": "A season of measurements.",
        "venue": "Greenhouse",
        "city": "Kozani",
        "country": "Greece",
    } | cells


def table(*rows: dict[str, str]) -> io.StringIO:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, dict.fromkeys(name for row in rows for name in row))
    writer.writeheader()
    writer.writerows(rows)
    file.seek(0)
    return file


@pytest.fixture
def take(krakow, administrator):
    def take(*rows, now=NOW, author=administrator, cluster=krakow, defaults=None, **options):
        who = {"author": author, "cluster": cluster, "now": now}
        return import_events(table(*rows), defaults=defaults or Defaults(), **who, **options)

    return take


def reasons(report) -> list[str]:
    return [reject.reason for reject in report.rejects]


# The list of conferences


def test_conference_becomes_a_complete_event(take, krakow, administrator):
    report = take(conference())

    event = Event.objects.get()
    assert (report.read, report.created, report.rejects) == (1, 1, [])
    assert (event.state, event.kind, event.mode) == (State.DRAFT, "conference", "on_site")
    assert (event.cluster, event.author, event.source_id) == (krakow, administrator, "ev-1")
    assert (event.city, event.country, event.timezone) == ("Dallas, TX", "US", "America/Chicago")
    assert event.is_all_day
    assert (event.first_day, event.last_day) == (date(2027, 3, 10), date(2027, 3, 12))
    assert event.languages == ["en"]
    assert event.registration_url == "https://saffron.example/?a=1&b=2"
    text = event.original
    assert text.summary == "Conference on JavaScript and user experience in Dallas, TX, U.S.A."
    assert 'href="https://saffron.example/?a=1&amp;b=2"' in text.description
    assert "confs.tech" in text.description
    assert not event.gaps()


def test_second_time_changes_nothing(take):
    rows = [conference(), conference(id="ev-2", name="Raman Days"), conference(id="ev-3", url="")]
    first = take(*rows, publishes=True)
    before = list(Event.objects.order_by("pk").values())

    again = take(*rows, publishes=True)

    assert (first.created, len(first.rejects)) == (2, 1)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert again.is_idle and reasons(again) == reasons(first)
    assert list(Event.objects.order_by("pk").values()) == before
    assert Revision.objects.count() == 2


def test_dry_run_keeps_nothing(take):
    report = take(conference(), conference(id="ev-2", city=""), dry_run=True, publishes=True)

    assert (report.created, len(report.rejects)) == (1, 1)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("cells", "mode", "country"),
    [
        ({"online": "yes"}, "both", "US"),
        ({"online": "yes", "city": "", "country": ""}, "online", ""),
    ],
)
def test_conference_may_be_online(take, cells, mode, country):
    take(conference(**cells))

    event = Event.objects.get()
    assert (event.mode, str(event.country)) == (mode, country)
    assert event.timezone == ("America/Chicago" if country else "Europe/Brussels")


def test_languages_the_portal_does_not_list_are_left_out_beside_others(take):
    report = take(conference(language="EN, JA"), conference(id="ev-2", language="JA"))

    assert Event.objects.get().languages == ["en"]
    assert "not in the portal's list: JA" in report.rejects[0].reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": ""}, "title"),
        ({"name": "x" * 201}, "title"),
        ({"country": "Atlantis"}, "country: unknown: Atlantis"),
        ({"city": ""}, "city"),
        ({"start_date": "10.3.2027"}, "start_date: not a day"),
        ({"end_date": "2027-02-30"}, "end_date: not a day"),
        ({"end_date": "2027-03-09"}, "Let it end after it begins."),
        ({"end_date": "2027-09-09"}, "sixty days"),
        ({"url": "not an address"}, "website: Enter a valid URL."),
        ({"url": "javascript:alert(1)"}, "website: Enter a valid URL."),
        ({"name": "a\0b"}, "a control character"),
        ({"start_date": "2026-11-01", "end_date": "2026-11-26"}, "is over (--past"),
    ],
)
def test_bad_row_is_refused_with_its_line_and_stops_no_other(take, cells, reason):
    report = take(conference(**cells), conference(id="ev-2", name="Raman Days"))

    (reject,) = report.rejects
    assert (reject.place, reject.source_id) == (2, "ev-1")
    assert reason in reject.reason
    assert Event.objects.get().source_id == "ev-2"


def test_one_event_in_two_rows_is_refused_once(take):
    report = take(
        conference(),
        conference(name="Another title"),
        conference(id="ev-2", name="SAFFRON days"),
        conference(id="ev-3", start_date="2027-03-11"),
    )

    assert report.created == 2
    assert reasons(report) == ["the same id as 2", "the same title, time and place as line 2"]


# What is over


def test_what_is_over_is_taken_into_the_lists_of_the_past(take, client):
    report = take(
        conference(start_date="2014-03-10", end_date="2014-03-12"),
        conference(id="ev-2", name="Raman Days"),
        takes_past=True,
        publishes=True,
    )

    assert (report.created, report.rejects) == (2, [])
    past, coming = (client.get(reverse(f"events:{name}")).text for name in ("past", "list"))
    assert "Saffron Days" in past and "Raman Days" not in past
    assert "Saffron Days" not in coming and "Raman Days" in coming


def test_draft_of_what_is_over_may_be_published(take, administrator):
    take(conference(start_date="2014-03-10", end_date="2014-03-12"), takes_past=True)

    make("publish", Event.objects.get(), user=administrator)

    assert Event.objects.listed().get().state == State.PUBLISHED


def test_what_was_imported_before_it_was_over_is_not_refused_afterwards(take):
    take(conference())

    assert take(conference(), now=datetime(2027, 6, 1, tzinfo=UTC)).unchanged == 1


# What changes


def test_what_the_file_says_anew_is_taken_but_not_over_what_people_wrote(take):
    take(conference(), publishes=True)

    assert take(conference(name="A better title")).updated == 1
    assert take(conference(name="A better title")).unchanged == 1
    event = Event.objects.get()
    assert (event.title, event.version) == ("A better title", 2), "a newer entry for calendars"
    assert Revision.objects.count() == 2, "reviewers see what has changed"
    Event.objects.update(version=F("version") + 1)
    assert take(conference(name="A third title")).kept == 1
    assert Event.objects.get().title == "A better title"


def test_editor_does_not_write_what_another_cluster_has_imported(take, zgz_editor, zaragoza):
    take(conference())

    report = take(conference(name="Mine"), author=zgz_editor, cluster=zaragoza)

    assert reasons(report) == ["another cluster has imported it"]
    assert Event.objects.get().title == "Saffron Days"


def test_editor_may_not_publish(take, krk_editor):
    report = take(conference(), author=krk_editor, publishes=True)

    assert reasons(report) == [f"{krk_editor} may not publish it"]
    assert not Event.objects.exists()


# Whose they are


def test_without_a_cluster_the_country_decides(take, krakow, zaragoza):
    report = take(
        conference(country="Spain", city="Madrid"),
        conference(id="ev-2", country="Poland", city="Wrocław"),
        conference(id="ev-3"),
        conference(id="ev-4", online="yes", city="", country=""),
        cluster=None,
    )

    assert dict(Event.objects.values_list("source_id", "cluster__code")) == {
        "ev-1": "ZGZ",
        "ev-2": "KRK",
    }
    assert reasons(report) == ["country: no cluster for US", "country: no cluster for none"]


def test_who_works_for_one_cluster_announces_all_there(take, zaragoza, krk_editor, krakow):
    take(conference(country="Spain", city="Madrid"), author=krk_editor, cluster=None)

    assert Event.objects.get().cluster == krakow


# The simple table


def test_row_of_the_simple_table_is_an_event_by_the_clocks_of_its_place(take):
    report = take(row(kind="Brokerage event", website="saffron.example", languages="el|en"))

    event = Event.objects.get()
    assert report.rejects == []
    assert (event.kind, event.country, event.timezone) == ("brokerage", "GR", "Europe/Athens")
    assert event.starts_at == datetime(2027, 3, 10, 15, tzinfo=UTC)
    assert (event.website, event.registration) == ("https://saffron.example", "none")
    assert event.languages == ["el", "en"]


def test_row_without_an_id_is_known_by_title_time_and_town(take):
    take(row())

    assert take(row(summary="Another summary.")).updated == 1
    assert take(row(starts="2027-03-11", ends="")).created == 1


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        ({"starts": "2027-03-10", "ends": ""}, (10, 10)),
        ({"starts": "2027-03-10", "ends": "2027-03-12"}, (10, 12)),
        (
            {
                "starts": "2027-03-10T00:00:00+02:00",
                "ends": "2027-03-13T00:00:00+02:00",
                "all_day": "yes",
            },
            (10, 12),
        ),
    ],
)
def test_days_without_a_time_are_whole(take, cells, days):
    take(row(**cells))

    event = Event.objects.get()
    assert event.is_all_day
    assert (event.first_day.day, event.last_day.day) == days


@pytest.mark.parametrize(
    ("cells", "mode"),
    [
        ({"online_url": "https://meet.example/1"}, "both"),
        ({"online_url": "https://meet.example/1", "venue": "", "city": ""}, "online"),
        ({"mode": "online", "venue": "", "city": ""}, "online"),
        ({}, "on_site"),
    ],
)
def test_where_one_takes_part_is_seen_from_what_is_there(take, cells, mode):
    take(row(**cells))

    assert Event.objects.get().mode == mode


def test_place_that_no_row_says_is_given(take):
    nowhere = row(venue="", city="", country="")

    assert "--place says it" in reasons(take(nowhere))[0]
    take(nowhere, defaults=Defaults(place="Main hall, Kraków"))
    event = Event.objects.get()
    assert (event.venue, event.city) == ("Main hall", "Kraków")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone: unknown: Mars/Olympus"),
        ({"kind": "party"}, "kind: Select a valid choice"),
        ({"mode": "nowhere"}, "mode: Select a valid choice"),
        ({"audience": "friends"}, "audience: Select a valid choice"),
        ({"text_language": "de"}, "language: Select a valid choice"),
        ({"starts": ""}, "starts: not a day or time"),
        ({"ends": ""}, "Say when it ends."),
        ({"ends": "2027-03-11"}, "ends: a time is missing"),
        ({"starts": "2027-03-28 03:30", "ends": "2027-03-28 05:00"}, "clocks go forward"),
        ({"registration_closes": "2027-04-01 10:00"}, "Let registration close before"),
        ({"contact_email": "nobody"}, "contact_email: Enter a valid email"),
        ({"cancelled": "yes"}, "is cancelled, and was not announced here"),
    ],
)
def test_bad_row_of_the_simple_table_is_refused(take, cells, reason):
    assert reason in reasons(take(row(**cells)))[0]


def test_cancelled_row_cancels_its_event(take):
    take(row(id="1"), publishes=True)

    assert take(row(id="1", cancelled="yes")).cancelled == 1
    assert take(row(id="1", cancelled="yes")).unchanged == 1
    assert Event.objects.get().is_cancelled
    assert take(row(id="1", title="Again")).kept == 1, "people alone announce it anew"


def test_draft_of_a_cancelled_row_is_told(take):
    take(row(id="1"))

    assert reasons(take(row(id="1", cancelled="yes"))) == [
        "is cancelled, and here not published: draft"
    ]


def test_registration_closes_in_the_evening_of_a_day(take):
    take(row(registration_closes="2027-03-08"))

    event = Event.objects.get()
    assert event.closes_at.astimezone(event.zone).strftime("%d %H:%M") == "08 23:59"


def test_open_data_can_be_imported_again(take, client, krakow, zaragoza, settings):
    make_event(
        krakow,
        timezone="Europe/Warsaw",
        starts_at=datetime(2027, 1, 5, 9, tzinfo=UTC),
        languages=["en", "pl"],
        text={"description": "<p>One &amp; <strong>all</strong>.</p>"},
    )
    exported = b"".join(client.get(reverse("events:csv")).streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(exported)))

    report = take(*rows, cluster=zaragoza)

    old, new = Event.objects.order_by("pk")
    assert report.rejects == []
    for field in ("kind", "starts_at", "ends_at", "timezone", "mode", "venue", "languages"):
        assert getattr(old, field) == getattr(new, field), field
    assert new.cluster == zaragoza


# Places and times


@pytest.mark.parametrize(
    ("country", "city", "zone"),
    [
        ("PL", "Wrocław", "Europe/Warsaw"),
        ("GR", "Kozani", "Europe/Athens"),
        ("ES", "Madrid", "Europe/Madrid"),
        ("US", "Dallas, TX", "America/Chicago"),
        ("US", "Los Angeles, CA", "America/Los_Angeles"),
        ("US", "Boston, MA", "America/New_York"),
        ("US", "Phoenix, AZ", "America/Phoenix"),
        ("BR", "São Paulo", "America/Sao_Paulo"),
        ("BR", "Fortaleza", "America/Fortaleza"),
        ("CA", "Quebec", "America/Toronto"),
        ("AU", "Perth", "Australia/Perth"),
        ("", "", ""),
    ],
)
def test_zone_of_a_place(country, city, zone):
    assert zone_at(country, city) == zone


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Warsaw", "Europe/Warsaw"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Poland", "Europe/Warsaw"),
        ("Romance Standard Time", "Europe/Paris"),
        ("GTB Standard Time", "Europe/Bucharest"),
        ("/mozilla.org/20050126_1/Europe/Athens", "Europe/Athens"),
        ("/freeassociation.sourceforge.net/America/Argentina/Salta", "America/Argentina/Salta"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("Mars/Olympus", ""),
        ("", ""),
    ],
)
def test_zone_by_the_names_of_others(name, zone):
    assert zone_called(name) == zone


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("Hall 3", ("on_site", "Hall 3", "", "Kraków", "")),
        ("Hall 3, Zaragoza", ("on_site", "Hall 3", "", "Zaragoza", "")),
        (
            "Centre, Calle Mayor 1, 50001 Zaragoza, Spain",
            ("on_site", "Centre", "Calle Mayor 1", "Zaragoza", "ES"),
        ),
        (
            "Moscone, 747 Howard St, San Francisco, CA 94103, USA",
            ("on_site", "Moscone", "747 Howard St", "San Francisco, CA", "US"),
        ),
        ("Centre, 30-348 Kraków", ("on_site", "Centre", "", "Kraków", "")),
        ("Online", ("online", "", "", "", "")),
        ("Microsoft Teams Meeting", ("online", "", "", "", "")),
        ("https://meet.example/1", ("online", "", "", "", "")),
        ("Hall 3, Kozani, https://meet.example/1", ("both", "Hall 3", "", "Kozani", "")),
    ],
)
def test_place_in_one_line(said, where):
    read = place(said, "", Defaults(city="Kraków"))

    names = ("mode", "venue", "address", "city", "country")
    assert tuple(read.get(name, "") for name in names) == where
    assert ("https://meet.example/1" in said) == bool(read.get("online_url"))


def test_second_hour_of_the_night_in_which_clocks_go_back_is_said_in_utc():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert clocks(second, second.replace(hour=3, minute=0), "Europe/Warsaw") == {
        "timezone": "UTC",
        "starts_at": "2026-10-25T01:30:00",
        "ends_at": "2026-10-25T03:00:00",
    }


# The command


@pytest.fixture
def run(tmp_path, capsys, krakow, administrator, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(content: str, *options):
        (tmp_path / "list.csv").write_text(content, encoding="utf-8")
        call_command("import_events", "list.csv", "--cluster", "KRK", *options, verbosity=0)
        return capsys.readouterr().out

    return run


def test_command_counts_and_writes_what_it_refused(run, tmp_path):
    good = conference(start_date="2200-01-01", end_date="2200-01-01")
    rows = [conference(start_date="2099-01-01", end_date="2099-01-02"), good | {"id": "=1+1"}]

    out = run(table(*rows).getvalue())

    assert "created            1" in out and "cancelled" not in out
    with (tmp_path / "list.rejects.csv").open() as file:
        (reject,) = csv.DictReader(file)
    assert (reject["line"], reject["id"]) == ("3", "'=1+1")
    assert "start" in reject["reason"] and reject["title"] == "Saffron Days"
    assert "Nothing changed." in run(table(rows[0]).getvalue())


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "\0", "<html>", "title\nx\n"])
def test_command_refuses_what_is_no_list_in_one_line(run, content):
    with pytest.raises(CommandError, match=r"list\.csv: The first line must") as error:
        run(content)
    assert "\n" not in str(error.value)


def test_command_takes_a_cluster_of_the_author_alone(run, zgz_editor):
    with pytest.raises(CommandError, match="There is no cluster KRK; there are: ZGZ"):
        run("", "--author", zgz_editor.email)


def test_command_names_a_file_that_is_not_there(krakow, administrator):
    with pytest.raises(CommandError, match=r"nowhere\.ics: No such file"):
        call_command("import_events", "nowhere.ics", verbosity=0)


# The real list


@pytest.fixture
def real():
    if not REAL.exists():
        pytest.skip("the list of conferences is not here")
    with open_table(str(REAL)) as file:
        yield file


def test_rows_of_the_real_list_can_be_read(real):
    rows = list(read_table(real, table_of(real), Defaults()))

    refused = [entry.reason for entry in rows if hasattr(entry, "reason")]
    assert len(rows) == 4231
    assert sorted(refused) == [
        *["country: unknown: Kosovo"] * 2,
        "language: not in the portal's list: HY",
        "language: not in the portal's list: JA",
    ]


def test_what_is_to_come_of_the_real_list_is_taken(real, krakow, administrator):
    def take():
        real.seek(0)
        who = {"author": administrator, "cluster": krakow, "now": NOW}
        return import_events(real, defaults=Defaults(), **who)

    report = take()

    over = [reason for reason in reasons(report) if reason.startswith("is over")]
    assert (report.read, report.created, len(over)) == (4231, 26, 4201)
    again = take()
    assert again.is_idle and again.unchanged == 26
