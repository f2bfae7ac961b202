"""Bad input, and what a good answer to it is. Who throws it at what: tests/test_hostile.py."""

import struct
import zlib
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote, quote_plus

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone
from PIL import Image

from tests.make import PASSWORD
from tests.pages import Form, Page

HALF = b"\xed\xa0\x80"  # half of a surrogate pair, as bytes can bring it
ODD = "%s{{7*7}} ' \" `&<script>alert(1)</script> \u202eabc\u200b\ufffd"
LONG = "long" * 12_500  # all fields of a form together stay below what Django takes
HUGE = str(10**30)
PAST_BIGINT = str(2**63)

# Name → value. The names are read in failures.
VALUES = {
    "NUL": "a\0b",
    "odd characters": ODD,
    "nothing": "",
    "a huge number": HUGE,
    "past bigint": PAST_BIGINT,
    "-1": "-1",
    "a date of zeros": "0000-00-00",
    "a word": "nosuchvalue",
    "50 KB": LONG,
}
TEXTS = {"NUL", "odd characters", "nothing", "50 KB"}
CODES = {"NUL", "odd characters", "nothing", "a huge number", "a word"}
NUMBERS = {"NUL", "nothing", "a huge number", "past bigint", "-1", "a word", "50 KB"}
BY_KIND = {
    "number": NUMBERS,
    "hidden": NUMBERS,
    "date": {"NUL", "nothing", "a huge number", "a date of zeros", "50 KB"},
    **dict.fromkeys(("text", "textarea", "email", "url", "password", "asked"), TEXTS),
}
# What no such field may take.
NEVER = {
    "number": NUMBERS - {"nothing", "-1"},
    "date": BY_KIND["date"] - {"nothing"},
    "email": TEXTS - {"nothing"},
    "url": TEXTS - {"nothing"},
    "text": {"NUL", "50 KB"},
    "textarea": {"NUL", "50 KB"},
    "select": CODES - {"nothing"},
    "radio": CODES - {"nothing"},
}
IN_QUERIES = ("NUL", "odd characters", "nothing", "past bigint", "a date of zeros", "50 KB")
# As a path carries it.
IN_PATHS = {
    "NUL": "%00",
    "half a surrogate pair": quote(HALF),
    "odd characters": quote(ODD, safe=""),
    "a percent sign": "%25",
    "a huge number": HUGE,
    "a number past bigint": PAST_BIGINT,
    "the largest bigint": str(2**63 - 1),
    "0": "0",
    "-1": "-1",
    "a long word": "long" * 1000,
}


def fits(title: str, kind: str) -> bool:
    """Is it worth trying the value called `title` in a field of that kind?"""
    return title in BY_KIND.get(kind, CODES)


def never(title: str, kind: str) -> bool:
    return title in NEVER.get(kind, ())


def query(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG that says it is so large, whatever its pixels are."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def picture(kind: str, side: int) -> bytes:
    file = BytesIO()
    Image.effect_noise((side, side), 50).save(file, kind)
    return file.getvalue()


def uploads() -> dict[str, SimpleUploadedFile]:
    """Name → a file that is not a picture to show."""
    whole = picture("PNG", 600)
    files = {
        "half a PNG": ("half.png", whole[: len(whole) // 2]),
        "a GIF called JPEG": ("dot.jpg", picture("GIF", 1)),
        "a bomb": ("bomb.png", png(60_000, 60_000, zlib.compress(b"\0" * 1_000_000))),
        "no pixels": ("flat.png", png(0, 0)),
        "an SVG": ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "text called PNG": ("text.png", b"<script>alert(1)</script>"),
        "an empty file": ("empty.png", b""),
        "12 MB": ("large.png", whole + b"\0" * 12 * 1024 * 1024),
    }
    return {
        name: SimpleUploadedFile(filename, content, "image/png")
        for name, (filename, content) in files.items()
    }


def filled(form: Form) -> dict[str, list[str]]:
    """What a browser sends when all that must be filled in is filled in, and the first button."""
    # What has __prefix__ is a row to come, for scripts to copy.
    data = {n: list(values) for n, values in form.fields.items() if "__prefix__" not in n}
    for name, values in data.items():
        if not any(values) and name in form.required:
            values[:] = [_fitting(form, name)]
    data.update((name, [value]) for name, value in form.buttons[:1])
    return data


def _fitting(form: Form, name: str) -> str:
    if options := [value for value in form.options.get(name, ()) if value]:
        return options[0]
    return {
        "email": "someone@elsewhere.example",
        "url": "https://elsewhere.example/",
        "number": "2",
        "date": (timezone.localdate() + timedelta(days=30)).isoformat(),
        "password": PASSWORD,
    }.get(form.kinds[name], "Words that will do here, for they are long enough to say something.")


class Asked(QueryDict):
    """A query string that keeps the names it is asked for: what a page reads from its address."""

    names: set[str] = set()

    def __getitem__(self, name):
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.names.add(name)
        return super().__contains__(name)

    def _getlist(self, name, *args, **kwargs):
        self.names.add(name)
        return super()._getlist(name, *args, **kwargs)


def text_of(response) -> str:
    """All of the answer, read to its end."""
    content = response.getvalue() if response.streaming else response.content
    return content.decode("utf-8", "replace")


def flaws(response) -> list[str]:
    """What no answer may be or hold, whatever was asked."""
    if response.status_code == 500:
        kind, error, _trace = getattr(response, "exc_info", None) or (None, "", None)
        return [f"{response.status_code} {kind.__name__ if kind else ''}: {str(error)[:150]}"]
    text = text_of(response)
    is_page = "html" in response.headers.get("Content-Type", "")
    found = ["a script of others"] if is_page and "<script>alert(" in text else []
    return found + (["a traceback"] if "Traceback (most recent" in text else [])


def is_visible(form: Form, name: str) -> bool:
    """Is it a field to fill in, and not a button or something hidden?"""
    return name in form.fields and form.kinds[name] != "hidden"


def is_marked(page: Page, name: str) -> bool:
    """Does an error stand beside the field?"""
    return any(known.endswith((f"{name}_error", f"{name}_0_error")) for known in page.ids)


def is_kept(page: Page, form: Form, name: str, value: str) -> bool:
    """Is `value` in the field again? What HTML cannot carry, and what is secret, need not be."""
    if form.kinds[name] in ("select", "radio", "checkbox", "password", "asked") or "\0" in value:
        return True
    again = [other.fields[name] for other in page.forms if name in other.fields]
    return any(value.strip() == "".join(kept).strip() for kept in again)
