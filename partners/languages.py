"""Languages in which people may work together."""

from django.utils.translation import get_language_info

# Of the European Union and its neighbours; the portal's own come first.
CODES = (
    *("en", "pl", "es", "ro", "el"),
    *("bg", "cs", "da", "de", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "nb", "nl"),
    *("pt", "sk", "sl", "sv", "tr", "uk"),
)


def names() -> dict[str, str]:
    """Code → name in the reader's language."""
    return {code: str(get_language_info(code)["name_translated"]) for code in CODES}


def choices() -> list[tuple[str, str]]:
    return list(names().items())
