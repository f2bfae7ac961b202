"""The design's small words in templates; a builtin library, as all rooms draw with them.

It lives in the lowest room that has templates. What takes more than a line of HTML is a component
in `templates/components/`; /components/ shows them all (DEBUG).
"""

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What could end the script element, or begin another, as JSON writes it too.
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
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


@register.simple_tag
def tick(option: Mapping[str, Any]) -> SafeString:
    """The box or the radio button of one choice of a widget."""
    attrs = {"type": option["type"], "name": option["name"], "value": str(option["value"])}
    return mark_safe(f"<input{_written(attrs | option['attrs'])}>")  # noqa: S308 - all is escaped


@register.simple_tag
def options(groups: Iterable[tuple[str | None, list[Mapping[str, Any]], int]]) -> SafeString:
    """The choices of a <select>, in their groups."""
    lines: list[str] = []
    for name, choices, _index in groups:
        drawn = [
            f"<option{_written({'value': str(choice['value'])} | choice['attrs'])}>"
            f"{conditional_escape(choice['label'])}</option>"
            for choice in choices
        ]
        group = _written({"label": str(name)})
        lines += [f"<optgroup{group}>", *drawn, "</optgroup>"] if name else drawn
    return mark_safe("\n".join(lines))  # noqa: S308 - all is escaped


def _written(attrs: Mapping[str, Any]) -> str:
    """What django.forms.utils.flatatt writes, but made for the hundreds of choices of a form."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not None and value is not False
    )


@register.simple_tag
def structured_data(data: Mapping) -> SafeString:
    """What the page is about, in the words of schema.org, for search engines.

    Data, not a script: the Content-Security-Policy has nothing to say about it.
    """
    text = json.dumps({"@context": "https://schema.org", **data}, cls=DjangoJSONEncoder)
    escaped = mark_safe(text.translate(_IN_SCRIPT))  # noqa: S308 - nothing in it is markup now
    return format_html('<script type="application/ld+json">{}</script>', escaped)
