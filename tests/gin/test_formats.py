"""Dates as each language writes them inside a sentence."""

from datetime import UTC, datetime

import pytest
from django.template.defaultfilters import date
from django.utils import translation

DAY = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", "22 Nov 2026", "22 November 2026"),
        ("pl", "22 lis 2026", "22 listopada 2026"),
        ("es", "22 nov 2026", "22 de noviembre de 2026"),
        ("ro", "22 noi 2026", "22 noi 2026"),
        ("el", "22 Νοέ 2026", "22 Νοεμβρίου 2026"),
    ],
)
def test_a_date_is_written_as_the_language_does(language, short, long):
    with translation.override(language):
        assert date(DAY, "SHORT_DATE_FORMAT") == short
        assert date(DAY, "SHORT_DATETIME_FORMAT") == f"{short}, 09:05"
        assert date(DAY, "MONTH_DAY_FORMAT") == short.removesuffix(" 2026")
        assert date(DAY, "DATE_FORMAT") == long
