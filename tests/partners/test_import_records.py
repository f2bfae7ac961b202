import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.imports.records import TableWriter, open_table, read_header, read_records, table


def records(text: str, width: int = 3, delimiter: str = ","):
    return list(read_records(StringIO(text, newline=""), width=width, delimiter=delimiter))


def read(*lines: str):
    """(line, cells or fault) of each row."""
    return [(r.line, r.fault or r.cells) for r in records("".join(f"{line}\n" for line in lines))]


GOOD = "a,b,c"


def test_rows_are_read_with_their_line_numbers():
    assert read("a,b,c", "", "d,e,f") == [(2, ["a", "b", "c"]), (4, ["d", "e", "f"])]


def test_quoted_cells_may_hold_delimiters_quotation_marks_and_line_ends():
    assert read('"a, ""A""",b,"c', 'c"', GOOD) == [
        (2, ['a, "A"', "b", "c\nc"]),
        (4, ["a", "b", "c"]),
    ]


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("a,b", "2 cells where the header has 3"),
        ("a,b,c,d", "4 cells where the header has 3"),
        ("a,b\0,c", "a control character in the row"),
        ("a,b\x07,c", "a control character in the row"),
        ("a,\udcf3,c", "not UTF-8"),
        ('a,"b"b,c', "a quotation mark in the wrong place"),
        ('a,"b,c', "a quotation mark is not closed"),
    ],
)
def test_a_bad_row_is_told_and_the_next_is_read(bad, fault):
    assert read(GOOD, bad, GOOD, GOOD) == [
        (2, ["a", "b", "c"]),
        (3, fault),
        (4, ["a", "b", "c"]),
        (5, ["a", "b", "c"]),
    ]


def test_a_stray_quotation_mark_does_not_swallow_rows_up_to_the_next_one():
    assert read('a,"b,c', GOOD, '"x",y,z', GOOD) == [
        (2, "a quotation mark is not closed"),
        (3, ["a", "b", "c"]),
        (4, ["x", "y", "z"]),
        (5, ["a", "b", "c"]),
    ]


def test_an_open_quotation_mark_in_a_long_file_costs_its_row_only():
    found = read('a,"b,c', *[GOOD] * 100)
    assert [line for line, cells in found if cells == ["a", "b", "c"]] == list(range(3, 103))


def test_empty_cells_behind_the_last_column_are_passed_over():
    assert read("a,b,c,,") == [(2, ["a", "b", "c"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end):
    found = records(f"a,b,c{end}d,e,f{end}")
    assert [(r.line, r.cells) for r in found] == [(2, ["a", "b", "c"]), (3, ["d", "e", "f"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_seen_from_the_header(tmp_path, delimiter):
    path = tmp_path / "table.csv"
    path.write_text(delimiter.join(("\ufeffLegal_Name", '"Kind"', " country ")), encoding="utf-8")
    with open_table(str(path)) as file:
        assert read_header(file) == (["legal_name", "kind", "country"], delimiter)


def test_an_empty_file_has_no_columns():
    assert read_header(StringIO(""))[0] == []


def test_wrong_bytes_are_told_by_row(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("name,b,c\nKraków,b,c\n".encode() + b"Krak\xf3w,b,c\nGda\xc5\x84sk,b,c\n")
    with open_table(str(path)) as file:
        read_header(file)
        faults = [r.fault for r in read_records(file, width=3, delimiter=",")]
    assert faults == ["", "not UTF-8", ""]


# Writing


def written(*cells: str) -> str:
    file = StringIO(newline="")
    TableWriter(file, ["a"] * len(cells)).write(cells)
    return file.getvalue().split("\n", 1)[1]


@pytest.mark.parametrize("cell", ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@x", "=HYPERLINK(1)"])
def test_no_cell_is_run_by_a_spreadsheet(cell):
    assert next(csv.reader([written(cell)]))[0].startswith("'")


def test_heading_is_no_formula_either():
    assert next(table(["=1+1", "b"], [["c", "d"]], delimiter=";")) == "'=1+1;b\nc;d\n"


def test_long_table_comes_in_pieces():
    pieces = list(table(["a"], ([f"{n:09}"] for n in range(20_000))))

    assert len(pieces) == 4
    assert "".join(pieces).count("\n") == 20_001


def test_numbers_are_left_numbers():
    assert written("-0.88", "+48", "7") == "-0.88,+48,7\n"


def test_wrong_bytes_are_written_as_escapes():
    assert written("Krak\udcf3w\0") == "Krak\\xf3w\\x00\n"


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(TEXT, min_size=2, max_size=4).filter(any))
def test_what_is_written_is_read_back(cells):
    found = records(written(*cells), width=len(cells))
    assert [r.cells for r in found] == [cells]


@given(st.text(max_size=200))
def test_any_text_is_read_to_its_end(text):
    """No row is lost but empty ones: a good row behind anything is read."""
    found = records(f"{text}\n{GOOD}\n")
    assert found[-1].cells == ["a", "b", "c"] or found[-1].fault
    assert records(f"{text}\n{GOOD}\n" + f"{GOOD}\n" * 30)[-1].cells == ["a", "b", "c"]
