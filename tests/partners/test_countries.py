"""Countries as people write them."""

import pytest

from partners.imports.countries import country_code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("U.S.A.", "US"),
        ("usa", "US"),
        ("United States of America", "US"),
        ("U.K.", "GB"),
        ("UK", "GB"),
        ("Scotland", "GB"),
        ("The Netherlands", "NL"),
        ("Czech Republic", "CZ"),
        ("South Korea", "KR"),
        ("Türkiye", "TR"),
        ("turkey", "TR"),
        (" Greece ", "GR"),
        ("EL", "GR"),
        ("pl", "PL"),
        ("Hiszpania", "ES"),
        ("España", "ES"),
        ("espana", "ES"),
        ("Ελλάδα", "GR"),
        ("România", "RO"),
        ("Georgia", "GE"),
        ("Atlantis", ""),
        ("", ""),
        ("ZZ", ""),
    ],
)
def test_country_is_known_by_code_and_by_name(said, code):
    assert country_code(said) == code
