"""Languages in which people may work together."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.translation import get_language_info, override

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


def by_any_name(choices: Callable[[], Iterable[tuple[str, object]]]) -> dict[str, str]:
    """Label → code of `choices`, for their labels in every language of the portal."""
    found: dict[str, str] = {}
    for language, _name in reversed(settings.LANGUAGES):  # where two differ, English is right
        with override(language):
            found |= {str(label): code for code, label in choices()}
    return found
