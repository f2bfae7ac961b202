"""The design's small words in templates; a builtin library, as all rooms draw with them.

It lives in the lowest room that has templates. What takes more than a line of HTML is a component
in `templates/components/`; /components/ shows them all (DEBUG).
"""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_USE = '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of img/icons.svg. It is always beside words, so a screen reader skips it."""
    return format_html(_USE, "i", static("img/icons.svg"), name)


@register.simple_tag
def mark(thread: str) -> SafeString:
    """The shape of a region thread ('krk'); it takes the hue of the nearest `r-…` class."""
    return format_html(_USE, "m", static("img/icons.svg"), f"m-{thread}")


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """HTML for a component's slot: {% capture as side %}…{% endcapture %}."""
    return content
