"""A browser's line about itself, in words that its owner knows."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# Sign → name, in this order: a browser says that it is also some of those after it.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """'Firefox, Windows'; what is not known is not guessed."""
    known = (
        next((name for sign, name in signs.items() if sign in user_agent), "")
        for signs in (BROWSERS, SYSTEMS)
    )
    return ", ".join(filter(None, known)) or _("Unknown device")
