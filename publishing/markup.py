"""Rich text as it is typed in a plain field, and back: what works without scripts.

A blank line parts paragraphs; `- ` and `1. ` begin list items; *stressed* and **strong** words;
[words](address) and bare addresses are links; a backslash takes the meaning from a character.
"""

import re
from html import escape
from html.parser import HTMLParser

from publishing.richtext import clean

_HTML = re.compile(r"(?<!\\)(?:</[a-z]|<(?:p|br|ul|ol|li)\b)", re.IGNORECASE)
# Also the bullets that come along when a list is pasted from a letter or a page.
_ITEM = re.compile(r"(?:(?P<bullet>[-–—•*·▪])|(?P<number>\d{1,2}[.)])) (?P<words>.+)")
_INLINE = re.compile(
    r"\\(?P<literal>[^\w\s]|\d)"
    r"|\[(?P<words>(?:[^\[\]\\\n]|\\[^\w\s])+)\]\((?P<address>(?:https?://|mailto:)[^\s()]+)\)"
    r"|(?P<bare>https?://[^\s<>()\[\]*\\]*[^\s<>()\[\]*\\.,;:!?])"
    r"|(?<!\w)\*\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*\*(?!\w)"
    r"|(?<!\w)\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*(?!\w)"
)
_SPECIAL = re.compile(r"[\\*]|\](?=\()|<(?=[/a-zA-Z])")
# What would end the words, or the address, of a link too early.
_IN_WORDS = str.maketrans("[]\n", "() ")
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})
# What may follow a bare address without becoming part of it.
_APART = re.compile(r"\s|[.,;:!?](?:\s|$)")
_LIKE_ITEM = re.compile(r"(?:[-–—•*·▪]|\d{1,2}[.)])(?=\s)")


def to_html(markup: str) -> str:
    """What was typed as clean HTML. HTML that was pasted is cleaned, not escaped."""
    if _HTML.search(markup):
        return clean(markup)
    blocks: list[tuple[str, list[str]]] = []
    for typed in markup.replace("\r\n", "\n").split("\n"):
        line = " ".join(typed.split())
        item = _ITEM.fullmatch(line)
        if item:
            tag, words = ("ul" if item["bullet"] else "ol"), item["words"]
        else:
            tag, words = ("p" if line else ""), line
        if not blocks or blocks[-1][0] != tag:
            blocks.append((tag, []))
        blocks[-1][1].append(_inline(words))
    return clean("".join(_block(tag, lines) for tag, lines in blocks if tag))


def _block(tag: str, lines: list[str]) -> str:
    if tag == "p":
        return f"<p>{'<br>'.join(lines)}</p>"
    return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"


def _inline(text: str) -> str:
    pieces, end = [], 0
    for match in _INLINE.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        pieces.append(_piece(match))
        end = match.end()
    return "".join([*pieces, escape(text[end:])])


def _piece(match: re.Match) -> str:
    if match["literal"]:
        return escape(match["literal"])
    if match["strong"]:
        return f"<strong>{_inline(match['strong'])}</strong>"
    if match["em"]:
        return f"<em>{_inline(match['em'])}</em>"
    address = match["address"] or match["bare"]
    words = match["words"] or address
    return f'<a href="{escape(address)}">{escape(words) if "://" in words else _inline(words)}</a>'


def from_html(html: str) -> str:
    """Clean HTML as one would have typed it. Lists within lists come out as one list."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(writer.pieces)).strip()


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._lists: list[int | None] = []  # of each open list the last number, None for bullets
        self._bare = ""  # the address just written, if its words are the address itself
        self._link: tuple[str, int] | None = None  # its address, and where its words begin

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._bare = ""
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
            self.pieces.append("\n\n")
        elif tag == "li":
            self.pieces.append(f"\n{self._bullet()} ")
        elif tag == "p" and not self._lists:
            self.pieces.append("\n\n")
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in ("strong", "em"):
            self.pieces.append("**" if tag == "strong" else "*")
        elif tag == "a":
            self._link = dict(attrs).get("href") or "", len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        self._bare = ""
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self.pieces.append("\n\n")
        elif tag in ("strong", "em"):
            self.pieces.append("**" if tag == "strong" else "*")
        elif tag == "a" and self._link:
            self._end_link(*self._link)

    def handle_data(self, data: str) -> None:
        if self._bare and data and not _APART.match(data):
            self.pieces[-1] = f"[{self._bare}]({self._bare})"
        self._bare = ""
        words = _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", data))
        is_first = not self.pieces or self.pieces[-1].endswith("\n")
        self.pieces.append(_LIKE_ITEM.sub(_shield, words, count=1) if is_first else words)

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "-"
        self._lists[-1] += 1
        return f"{self._lists[-1]}."

    def _end_link(self, address: str, start: int) -> None:
        words = "".join(self.pieces[start:]).translate(_IN_WORDS)
        address = address.translate(_IN_ADDRESS)
        del self.pieces[start:]
        self._bare = address if words == address else ""
        self.pieces.append(self._bare or (f"[{words}]({address})" if address else words))
        self._link = None


def _shield(match: re.Match) -> str:
    """A line that would begin a list, but does not."""
    return match[0] if match.start() else f"\\{match[0]}"
