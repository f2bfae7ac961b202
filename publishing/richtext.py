"""Text with a few tags: cleaned when it is saved, counted and read as plain text."""

import re
from html.parser import HTMLParser

import nh3
from django.utils.html import escape, linebreaks

TAGS = frozenset({"p", "br", "ul", "ol", "li", "strong", "em", "a"})
# Links of readers' making: no credit with search engines, no hold on this window.
LINK_REL = "noopener nofollow ugc"
SCHEMES = frozenset({"http", "https", "mailto"})
BLOCKS = frozenset({"p", "ul", "ol"})
BULLET = "– "

_MARKUP = re.compile(r"</[a-z]|<(?:p|br|ul|ol|li)\b", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:p|ul|ol)>")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(html: str) -> str:
    """`html` with nothing but the few tags that texts may have. Clean text comes back unchanged.

    What bears no markup was typed without the editor: its lines become paragraphs and breaks.
    """
    html = html.replace("\0", "").strip()
    if not _MARKUP.search(html):
        html = escape(html)
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=LINK_REL,
    ).strip()
    if not _BLOCK.search(cleaned):
        cleaned = linebreaks(cleaned).replace("\n", "")
    return cleaned if visible_length(cleaned) else ""


def visible_length(html: str) -> int:
    """How many characters a reader sees, as the counter beside the field counts them.

    Tags do not count, and a run of spaces is one: `textContent` with its spaces folded.
    """
    return len(_SPACES.sub(" ", "".join(_read(html).words)).strip())


def as_text(html: str) -> str:
    """The words alone, paragraphs apart and list items on lines: for mails, search, comparison."""
    lines = "".join(_read(html).lines).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self.lines.append(f"\n{BULLET}")
        elif tag == "br":
            self.lines.append("\n")
        elif tag in BLOCKS and self.lines[-1:] != [f"\n{BULLET}"]:
            self.lines.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self.lines.append(_SPACES.sub(" ", data))


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
