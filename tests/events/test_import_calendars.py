"""Importing events from iCalendar: each time of an entry, by whatever clocks, once."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from events.imports.calendars import read_calendar
from events.imports.entries import Defaults
from events.imports.events import import_events
from events.models import Event
from partners.imports.records import CannotImport, open_table
from publishing.models import State
from tests.events.make import make_event

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[3] / "shared/data/events/ics"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ENTRY = {
    "UID": "saffron@calendar.example",
    "SUMMARY": "Sensors in saffron",
    "DTSTART;TZID=Europe/Madrid": "20270310T170000",
    "DTEND;TZID=Europe/Madrid": "20270310T193000",
    "LOCATION": "Greenhouse\\, 50001 Zaragoza\\, Spain",
}
# A zone of its own, with the rules of central Europe.
ZONE = """\
BEGIN:VTIMEZONE
TZID:Our clocks
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def entry(*without: str, **properties: str) -> str:
    """An entry as ENTRY, `without` what begins so, and with other properties besides."""
    given = {name.replace("_", "-"): value for name, value in properties.items()}
    kept = {name: value for name, value in ENTRY.items() if not name.startswith(without)}
    lines = [f"{name}:{value}" for name, value in (kept | given).items()]
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def at(starts: str, ends: str, zone: str = "", **properties: str) -> str:
    """An entry with other times; `zone` is a parameter such as ';TZID=Our clocks'."""
    times = f"DTSTART{zone}:{starts}\nDTEND{zone}:{ends}\n" if ends else f"DTSTART{zone}:{starts}\n"
    return entry("DTSTART", "DTEND", **properties).replace("END:VEVENT", f"{times}END:VEVENT")


def calendar(*parts: str, **properties: str) -> io.StringIO:
    said = "".join(f"{name.replace('_', '-')}:{value}\n" for name, value in properties.items())
    lines = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{said}{''.join(parts)}END:VCALENDAR\n"
    return io.StringIO(lines.replace("\n", "\r\n"), newline="")


@pytest.fixture
def take(zaragoza, administrator):
    zaragoza.timezone = "Europe/Madrid"
    zaragoza.save()

    def take(*parts, now=NOW, defaults=None, about=None, **options):
        who = {"author": administrator, "cluster": zaragoza, "now": now}
        file = calendar(*parts, **(about or {}))
        return import_events(file, defaults=defaults or Defaults(), **who, **options)

    return take


def reasons(report) -> list[str]:
    return [reject.reason for reject in report.rejects]


def times() -> list[str]:
    """When events begin, by the clocks of their places."""
    return [f"{event.starts:%m-%d %H:%M}" for event in Event.objects.order_by("starts_at")]


def test_entry_becomes_an_event(take, zaragoza):
    report = take(
        entry(
            DESCRIPTION="Growers and engineers compare.\\n\\nBring boots.",
            CATEGORIES="Outing,Brokerage event",
            URL="https://saffron.example/",
            X_GOOGLE_CONFERENCE="https://meet.example/1",
        )
    )

    event = Event.objects.get()
    assert (report.read, report.created, report.rejects) == (1, 1, [])
    assert (event.state, event.cluster, event.kind) == (State.DRAFT, zaragoza, "brokerage")
    assert event.starts_at == datetime(2027, 3, 10, 16, tzinfo=UTC)
    assert (event.venue, event.city, event.country) == ("Greenhouse", "Zaragoza", "ES")
    assert (event.mode, event.online_url) == ("both", "https://meet.example/1")
    assert event.registration_url == "https://saffron.example/"
    assert event.original.description == "<p>Growers and engineers compare.</p><p>Bring boots.</p>"
    assert event.original.summary == "Growers and engineers compare. Bring boots."
    assert not event.gaps()


def test_title_stands_for_a_description_that_is_missing(take):
    take(entry())

    assert Event.objects.get().original.description == "<p>Sensors in saffron</p>"


def test_long_description_is_cut_behind_a_sentence_and_says_so(take):
    take(entry(DESCRIPTION="This is a sentence of some words. " * 200))

    text = Event.objects.get().original
    assert text.description.endswith("words. (shortened here)</p>")
    assert text.summary.endswith("words.")


# Times


@pytest.mark.parametrize(
    ("starts", "zone", "moment", "said"),
    [
        ("20270310T170000", ";TZID=Europe/Athens", 15, "Europe/Athens"),
        ("20270310T170000", ";TZID=GTB Standard Time", 15, "Europe/Bucharest"),
        ("20270310T170000", ";TZID=/mozilla.org/2005/Europe/Athens", 15, "Europe/Athens"),
        ("20270310T170000", ";TZID=US/Eastern", 22, "America/New_York"),
        ("20270310T170000Z", "", 17, "Europe/Madrid"),
        ("20270310T170000", ";TZID=Etc/UTC", 17, "Europe/Madrid"),
        ("20270310T170000", "", 16, "Europe/Madrid"),
        ("20270310T170000", ";TZID=Our clocks", 16, "Europe/Madrid"),
    ],
)
def test_time_is_read_in_whatever_zone(take, starts, zone, moment, said):
    report = take(ZONE, at(starts, starts.replace("T17", "T18"), zone))

    event = Event.objects.get()
    assert report.rejects == []
    assert (event.starts_at.hour, event.timezone) == (moment, said)


def test_zone_that_the_calendar_brings_along_is_known_by_its_place(take):
    zone = ZONE.replace("BEGIN:STANDARD", "X-LIC-LOCATION:Europe/Warsaw\nBEGIN:STANDARD", 1)

    take(zone, at("20270310T170000", "20270310T180000", ";TZID=Our clocks"))

    assert Event.objects.get().timezone == "Europe/Warsaw"


def test_calendar_has_a_zone_for_times_without_one(take):
    floating = at("20270310T170000", "20270310T180000")

    take(floating, about={"X_WR_TIMEZONE": "Europe/Bucharest"})

    event = Event.objects.get()
    assert (event.starts_at.hour, event.timezone) == (15, "Europe/Bucharest")


def test_zone_that_nobody_knows_is_refused(take):
    report = take(at("20270310T170000", "20270310T180000", ";TZID=Mars"), entry(UID="2"))

    assert reasons(report) == ["DTSTART: the time zone is not known: Mars"]
    assert report.created == 1


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        ("20270310", "20270311", (10, 10)),
        ("20270310", "20270313", (10, 12)),
        ("20270310", "", (10, 10)),
    ],
)
def test_day_is_whole(take, starts, ends, days):
    take(at(starts, ends, ";VALUE=DATE"))

    event = Event.objects.get()
    assert event.is_all_day
    assert (event.first_day.day, event.last_day.day) == days


@pytest.mark.parametrize(
    ("duration", "ends"), [("PT90M", "27 21:30"), ("P1D", "28 20:00"), ("P1DT2H", "28 22:00")]
)
def test_entry_may_say_how_long_it_lasts(take, duration, ends):
    """The clocks go forward in that night: a day is not 24 hours."""
    take(at("20270327T200000", "", ";TZID=Europe/Madrid", DURATION=duration))

    assert f"{Event.objects.get().ends:%d %H:%M}" == ends


# What repeats


def test_each_time_of_what_repeats_is_an_event_by_the_same_clocks(take):
    report = take(entry(RRULE="FREQ=WEEKLY;BYDAY=WE;COUNT=4"))

    assert report.created == 4
    assert times() == ["03-10 17:00", "03-17 17:00", "03-24 17:00", "03-31 17:00"]
    assert {event.starts_at.hour for event in Event.objects.all()} == {15, 16}
    again = take(entry(RRULE="FREQ=WEEKLY;BYDAY=WE;COUNT=4"))
    assert (again.unchanged, again.is_idle) == (4, True)


def test_time_that_the_clocks_skip_is_the_one_they_show_instead(take):
    night = at("20270327T023000", "20270327T040000", ";TZID=Europe/Madrid")

    report = take(night.replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT"))

    assert report.rejects == []
    assert times() == ["03-27 02:30", "03-28 03:30", "03-29 02:30"]


@pytest.mark.parametrize("until", ["20270324", "20270324T170000", "20270324T160000Z"])
def test_last_time_is_counted_by_whatever_clocks(take, until):
    take(entry(RRULE=f"FREQ=WEEKLY;UNTIL={until}"))

    assert len(times()) == 3


@pytest.mark.parametrize(
    "but",
    [
        "EXDATE;TZID=Europe/Madrid:20270317T170000",
        "EXDATE:20270317T160000Z",
        "EXDATE;VALUE=DATE:20270317",
        "EXDATE;TZID=Europe/Athens:20270317T180000",
    ],
)
def test_time_that_is_taken_out_is_none(take, but):
    take(entry(RRULE="FREQ=WEEKLY;COUNT=3").replace("END:VEVENT", f"{but}\nEND:VEVENT"))

    assert times() == ["03-10 17:00", "03-24 17:00"]


def test_listed_times_come_besides_and_may_last_otherwise(take):
    listed = (
        "RDATE;TZID=Europe/Madrid:20270311T100000,20270310T170000\n"
        "RDATE;VALUE=PERIOD:20270312T090000Z/20270312T100000Z,20270313T090000Z/PT2H\n"
    )
    take(entry().replace("END:VEVENT", f"{listed}END:VEVENT"))

    lengths = [
        (event.ends_at - event.starts_at).total_seconds() / 3600
        for event in Event.objects.order_by("starts_at")
    ]
    assert times() == ["03-10 17:00", "03-11 10:00", "03-12 10:00", "03-13 10:00"]
    assert lengths == [2.5, 2.5, 1, 2]


def test_endless_rule_is_followed_for_a_year(take):
    report = take(entry(RRULE="FREQ=MONTHLY;BYDAY=2WE"))

    assert report.created == 9
    assert times()[-1] == "11-10 17:00"


def test_what_began_long_ago_is_followed_from_today(take):
    weekly = at("20200101T100000", "20200101T110000", "", RRULE="FREQ=WEEKLY")
    report = take(weekly)

    assert report.created == 52 and times()[0] == "12-02 10:00"
    assert take(weekly, takes_past=True).created == 53


def test_what_ended_long_ago_says_so(take):
    ended = at("20200101T100000", "20200101T110000", "", RRULE="FREQ=WEEKLY;COUNT=9")

    assert reasons(take(ended)) == ["repeats, but not from 2026-11-27 to 2027-11-28"]


def test_one_time_may_be_otherwise_and_keeps_its_id(take):
    weekly = entry(RRULE="FREQ=WEEKLY;COUNT=3")
    take(weekly)
    moved = at(
        *("20270318T100000", "20270318T110000"),
        RECURRENCE_ID="20270317T160000Z",
        SUMMARY="Raman in saffron",
    )

    report = take(weekly, moved)

    assert (report.updated, report.unchanged) == (1, 2)
    assert times() == ["03-10 17:00", "03-18 10:00", "03-24 17:00"]
    assert Event.objects.get(starts_at__day=18).title == "Raman in saffron"


def test_time_that_is_moved_here_from_afar_is_taken(take):
    weekly = at("20270101T100000", "20270101T110000", "", RRULE="FREQ=YEARLY")
    moved = at("20270601T100000", "20270601T110000", "", RECURRENCE_ID="20280101T100000")

    take(weekly, moved)

    assert times() == ["01-01 10:00", "06-01 10:00"]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=3;BYDAY=WE,TH"])
def test_entry_that_begins_or_ceases_to_repeat_keeps_its_first_event(take, rule):
    take(entry(), publishes=True)
    assert take(entry(RRULE=rule), publishes=True).cancelled == 0
    assert Event.objects.count() == 3

    report = take(entry())

    assert (report.unchanged, report.cancelled) == (1, 2)


# What changes


def test_newer_entry_changes_its_event(take):
    take(entry(SEQUENCE="1"), publishes=True)

    report = take(entry(SEQUENCE="2", LOCATION="Town hall\\, Zaragoza"))

    event = Event.objects.get()
    assert (report.updated, event.venue, event.state) == (1, "Town hall", State.PUBLISHED)
    assert event.version == 2, "by which calendars know that it has changed"


@pytest.mark.parametrize(
    "older",
    [
        {"SEQUENCE": "1", "LAST_MODIFIED": "20270101T000000Z"},
        {"SEQUENCE": "2", "LAST_MODIFIED": "20260101T000000Z"},
        {"SEQUENCE": "2"},
        {"SEQUENCE": "many", "LAST_MODIFIED": "soon"},
    ],
)
def test_older_entry_changes_nothing(take, older):
    newer = {"SEQUENCE": "2", "LAST_MODIFIED": "20260601T000000Z"}
    take(entry(**newer))

    assert take(entry(**older, SUMMARY="An older title")).kept == 1
    report = take(entry(**newer), entry(**older, SUMMARY="An older title"))
    assert report.unchanged == 1
    assert reasons(report) == ["the same id as line 4, which is newer"]
    assert Event.objects.get().title == "Sensors in saffron"


def test_newer_entry_leaves_what_people_have_changed(take):
    take(entry(SEQUENCE="1"))
    Event.objects.update(version=5)

    assert take(entry(SEQUENCE="2", SUMMARY="Another title")).kept == 1


def test_cancelled_entry_cancels_its_event(take, client):
    take(entry(), publishes=True)

    report = take(entry(STATUS="CANCELLED", SEQUENCE="1"))

    event = Event.objects.get()
    assert (report.cancelled, report.rejects) == (1, [])
    assert event.is_cancelled
    assert "This event is cancelled." in client.get(event.get_absolute_url()).text
    assert take(entry(STATUS="CANCELLED", SEQUENCE="1")).unchanged == 1


def test_calendar_may_cancel_all_it_holds(take):
    take(entry(RRULE="FREQ=WEEKLY;COUNT=3"), publishes=True)

    report = take(entry(RRULE="FREQ=WEEKLY;COUNT=3"), about={"METHOD": "CANCEL"})

    assert report.cancelled == 3


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=3\nEXDATE:20270324T160000Z",
        "FREQ=WEEKLY;COUNT=2",
        "FREQ=DAILY;INTERVAL=7;COUNT=2",
    ],
)
def test_time_that_drops_out_of_what_repeats_is_cancelled(take, rule):
    take(entry(RRULE="FREQ=WEEKLY;COUNT=3"), publishes=True)

    report = take(entry(RRULE=rule))

    assert (report.unchanged, report.cancelled) == (2, 1)
    assert Event.objects.get(cancelled_at__isnull=False).starts_at.day == 24


def test_cancelled_time_of_what_repeats_is_cancelled(take):
    weekly = entry(RRULE="FREQ=WEEKLY;COUNT=3")
    take(weekly, publishes=True)
    off = at(
        *("20270317T170000", "20270317T180000"),
        RECURRENCE_ID="20270317T170000",
        STATUS="CANCELLED",
    )

    assert take(weekly, off).cancelled == 1
    assert take(off).unchanged == 1, "also without the entry itself"


def test_what_cannot_be_read_any_more_cancels_nothing(take):
    weekly = entry(RRULE="FREQ=WEEKLY;COUNT=3")
    take(weekly, publishes=True)
    broken = at(
        *("20270317T100000", "20270317T110000", ";TZID=Mars"), RECURRENCE_ID="20270317T160000Z"
    )

    for report in (take(weekly, broken), take(entry(RRULE="FREQ=HOURLY"))):
        assert (report.cancelled, len(report.rejects)) == (0, 1)


def test_hour_of_what_repeats_may_change(take):
    take(entry(RRULE="FREQ=WEEKLY;COUNT=3"))

    later = at("20270310T180000", "20270310T190000", "", RRULE="FREQ=WEEKLY;COUNT=3")

    assert take(later).updated == 3
    assert Event.objects.count() == 3


def test_cancelled_entry_that_was_not_announced_is_told(take):
    assert reasons(take(entry(STATUS="CANCELLED"))) == ["is cancelled, and was not announced here"]


# What is refused


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (entry("SUMMARY"), "SUMMARY: missing"),
        (entry("UID", "DTSTART", "DTEND"), "UID, DTSTART: missing"),
        (entry("LOCATION"), "where it takes place is not said"),
        (entry(SUMMARY="x" * 201), "title"),
        (entry(CLASS="PRIVATE"), "CLASS: it is not public"),
        (entry(URL="https://not an address"), "website: Enter a valid URL."),
        (entry(RRULE="FREQ=SECONDLY"), "RRULE: repeats secondly"),
        (entry(RRULE="FREQ=DAILY;INTERVAL=0"), "RRULE: INTERVAL is not positive"),
        (entry(RRULE="FREQ=WEEKLY;BYDAY=XX"), "RRULE"),
        (entry(RRULE="FREQ=DAILY;BYHOUR=8,9,10,11;BYMINUTE=0,1,2,3"), "more than 1,000 times"),
        (entry(RECURRENCE_ID="soon"), "RECURRENCE-ID: cannot be read"),
        (at("soon", ""), "DTSTART: cannot be read"),
        (at("20270310T170000", "20270310T160000"), "Let it end after it begins."),
        (at("20270310T170000", ""), "Say when it ends."),
        (at("20270310T170000", "", DURATION="long"), "DURATION: cannot be read"),
        (at("20270310T170000", "20270311", ""), "DTEND: a day, where DTSTART is a time"),
        (at("20270310", "20270310", ";VALUE=DATE"), "Let it end after it begins."),
        (at("20261001T100000", "20261001T110000"), "is over (--past takes what is over)"),
        (entry().replace("END:VEVENT", "DTSTART:20270310T170000\nEND:VEVENT"), "said twice"),
        (entry().replace("END:VEVENT\n", ""), "END:VEVENT is missing"),
        (entry(COMMENT="a\0b"), "a control character"),
        (
            entry("DTSTART", "DTEND").replace(
                "END:VEVENT",
                "DTSTART:20270310T170000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270310T170000Z\n"
                "END:VEVENT",
            ),
            "for all later times as well",
        ),
    ],
)
def test_bad_entry_is_refused_with_its_line_and_stops_no_other(take, broken, reason):
    report = take(entry(UID="1", SUMMARY="Raman"), broken, entry(UID="3", SUMMARY="Thesis"))

    (reject,) = report.rejects
    assert reason in reject.reason
    assert reject.place == 11
    assert {event.title for event in Event.objects.all()} == {"Raman", "Thesis"}


def test_calendar_needs_a_cluster(administrator, krakow, zaragoza):
    with pytest.raises(CannotImport, match="--cluster"):
        import_events(
            calendar(entry()), author=administrator, cluster=None, now=NOW, defaults=Defaults()
        )


def test_command_says_so(tmp_path, administrator, krakow, zaragoza):
    (tmp_path / "a.ics").write_text(calendar(entry()).getvalue())
    with pytest.raises(CommandError, match=r"a\.ics: say with --cluster"):
        call_command("import_events", str(tmp_path / "a.ics"), verbosity=0)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE"),
                *("END:VTIMEZONE", "UID:1", "SUMMARY:a", "DTSTART:20270310T170000", " folded"),
                *("DTSTART;TZID=:20270310", "DTSTART;VALUE=DATE:20270310", "DTEND:", ":", ";=:"),
                *("RRULE:", "RRULE:FREQ=DAILY;COUNT=-1", "EXDATE:,", "RDATE;VALUE=PERIOD:1/2"),
                *("RECURRENCE-ID:20270310T170000Z", "LOCATION:Hall", "DURATION:-P1D", "SEQUENCE:"),
                *("RRULE:FREQ=YEARLY;BYDAY=99MO", "TZID:x", "CATEGORIES:", "LAST-MODIFIED:x"),
            ]
        ),
        max_size=30,
    )
)
def test_whatever_stands_in_a_calendar_is_read_or_refused(lines):
    file = io.StringIO("BEGIN:VCALENDAR\n" + "\n".join(lines))

    for read in read_calendar(file, Defaults(), today=NOW.date(), takes_past=False, known=()):
        assert read.place or read.reason


# Its own, and real ones


def test_own_calendar_can_be_imported_again(take, client, krakow):
    """Also of the night in which the clocks go back."""
    for hour in (0, 2):
        make_event(
            krakow,
            timezone="Europe/Warsaw",
            text={"title": f"Night {hour}"},
            starts_at=datetime(2027, 10, 31, hour, 30, tzinfo=UTC),
        )
    before = set(Event.objects.values_list("starts_at", "ends_at"))
    content = client.get(reverse("events:ics")).text

    report = take(content.partition("PRODID")[2].partition("\r\n")[2].replace("\r\n", "\n"))

    assert report.rejects == []
    imported = Event.objects.exclude(source="")
    assert set(imported.values_list("starts_at", "ends_at")) == before
    assert {event.city for event in imported} == {"Kraków"}


@pytest.mark.parametrize(
    ("name", "read", "created"),
    [
        ("allenporter_apple_ical", 740, 739),
        ("allenporter_google_calendar_public_holidays", 111, 111),
        ("collective_rfc_5545_RDATE_example", 6, 0),
    ],
)
def test_real_calendar_is_taken(krakow, name, read, created):
    path = REAL / f"{name}.ics"
    if not path.exists():
        pytest.skip("the calendars are not here")
    with open_table(str(path)) as file:
        entries = list(
            read_calendar(
                file, Defaults(place="online"), today=NOW.date(), takes_past=True, known=()
            )
        )

    refused = [entry.reason for entry in entries if hasattr(entry, "reason")]
    assert (len(entries), len(entries) - len(refused)) == (read, created)
