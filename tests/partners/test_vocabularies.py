import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partners import vocabularies
from partners.models import Term
from partners.vocabularies import (
    VocabularyError,
    choices,
    forget_labels,
    labels,
    load,
    read_entries,
    shipped,
)

LANGUAGES = ("en", "pl", "es", "ro", "el")
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "vocab"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cold_labels():
    forget_labels()
    yield
    forget_labels()


def table(*rows: str, header: str = "code,parent,level,order,label_en,label_pl") -> StringIO:
    return StringIO("\n".join((header, *rows)) + "\n")


def entries(*rows: str):
    return read_entries(table(*rows))


SECTORS = ("A,,1,1,Farming,Rolnictwo", "01,A,2,2,Crops,Uprawy", "B,,1,3,Mining,")


def shipped_rows(name: str) -> list[dict[str, str]]:
    with shipped()[name].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The lists that come with the portal


@pytest.mark.parametrize("name", Term.Vocabulary.values)
def test_a_shipped_list_is_sound(name):
    with shipped()[name].open(encoding="utf-8", newline="") as file:
        found = read_entries(file)
    assert len(found) >= 4
    assert [entry.order for entry in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("name", Term.Vocabulary.values)
def test_shipped_labels_are_clean(name):
    for row in shipped_rows(name):
        for language in LANGUAGES:
            label = row[f"label_{language}"]
            assert label == " ".join(label.split())
            assert not set(label) & set("şţŞŢ"), "Romanian has comma-below letters"
            assert not label.endswith((",", ";"))


@pytest.mark.parametrize("name", ["nace", "technology", "market"])
def test_every_label_of_a_translated_list_is_there_in_five_languages(name):
    for row in shipped_rows(name):
        assert all(row[f"label_{language}"] for language in LANGUAGES), row["code"]


def test_nace_sections_are_not_in_capitals():
    sections = [row for row in shipped_rows("nace") if row["level"] == "1"]
    assert len(sections) == 21
    for row in sections:
        for language in LANGUAGES:
            label = row[f"label_{language}"]
            assert label[0].isupper() and label[1:] == label[1:].lower(), label


def test_the_regions_of_the_four_clusters_are_there_with_their_counties():
    codes = {row["code"] for row in shipped_rows("nuts")}
    assert {"PL21", "PL213", "ES24", "ES243", "RO11", "RO113", "EL53", "EL531"} <= codes
    assert "FRK2" in codes and "FRK24" not in codes


def test_greek_region_names_hold_no_latin_letters():
    for row in shipped_rows("nuts"):
        if row["code"].startswith("EL"):
            assert row["label_el"]
            assert not any("a" <= letter.lower() <= "z" for letter in row["label_el"])


def test_former_region_codes_lead_to_codes_of_the_list():
    codes = {row["code"] for row in shipped_rows("nuts")}
    with (vocabularies.DATA / "nuts_former.csv").open(encoding="utf-8", newline="") as file:
        former = {row["code_former"]: row["code"] for row in csv.DictReader(file)}
    assert former["EL13"] == "EL53"
    assert set(former.values()) <= codes
    assert not set(former) & codes


@pytest.mark.skipif(not REAL.exists(), reason="the original lists are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("nace", "nace_rev2.csv"),
        ("technology", "technology_keywords_eic_panels.csv"),
        ("market", "market_keywords_eic.csv"),
    ],
)
def test_a_shipped_list_has_the_codes_of_its_original(name, original):
    with (REAL / original).open(encoding="utf-8", newline="") as file:
        expected = [(row["code"], row["parent"]) for row in csv.DictReader(file)]
    assert [(row["code"], row["parent"]) for row in shipped_rows(name)] == expected


# Loading


def test_loading_counts_what_is_new():
    loaded = load("nace", entries(*SECTORS))
    assert (loaded.read, loaded.created, loaded.updated, loaded.retired) == (3, 3, 0, 0)
    crops = Term.objects.get(vocabulary="nace", code="01")
    assert (crops.parent, crops.level, crops.label("pl")) == ("A", 2, "Uprawy")


def test_loading_again_changes_nothing():
    load("nace", entries(*SECTORS))
    before = list(Term.objects.values())
    loaded = load("nace", entries(*SECTORS))
    assert (loaded.created, loaded.updated, loaded.unchanged, loaded.retired) == (0, 0, 3, 0)
    assert list(Term.objects.values()) == before


def test_a_changed_label_is_updated_and_a_missing_code_retired_not_deleted():
    load("nace", entries(*SECTORS))
    loaded = load("nace", entries("A,,1,1,Agriculture,Rolnictwo", "B,,1,3,Mining,"))
    assert (loaded.updated, loaded.unchanged, loaded.retired) == (1, 1, 1)
    assert not Term.objects.get(code="01").is_current
    assert Term.objects.get(code="A").label("en") == "Agriculture"


def test_a_retired_code_that_comes_back_is_current_again():
    load("nace", entries(*SECTORS))
    load("nace", entries("A,,1,1,Farming,Rolnictwo"))
    load("nace", entries(*SECTORS))
    assert Term.objects.get(code="01").is_current


def test_loading_one_list_leaves_the_others_alone():
    load("market", entries(*SECTORS))
    load("nace", entries("A,,1,1,Farming,Rolnictwo"))
    assert Term.objects.filter(vocabulary="market", is_current=True).count() == 3


def test_a_dry_run_counts_and_writes_nothing():
    load("nace", entries("A,,1,1,Old,"))
    loaded = load("nace", entries(*SECTORS), dry_run=True)
    assert (loaded.created, loaded.updated) == (2, 1)
    assert Term.objects.get().label("en") == "Old"


def test_loading_costs_the_same_queries_for_few_and_many(django_assert_num_queries):
    many = [f"{number},,1,{number},Label {number}," for number in range(1, 600)]
    for rows in (SECTORS, many):
        Term.objects.all().delete()
        found = entries(*rows)
        with django_assert_num_queries(4):  # look, upsert, and the two ends of a savepoint
            load("nace", found)


# Files that are no list


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((",,1,1,Farming,",), "line 2: no code"),
        (("A,,1,1,,Rolnictwo",), "line 2: no English label"),
        (("A,,1,1,Farming,", "A,,1,2,Again,"), "line 3: the code A again"),
        (("A,,one,1,Farming,",), "line 2: level and order"),
        (("01,A,2,1,Crops,",), "line 2: no entry above has the code A"),
        (("A,B,1,1,Farming,", "B,A,1,2,Mining,"), "line 2: no entry above has the code B"),
        (("A,A,1,1,Farming,",), "line 2: no entry above has the code A"),
        (("A,,1,1",), "line 2: not as many cells"),
        (("A,,1,1,Farming,Rolnictwo,more",), "line 2: not as many cells"),
        (('A,,1,1,"Farming,',), "unexpected end"),
        ((f"{'A' * 41},,1,1,Farming,",), "line 2: no code of 1 to 40"),
        ((), "the file has no entries"),
    ],
)
def test_a_faulty_file_is_refused_with_its_lines(rows, problem):
    with pytest.raises(VocabularyError, match=problem):
        entries(*rows)


def test_all_problems_are_told_at_once():
    with pytest.raises(VocabularyError) as refused:
        entries(",,1,1,Farming,", "B,,1,2,,")
    assert len(refused.value.problems) == 2


def test_a_file_without_its_columns_is_refused():
    with pytest.raises(VocabularyError, match="no column parent, level"):
        read_entries(table("A,Farming", header="code,label_en"))


def test_without_a_column_order_entries_stand_as_in_the_file():
    found = read_entries(table("B,,1,Mining", "A,,1,Farming", header="code,parent,level,label_en"))
    assert [(entry.code, entry.order) for entry in found] == [("B", 1), ("A", 2)]


# Commands


def test_the_command_loads_all_shipped_lists_and_again_changes_nothing():
    first, second = StringIO(), StringIO()
    call_command("load_vocabularies", stdout=first)
    assert "nace: 996 read, 996 created" in first.getvalue()
    call_command("load_vocabularies", stdout=second)
    assert "created" in second.getvalue()
    for line in second.getvalue().splitlines():
        assert ", 0 created, 0 updated," in line and line.endswith(", 0 retired")


def test_the_command_replaces_one_list(tmp_path):
    file = tmp_path / "sectors.csv"
    file.write_text("\ufeff" + table(*SECTORS).getvalue(), encoding="utf-8")
    out = StringIO()
    call_command("load_vocabulary", "nace", str(file), dry_run=True, stdout=out)
    assert "3 created" in out.getvalue() and "dry run" in out.getvalue()
    assert not Term.objects.exists()
    call_command("load_vocabulary", "nace", str(file), stdout=out)
    assert Term.objects.count() == 3


def test_the_command_refuses_a_faulty_file_whole(tmp_path):
    file = tmp_path / "sectors.csv"
    file.write_bytes(table(*SECTORS).getvalue().encode() + b"C,,1,4,Caf\xe9,\n")
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_vocabulary", "nace", str(file))
    assert not Term.objects.exists()


def test_the_command_names_a_file_that_is_not_there():
    with pytest.raises(CommandError, match=r"nowhere\.csv: No such file"):
        call_command("load_vocabulary", "nace", "nowhere.csv")


# Labels


def test_labels_come_in_the_language_else_in_english():
    load("nace", entries(*SECTORS))
    assert labels("nace", "pl") == {"A": "Rolnictwo", "01": "Uprawy", "B": "Mining"}
    assert labels("nace", "en")["01"] == "Crops"
    assert labels("market", "en") == {}


def test_labels_cost_one_query_cold_and_none_warm(django_assert_num_queries):
    load("nace", entries(*SECTORS))
    load("market", entries(*SECTORS))
    with django_assert_num_queries(1):
        labels("nace", "pl")
        labels("market", "es")
    with django_assert_num_queries(0):
        labels("nace", "ro")
        choices("market", "el")


def test_labels_follow_a_load_in_this_process_at_once():
    load("nace", entries(*SECTORS))
    labels("nace", "en")
    load("nace", entries("A,,1,1,Agriculture,"))
    assert labels("nace", "en")["A"] == "Agriculture"


def test_labels_follow_a_change_elsewhere_after_a_while(monkeypatch, django_assert_num_queries):
    load("nace", entries(*SECTORS))
    labels("nace", "en")
    term = Term.objects.get(code="A")
    term.labels = {"en": "Agriculture"}
    term.save()
    assert labels("nace", "en")["A"] == "Farming"
    monkeypatch.setattr(vocabularies, "LABELS_LAST", 0)
    with django_assert_num_queries(1):
        assert labels("nace", "en")["A"] == "Agriculture"
    with django_assert_num_queries(1):  # asked for news, and there is none
        assert labels("nace", "en")["A"] == "Agriculture"


def test_old_codes_keep_their_label_and_are_not_offered():
    load("nace", entries(*SECTORS))
    load("nace", entries("B,,1,1,Mining,", "A,,1,2,Farming,Rolnictwo"))
    assert labels("nace", "pl")["01"] == "Uprawy"
    assert choices("nace", "pl") == [("B", "Mining"), ("A", "Rolnictwo")]


def test_choices_of_one_level():
    load("nace", entries(*SECTORS))
    assert choices("nace", "en", level=2) == [("01", "Crops")]
