"""Countries as people write them, by their ISO 3166-1 codes."""

import re
from functools import cache

from django_countries import countries

from partners.languages import by_any_name
from partners.names import fold

# Codes in use beside those of ISO 3166-1: of the European Union, and of everyday life.
OTHER_CODES = {"EL": "GR", "UK": "GB"}
# As _key writes them.
_OTHER_NAMES = {
    "america": "US",
    "bolivia plurinational state of": "BO",
    "bosnia": "BA",
    "britain": "GB",
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "ivory coast": "CI",
    "korea": "KR",
    "korea republic of": "KR",
    "macau": "MO",
    "macedonia": "MK",
    "northern ireland": "GB",
    "prc": "CN",
    "republic of ireland": "IE",
    "republic of korea": "KR",
    "russian federation": "RU",
    "scotland": "GB",
    "slovak republic": "SK",
    "swaziland": "SZ",
    "turkey": "TR",
    "uae": "AE",
    "united states": "US",
    "usa": "US",
    "vatican": "VA",
    "wales": "GB",
}
_PUNCTUATION = re.compile(r"[^\w\s]")


def country_code(said: str) -> str:
    """The code of a country by its code, or its name in English or a language of the portal.

    Case, accents, full stops and 'the' make no difference. '' where there is no such country.
    """
    key = _key(said)
    code = key.upper()
    code = OTHER_CODES.get(code, code)
    if code in countries:
        return code
    return _OTHER_NAMES.get(key) or _names().get(key, "")


@cache
def _names() -> dict[str, str]:
    return {_key(name): code for name, code in by_any_name(lambda: countries).items()}


def _key(name: str) -> str:
    words = _PUNCTUATION.sub("", fold(name)).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)
