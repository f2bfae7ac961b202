"""Reading a CSV file row by row, so that a bad row costs no other; and writing rows back."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

# A quotation mark that is not closed within so many lines was a stray one, not a long cell.
MOST_LINES = 20
# What no cell may hold: control characters, NUL among them, and (as surrogates) undecodable bytes.
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NOT_UTF8 = re.compile("[\ud800-\udfff]")
# A cell that a spreadsheet would run as a formula; a plain number is none.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]+$)")
_GUARDED = re.compile(r"'+[=@\t\r+-]")
PIECE = 64_000  # characters of a file that are sent at once


class CannotImport(Exception):
    """Why nothing can be imported from the file at all."""


class Record(NamedTuple):
    """One row: its first line in the file, its cells, and why it cannot be read, if so."""

    line: int
    cells: list[str]
    fault: str = ""


def open_table(path: str) -> TextIO:
    """The file as UTF-8 text, with or without byte order mark; wrong bytes are told row by row."""
    return open(path, encoding="utf-8-sig", errors="surrogateescape", newline="")


def read_header(file: TextIO) -> tuple[list[str], str]:
    """The column names of the first line, in lower case, and the delimiter: comma, ';' or tab."""
    first = file.readline()
    delimiter = max(",;\t", key=first.count)
    try:
        cells = next(csv.reader([first.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    return [cell.strip().lower() for cell in cells], delimiter


def read_records(file: TextIO, *, width: int, delimiter: str) -> Iterator[Record]:
    """The rows below the header. A row that cannot be read comes with its fault; reading goes on.

    `width` is the number of columns. Empty lines are passed over.
    """
    waiting: list[str] = []  # lines read ahead and given back, the next one last
    number = 1
    while text := waiting.pop() if waiting else file.readline():
        number += 1
        if fault := unreadable(text):
            yield Record(number, _cells([text], delimiter)[0], fault)
            continue
        if '"' not in text:
            cells, fault = text.rstrip("\r\n").split(delimiter), ""
            lines = [text]
        else:
            lines = _whole_row(text, file, waiting)
            cells, fault = _cells(lines, delimiter)
        if len(lines) > 1 and (fault or len(cells) != width):
            waiting += reversed(lines[1:])  # the quotation mark was a stray one
            yield Record(number, _cells([text], delimiter)[0], "a quotation mark is not closed")
            continue
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if fault:
            yield Record(number, cells, fault)
        elif len(cells) == width:
            yield Record(number, [_unguard(c) if c[:1] == "'" else c for c in cells])
        elif any(cells):
            yield Record(number, cells, f"{len(cells)} cells where the header has {width}")
        number += len(lines) - 1


def unreadable(text: str) -> str:
    """Why `text`, a row as `open_table` gives it, cannot be read; '' where it can."""
    if not _UNREADABLE.search(text):
        return ""
    return "not UTF-8" if _NOT_UTF8.search(text) else "a control character in the row"


def _whole_row(text: str, file: TextIO, waiting: list[str]) -> list[str]:
    """`text` and the lines below it that its open quotation mark takes in."""
    lines = [text]
    quotes = text.count('"')
    while quotes % 2 and len(lines) < MOST_LINES:
        more = waiting.pop() if waiting else file.readline()
        if not more:
            break
        lines.append(more)
        quotes += more.count('"')
    return lines


def _cells(lines: list[str], delimiter: str) -> tuple[list[str], str]:
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), []), ""
    except csv.Error:
        rough = "".join(lines).rstrip("\r\n").split(delimiter)
        return rough, "a quotation mark in the wrong place"


class TableWriter:
    """Writes a CSV file that a spreadsheet can open safely and `read_records` reads back."""

    def __init__(self, file: TextIO, header: Iterable[object], *, delimiter: str = ","):
        self._writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        self.write(header)

    def write(self, cells: Iterable[object]) -> None:
        self._writer.writerow([_guard(_readable(str(cell))) for cell in cells])


def table(
    header: Iterable[object], rows: Iterable[Iterable[object]], *, delimiter: str = ","
) -> Iterator[str]:
    """What a TableWriter writes of `rows`, in pieces."""
    file = io.StringIO()
    writer = TableWriter(file, header, delimiter=delimiter)
    for row in rows:
        writer.write(row)
        if file.tell() > PIECE:
            yield file.getvalue()
            file.seek(0)
            file.truncate()
    yield file.getvalue()


def _guard(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) or _GUARDED.match(cell) else cell


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _readable(cell: str) -> str:
    """Bytes that are not UTF-8 and NULs as escapes, so that the file itself is plain text."""
    if not _UNREADABLE.search(cell):
        return cell
    text = cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text.replace("\0", "\\x00")
