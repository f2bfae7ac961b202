"""Three working days, as each country keeps them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from threads.clock import answer_due, is_working_day, working_time, zone_of
from threads.holidays import holidays, orthodox_easter, western_easter

WARSAW, ATHENS = ZoneInfo("Europe/Warsaw"), ZoneInfo("Europe/Athens")


def at(text: str, zone: ZoneInfo = WARSAW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (2024, date(2024, 3, 31), date(2024, 5, 5)),
        (2025, date(2025, 4, 20), date(2025, 4, 20)),
        (2026, date(2026, 4, 5), date(2026, 4, 12)),
        (2027, date(2027, 3, 28), date(2027, 5, 2)),
        (2038, date(2038, 4, 25), date(2038, 4, 25)),
    ],
)
def test_easter_of_both_calendars(year, western, orthodox):
    assert western_easter(year) == western
    assert orthodox_easter(year) == orthodox


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("PL", date(2026, 6, 4)),  # Corpus Christi
        ("PL", date(2026, 11, 11)),
        ("PL", date(2026, 12, 24)),
        ("ES", date(2026, 4, 3)),  # Good Friday
        ("ES", date(2026, 10, 12)),
        ("RO", date(2026, 4, 10)),  # Orthodox Good Friday
        ("RO", date(2026, 6, 1)),  # Pentecost Monday, and Children's Day
        ("RO", date(2026, 12, 1)),
        ("GR", date(2026, 2, 23)),  # Clean Monday
        ("GR", date(2026, 4, 13)),  # Orthodox Easter Monday
        ("GR", date(2026, 10, 28)),
    ],
)
def test_public_holidays(country, day):
    assert not is_working_day(day, country)


def test_a_country_that_is_not_known_has_weekends_alone():
    assert holidays("FR", 2026) == frozenset()
    assert not is_working_day(date(2026, 11, 28), "FR")
    assert str(zone_of("FR")) == "Europe/Warsaw"


@pytest.mark.parametrize(
    ("country", "start", "due"),
    [
        ("PL", "2026-11-24 10:00", "2026-11-27 10:00"),
        ("PL", "2026-11-26 16:30", "2026-12-01 16:30"),  # over a weekend
        ("PL", "2026-11-28 16:30", "2026-12-03 09:00"),  # on a Saturday: from Monday at nine
        ("PL", "2026-11-09 12:00", "2026-11-13 12:00"),  # over Independence Day
        ("PL", "2026-12-22 12:00", "2026-12-29 12:00"),  # over Christmas
        ("PL", "2026-03-27 12:00", "2026-04-01 12:00"),  # over the night of 23 hours
        ("PL", "2026-10-23 12:00", "2026-10-28 12:00"),  # over the night of 25 hours
        ("ES", "2026-10-09 12:00", "2026-10-15 12:00"),
    ],
)
def test_an_answer_is_due_three_working_days_on(country, start, due):
    assert answer_due(at(start), country) == at(due)


def test_days_are_those_of_the_country_s_own_time():
    # 22:30 on Friday in UTC is Saturday in Athens.
    late_on_friday = datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
    assert answer_due(late_on_friday, "GR") == at("2026-12-03 09:00", ATHENS)
    assert answer_due(late_on_friday, "PL") == at("2026-12-02 23:30")


def test_two_national_days_in_a_row():
    saturday = at("2026-11-28 12:00", ZoneInfo("Europe/Bucharest"))
    assert answer_due(saturday, "RO") == at("2026-12-07 09:00", ZoneInfo("Europe/Bucharest"))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:30", 2.5),
        ("2026-11-24 16:00", "2026-11-25 09:00", 17),
        ("2026-11-27 16:00", "2026-11-30 09:00", 17),  # the weekend does not count
        ("2026-11-27 15:00", "2026-11-29 10:00", 18),  # answered on Sunday: as on Monday at nine
        ("2026-11-28 10:00", "2026-11-29 10:00", 0),
        ("2026-03-27 12:00", "2026-03-30 12:00", 24),
        ("2026-11-24 10:00", "2026-12-01 10:00", 120),
    ],
)
def test_working_time_stands_still_on_days_off(start, end, hours):
    assert working_time(at(start), at(end), "PL") == timedelta(hours=hours)
