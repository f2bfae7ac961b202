"""Pages as programs read them: their links, and their forms with what a browser would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form: where it goes, how, and its fields with their present values."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # name → what its `accept` says
    buttons: list[tuple[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # the type of each field's input
    options: dict[str, list[str]] = field(default_factory=dict)  # of those that offer some
    required: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """`links` (href and src), `forms` and `ids` of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self._form: Form | None = None
        self._textarea: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag in ("a", "link", "img", "script", "source"):
            self.links += [given[name] for name in ("href", "src") if name in given]
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given)

    def handle_startendtag(self, tag, attrs) -> None:
        self.handle_starttag(tag, attrs)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag in ("textarea", "select", "input") and name:
            self._form.kinds[name] = given.get("type", "text") if tag == "input" else tag
            if "required" in given:
                self._form.required.add(name)
        if tag == "textarea" and name:
            self._textarea = name
            self._form.fields.setdefault(name, [""])
        elif tag == "select" and name:
            self._select = name
            self._form.fields.setdefault(name, [])
        elif tag == "option" and self._select:
            chosen = self._form.fields[self._select]
            self._form.options.setdefault(self._select, []).append(given.get("value", ""))
            if "selected" in given or not chosen:
                chosen[:] = [given.get("value", "")]
        elif tag == "button" and name:
            self._form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name:
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            self._form.files[name] = given.get("accept", "")
        elif kind in ("checkbox", "radio"):
            values, value = self._form.fields.setdefault(name, []), given.get("value", "on")
            self._form.options.setdefault(name, []).append(value)
            if "checked" in given:
                values.append(value)
        elif kind in ("submit", "image"):
            self._form.buttons.append((name, given.get("value", "")))
        else:
            self._form.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            values = self._form.fields[self._textarea]
            values[-1] += data.removeprefix("\n") if not values[-1] else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None
