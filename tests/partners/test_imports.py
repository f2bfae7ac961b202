import csv
from io import StringIO
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from moves import generation
from partners.imports.checks import PLAIN_URL, Checker, Regions
from partners.imports.decisions import COLUMNS
from partners.imports.organisations import CannotImport, import_organisations
from partners.imports.records import open_table
from partners.imports.slugs import Slugs
from partners.models import Organisation
from partners.names import name_key
from partners.vocabularies import forget_labels, labels, load, read_entries, shipped
from tests.make import make_organisation

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "organisations"
pytestmark = pytest.mark.django_db
State = Organisation.State


@pytest.fixture(autouse=True)
def regions(db):
    load_shipped("nuts")
    yield
    forget_labels()


def load_shipped(*names: str) -> None:
    for name in names:
        with shipped()[name].open(encoding="utf-8", newline="") as file:
            load(name, read_entries(file))


HEADER = ("legal_name", "kind", "country", "city", "nuts", "website", "founded", "id")


def row(legal_name="Aragón Biotech, S.L.", **cells) -> list[str]:
    cells = {"legal_name": legal_name, "kind": "sme", "country": "ES", "city": "Zaragoza"} | cells
    return [cells.get(name, "") for name in HEADER]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def table(folder):
    """Writes rows as a table and gives its name."""

    def write(*rows, header=HEADER, name="list.csv") -> str:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return name

    return write


def import_table(path: str, **options):
    with open_table(path) as file:
        return import_organisations(file, **options)


def counts(report) -> dict[str, int]:
    """The counts that are not zero."""
    found = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "recognised": report.recognised,
        "unsure": report.unsure,
        "rejected": len(report.rejects),
    }
    assert report.read == sum(found.values())
    return {what: count for what, count in found.items() if count}


def stored() -> list[dict]:
    return list(Organisation.objects.order_by("pk").values())


# What an import makes


def test_a_row_becomes_an_unclaimed_organisation(table):
    file = table(row(nuts="ES243", website="www.biotech.example", founded="2009", id="7"))
    assert counts(import_table(file)) == {"created": 1}
    organisation = Organisation.objects.get()
    assert organisation.legal_name == "Aragón Biotech, S.L."
    assert (organisation.source, organisation.source_id) == ("csv", "7")
    assert organisation.state == State.UNCLAIMED
    assert organisation.slug == "aragon-biotech"
    assert organisation.name_key == name_key("ARAGON BIOTECH SL", "ES")
    assert (organisation.nuts, organisation.founded) == ("ES243", 2009)
    assert organisation.website == "https://www.biotech.example"
    assert organisation.cluster is None
    organisation.full_clean()


def test_columns_may_stand_in_any_order_with_others_between(table):
    header = ("country", "remark", "Kind", "LEGAL_NAME")
    report = import_table(table(("ES", "x", "Large", "Acme SA"), header=header))
    assert counts(report) == {"created": 1}
    assert Organisation.objects.get().kind == "large"


def test_codes_of_lists_are_taken_over(table):
    load_shipped("nace", "technology", "market")
    technology, market = list(labels("technology"))[:2], list(labels("market"))[:1]
    header = (*HEADER, "nace", "technology", "market", "size")
    cells = [*row(), "62.01", " | ".join(technology), market[0], "11-49"]
    assert counts(import_table(table(cells, header=header))) == {"created": 1}
    organisation = Organisation.objects.get()
    assert organisation.nace == "62.01"
    assert (organisation.technology, organisation.market) == (technology, market)
    assert organisation.size == "11-49"


def test_a_row_belongs_to_the_cluster_of_its_region(table, zaragoza):
    import_table(table(row("Uno SL", nuts="ES241"), row("Dos SL", nuts="ES30"), row("Tres SL")))
    in_cluster = Organisation.objects.filter(cluster=zaragoza)
    assert [organisation.legal_name for organisation in in_cluster] == ["Uno SL"]


def test_a_given_cluster_takes_all_rows(table, zaragoza):
    import_table(table(row("Uno SL", nuts="ES30"), row("Dos SL")), cluster=zaragoza)
    assert Organisation.objects.filter(cluster=zaragoza).count() == 2


def test_names_alike_in_two_countries_get_two_addresses(table):
    import_table(
        table(row("Solaris SA"), row("Solaris SA", country="PL"), row("ΣΟΛ", country="GR"))
    )
    slugs = Organisation.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["solaris", "solaris-2", "sol"]


def test_an_address_is_never_given_twice():
    slugs = Slugs(["acme", "acme-2"])
    assert [slugs.take("acme"), slugs.take("acme"), slugs.take("ʔ")] == [
        "acme-3",
        "acme-4",
        "organisation",
    ]
    long = Slugs([])
    assert long.take("x" * 400) != long.take("x" * 400)


# Importing again


def test_importing_again_changes_nothing(table):
    file = table(row("Uno SL", nuts="ES24", founded="1999"), row("Dos SL", id="2"), row("DOS S.L."))
    assert counts(import_table(file)) == {"created": 2, "recognised": 1}
    before = stored()
    assert counts(import_table(file)) == {"unchanged": 2, "recognised": 1}
    assert stored() == before


def test_a_changed_row_updates_its_organisation(table):
    import_table(table(row(id="7"), row("Otro SL", id="8")))
    report = import_table(
        table(row("Aragon Biotec SA", id="7", founded="2001"), row("Otro SL", id="8"))
    )
    assert counts(report) == {"updated": 1, "unchanged": 1}
    organisation = Organisation.objects.get(source_id="7")
    assert (organisation.legal_name, organisation.founded) == ("Aragon Biotec SA", 2001)
    assert organisation.name_key == "aragon biotec"
    assert organisation.slug == "aragon-biotech", "addresses are for good"


def test_an_id_that_stands_for_another_body_is_asked_about(table):
    import_table(table(row("Uno SL", id="7")))
    file = table(row("Telecomunicaciones del Norte SA", id="7"))
    report = import_table(file)
    assert counts(report) == {"unsure": 1}
    assert str(report.questions[0].reason) == "the same id, another name"
    assert Organisation.objects.get().legal_name == "Uno SL"
    assert counts(import_table(file, decisions={"7": "csv:7"})) == {"updated": 1}
    assert Organisation.objects.get().legal_name == "Telecomunicaciones del Norte SA"


def test_an_id_is_found_again_under_another_country(table):
    import_table(table(row("Uno SL", id="7")))
    file = table(row("Uno SL", id="7", country="PL"))
    assert counts(import_table(file)) == {"updated": 1}


def test_an_empty_cell_clears_nothing(table):
    import_table(table(row(id="7", founded="1999", nuts="ES24")))
    assert counts(import_table(table(row(id="7", city="")))) == {"unchanged": 1}
    organisation = Organisation.objects.get()
    assert (organisation.city, organisation.founded, organisation.nuts) == (
        "Zaragoza",
        1999,
        "ES24",
    )


@pytest.mark.parametrize("state", [State.PENDING, State.VERIFIED, State.ARCHIVED])
def test_what_somebody_has_claimed_is_left_alone(table, zaragoza, state):
    import_table(table(row(id="7")))
    Organisation.objects.update(state=state, cluster=zaragoza)
    before = stored()
    report = import_table(table(row("Other Name SL", id="7"), row(id="8", founded="1999")))
    assert counts(report) == {"unchanged": 1, "recognised": 1}
    assert stored() == before


def test_pages_kept_for_visitors_are_told_of_what_changes(table):
    file = table(row("Uno SL", id="1"))
    number = generation.current()
    import_table(file)
    told = generation.current()
    assert told > number
    import_table(file)
    assert generation.current() == told


def test_a_dry_run_counts_and_writes_nothing(table):
    import_table(table(row("Uno SL", id="1")))
    before = stored()
    file = table(row("Uno SL", id="1", founded="1999"), row("Dos SL", id="2"))
    assert counts(import_table(file, dry_run=True)) == {"created": 1, "updated": 1}
    assert stored() == before
    assert counts(import_table(file)) == {"created": 1, "updated": 1}


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_needs_no_right_to_write(table):
    file = table(row("Uno SL"), row("Dos SL"))
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    try:
        report = import_table(file, dry_run=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
    assert counts(report) == {"created": 2}


def test_the_number_of_queries_does_not_grow_with_the_rows(table):
    labels("nuts")
    names = ["Alfa", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa"]
    few = table(row("Uno SL"))
    many = table(*[row(f"{a} {b} SL") for a, b in combinations(names, 2)], name="many.csv")
    with connection.execute_wrapper(count := Count()):
        import_table(few)
    with connection.execute_wrapper(count_of_many := Count()):
        import_table(many)
    assert count.queries == count_of_many.queries
    assert Organisation.objects.count() == 46


class Count:
    def __init__(self):
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


# Bad rows


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"legal_name": ""}, "legal_name: This field cannot be blank."),
        ({"legal_name": "..."}, "legal_name: a name has letters or digits"),
        ({"legal_name": "x" * 1000}, "legal_name: Ensure this value has at most"),
        ({"kind": "ngo"}, "kind: Value 'ngo' is not a valid choice."),
        ({"kind": ""}, "kind: This field cannot be blank."),
        ({"country": "XX"}, "country: Value 'XX' is not a valid choice."),
        ({"country": ""}, "country: This field cannot be blank."),
        ({"nuts": "ES99"}, "nuts: the list nuts has no code ES99"),
        ({"nuts": "ES249"}, "nuts: the list nuts has no code ES249"),
        ({"nuts": "PL21"}, "nuts: PL21 is not in ES"),
        ({"founded": "MCMXC"}, "founded: “MCMXC” value must be an integer."),
        ({"founded": "99999"}, "founded: Ensure this value is less than or equal to"),
        ({"website": "javascript:alert(1)"}, "website: Enter a valid URL."),
        ({"website": "not a site"}, "website: Enter a valid URL."),
    ],
)
def test_a_bad_row_is_rejected_with_line_and_reason_and_the_others_imported(table, cells, reason):
    report = import_table(table(row("Uno SL"), row(**cells), row("Dos SL")))
    assert counts(report) == {"created": 2, "rejected": 1}
    assert report.rejects[0].line == 3
    assert report.rejects[0].reason.startswith(reason)
    assert report.rejects[0].cells == row(**cells)


def test_all_faults_of_a_row_are_told(table):
    reject = import_table(table(row(kind="ngo", founded="x", nuts="ES99"))).rejects[0]
    assert [part.split(":")[0] for part in reject.reason.split("; ")] == ["kind", "nuts", "founded"]


def test_a_second_row_of_one_id_is_rejected(table):
    report = import_table(
        table(row("Uno SL", id="1"), row("Dos SL", id="1"), row("Tres SL", id="3"))
    )
    assert counts(report) == {"created": 2, "rejected": 1}
    assert report.rejects[0].reason == "line 2 is the same body"


def test_unreadable_rows_stop_no_good_ones(folder):
    lines = [
        b"legal_name,kind,country",
        b"Uno SL,sme,ES",
        b"Krak\xf3w SA,sme,PL",
        b"Nul\0 SA,sme,PL",
        b"Short,sme",
        b'"Open quotation,sme,ES',
        b"Long,sme,ES,more",
        "Łódź SA,sme,PL".encode(),
    ]
    (folder / "list.csv").write_bytes(b"\n".join(lines))
    report = import_table("list.csv")
    assert counts(report) == {"created": 2, "rejected": 5}
    assert [reject.line for reject in report.rejects] == [3, 4, 5, 6, 7]
    assert Organisation.objects.filter(legal_name="Łódź SA").exists()


@pytest.mark.parametrize("header", ["", "name,country", "legal_name,kind", "\0\0", "ror_id,name"])
def test_a_file_of_another_kind_is_refused(folder, header):
    (folder / "list.csv").write_text(f"{header}\nx,y\n")
    with pytest.raises(CannotImport, match=r"legal_name \(csv\)"):
        import_table("list.csv")


def test_a_source_whose_columns_are_missing_is_refused(table):
    with pytest.raises(CannotImport, match="ror_id"):
        import_table(table(row()), source_name="ror")


def test_without_vocabularies_nothing_is_imported(table):
    from partners.models import Term

    Term.objects.all().delete()
    forget_labels()
    with pytest.raises(CannotImport, match="load_vocabularies"):
        import_table(table(row()))


@given(st.from_regex(PLAIN_URL, fullmatch=True))
@example("http://a.bc")
@example("https://www.example.org/?a=[b]#c")
def test_an_address_told_at_sight_is_one_the_model_takes(url):
    field = Organisation._meta.get_field("website")
    if len(url) <= field.max_length:
        assert field.clean(url, None) == url


def test_values_are_checked_as_the_model_does():
    """What passes the import passes full_clean, and what full_clean refuses, the import does."""
    checker = Checker()
    for founded in ("", "0", "-5", "999", "1364", "2024", "32768", "1e3", "20 24"):
        values, faults = checker.check(
            {
                "source_id": "1",
                "legal_name": "A",
                "kind": "sme",
                "country": "ES",
                "founded": founded,
            }
        )
        if not faults:
            Organisation(slug="a", **values).full_clean()


# Regions


def test_a_region_of_a_former_edition_becomes_what_stands_for_it_now():
    regions = Regions(labels("nuts"))
    assert regions.current("EL13") == "EL53"
    assert regions.current("NL310") == "NL35"
    assert regions.current("PT170") == "PT1"


def test_where_the_list_is_not_so_deep_the_region_above_stands_for_it():
    regions = Regions(labels("nuts"))
    assert regions.current("FRK24") == "FRK2"
    assert regions.current("es243") == "ES243"


# The same body under another spelling


def test_another_spelling_is_recognised_and_fills_in_what_was_unknown(table):
    make_organisation(legal_name="ARAGON BIOTECH SL", nuts="ES24", city="Zaragoza")
    report = import_table(
        table(row("Aragón Biotech, Sociedad Limitada", nuts="ES243", founded="2009"))
    )
    assert counts(report) == {"updated": 1}
    organisation = Organisation.objects.get()
    assert organisation.legal_name == "ARAGON BIOTECH SL"
    assert (organisation.founded, organisation.nuts) == (2009, "ES24")


def test_spellings_within_one_file_make_one_organisation(table):
    file = table(
        row("Hoteo S L", id="1"), row("HOTEO, S.L.", id="2", founded="1999"), row("Hoteo", id="3")
    )
    assert counts(import_table(file)) == {"created": 1, "recognised": 2}
    assert Organisation.objects.get().founded == 1999
    assert counts(import_table(file)) == {"unchanged": 1, "recognised": 2}


def test_without_ids_a_second_spelling_is_recognised_and_a_repeated_row_rejected(table):
    file = table(row("Hoteo S L"), row("HOTEO, S.L."), row("hoteo s l"))
    assert counts(import_table(file)) == {"created": 1, "recognised": 1, "rejected": 1}
    assert counts(import_table(file)) == {"unchanged": 1, "recognised": 1, "rejected": 1}


def test_like_names_of_other_bodies_are_imported_apart(table):
    file = table(
        row("Instituto Tecnológico de Aragón"),
        row("Instituto Tecnológico de Galicia"),
        row("Liceul Teoretic Nr. 1", country="RO"),
        row("Liceul Teoretic Nr. 2", country="RO"),
    )
    assert counts(import_table(file)) == {"created": 4}


def test_an_unsure_row_is_asked_about_and_not_imported(table):
    file = table(row("Eurogan, S.A.", id="1"), row("Eurogan, S.L.", id="2"))
    report = import_table(file)
    assert counts(report) == {"created": 1, "unsure": 1}
    question = report.questions[0]
    assert (question.draft.line, question.draft.values["source_id"]) == (3, "2")
    assert [target.reference for target in question.candidates] == ["csv:1"]
    assert "legal form" in str(question.reason)
    assert counts(import_table(file)) == {"unchanged": 1, "unsure": 1}


def test_decided_the_same_it_adds_to_its_body(table):
    file = table(row("Eurogan, S.L.", id="2", founded="1999"), row("Eurogan, S.A.", id="1"))
    assert counts(import_table(file, decisions={"1": "csv:2"})) == {"created": 1, "recognised": 1}
    assert counts(import_table(file, decisions={"1": "csv:2"})) == {"unchanged": 1, "recognised": 1}


def test_decided_the_same_as_a_row_further_down(table):
    file = table(row("Eurogan, S.L.", id="2", founded="1999"), row("Eurogan, S.A.", id="1"))
    assert counts(import_table(file, decisions={"2": "csv:1"})) == {"created": 1, "recognised": 1}
    assert Organisation.objects.get().source_id == "1"
    assert Organisation.objects.get().founded == 1999


def test_decided_new_it_is_created_and_not_asked_about_again(table):
    file = table(row("Eurogan, S.A.", id="1"), row("Eurogan, S.L.", id="2"))
    assert counts(import_table(file, decisions={"2": "new"})) == {"created": 2}
    assert counts(import_table(file)) == {"unchanged": 2}


def test_a_decision_for_a_body_that_is_gone_is_asked_about(table):
    report = import_table(table(row("Eurogan, S.A.", id="1")), decisions={"1": "csv:99"})
    assert counts(report) == {"unsure": 1}


# The command


def run(*arguments, **options) -> str:
    out = StringIO()
    call_command("import_organisations", *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_the_command_says_what_it_did(table):
    file = table(row("Uno SL"), row("Dos SL"), row("Tres SL", kind="ngo"))
    said = run(file)
    assert [line.split() for line in said.splitlines()[:7]] == [
        ["read", "3"],
        ["created", "2"],
        ["updated", "0"],
        ["unchanged", "0"],
        ["recognised", "0"],
        ["unsure", "0"],
        ["rejected", "1"],
    ]
    assert "list.rejects.csv" in said
    assert "Nothing changed." in run(file)


def test_rejects_are_written_and_can_be_mended_and_given_back(table, folder):
    run(table(row("Uno SL"), row("=Dos SL", kind="ngo")), rejects="bad.csv")
    text = (folder / "bad.csv").read_text(encoding="utf-8")
    rejected = list(csv.DictReader(StringIO(text)))
    assert [(r["line"], r["legal_name"]) for r in rejected] == [("3", "'=Dos SL")]
    assert rejected[0]["reason"].startswith("kind: ")
    (folder / "mended.csv").write_text(text.replace("ngo", "sme"), encoding="utf-8")
    assert "created            1" in run("mended.csv")
    assert Organisation.objects.filter(legal_name="=Dos SL").exists()


def test_a_dry_run_of_the_command_writes_rejects_and_questions_only(table, folder):
    file = table(row("Eurogan SA", id="1"), row("Eurogan SL", id="2"), row("X", kind="ngo"))
    assert "Dry run" in run(file, dry_run=True)
    assert not Organisation.objects.exists()
    assert (folder / "list.rejects.csv").exists() and (folder / "list.unsure.csv").exists()


def test_no_file_is_left_where_there_is_nothing_to_say(table, folder):
    run(table(row()))
    assert [path.name for path in folder.iterdir()] == ["list.csv"]


def unsure_rows(folder) -> list[dict[str, str]]:
    with (folder / "list.unsure.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decide(folder, decision: str) -> None:
    rows = [r | {"decision": decision} for r in unsure_rows(folder)]
    with (folder / "list.unsure.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def eurogan(table):
    return table(row("Eurogan, S.A.", id="1"), row("Eurogan, S.L.", id="2", founded="1999"))


def test_the_unsure_file_names_the_candidate_and_the_reason(eurogan, folder):
    run(eurogan)
    (question,) = unsure_rows(folder)
    assert (question["line"], question["id"]) == ("3", "2")
    assert (question["candidate"], question["candidate_name"]) == ("csv:1", "Eurogan, S.A.")
    assert question["reason"] == "the same name with another legal form"
    assert question["decision"] == ""


def test_a_decision_is_followed_and_remembered(eurogan, folder):
    run(eurogan)
    decide(folder, "same")
    said = run(eurogan, decisions="list.unsure.csv")
    assert "unsure             0" in said and "updated            1" in said
    assert Organisation.objects.get().founded == 1999
    assert unsure_rows(folder)[0]["decision"] == "same"
    assert "Nothing changed." in run(eurogan, decisions="list.unsure.csv")


def test_a_row_decided_new_is_imported_and_leaves_the_unsure_file(eurogan, folder):
    run(eurogan, dry_run=True)
    decide(folder, "NEW ")
    assert "created            2" in run(eurogan, decisions="list.unsure.csv")
    assert unsure_rows(folder) == []
    assert "Nothing changed." in run(eurogan, decisions="list.unsure.csv")


def test_decisions_are_never_overwritten(eurogan, folder):
    run(eurogan)
    decide(folder, "same")
    with pytest.raises(CommandError, match="holds decisions"):
        run(eurogan)
    assert unsure_rows(folder)[0]["decision"] == "same"


def test_a_decision_that_says_something_else_is_refused(eurogan, folder):
    run(eurogan)
    decide(folder, "maybe")
    with pytest.raises(CommandError, match="line 2: 'decision' must be same, new or empty"):
        run(eurogan, decisions="list.unsure.csv")


def test_a_table_without_decisions_is_refused_as_one(eurogan, table):
    with pytest.raises(CommandError, match="no column candidate, decision"):
        run(eurogan, decisions=eurogan, unsure="other.csv")


def test_an_unknown_cluster_is_refused_with_those_there_are(table, zaragoza):
    with pytest.raises(CommandError, match="no cluster xyz; there are: ZGZ"):
        run(table(row()), cluster="xyz")


def test_the_command_puts_all_rows_into_a_cluster(table, zaragoza):
    run(table(row()), cluster="zgz")
    assert Organisation.objects.get().cluster == zaragoza


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match=r"nowhere\.csv: No such file"):
        run("nowhere.csv")


def test_progress_is_shown_on_a_terminal(table, monkeypatch):
    class Terminal(StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    call_command("import_organisations", table(row()), stdout=StringIO(), stderr=terminal)
    assert "1 rows read" in terminal.getvalue()


# The register and the beneficiaries

ROR_HEADER = (
    "ror_id,name,name_lang,other_names,acronyms,type,country,city,region,nuts3_2021,lat,lng,"
    "website,established"
).split(",")
ROR_ROWS = [
    "02|Solaris Bus & Coach (Poland)|||SBC|company|PL|Poznań||PL415|52.4|16.9|https://s.example|1996",
    (
        "03|Babeș-Bolyai University|en|ro:Universitatea Babeș-Bolyai|UBB / BBU|education|RO|Cluj-Napoca"
        "||RO113|46.76775|23.59008|https://u.example|1581"
    ),
    "04|Solaris Bus & Coach|||SBC|facility|PL|Poznań||PL415|52.4|16.9|https://s.example|1996",
]
BENEFICIARY_HEADER = "id,name,country,lang,kind_guess,nuts,regions,localities".split(",")
BENEFICIARY_ROWS = [
    "b-1|UNIVERSITATEA BABES - BOLYAI|RO|ro|education|RO11|Nord Vest|",
    "b-2|S.C. Dona S.R.L.|RO|ro|company|RO11|Nord Vest|DEJ / Dej",
    "b-3|SC DONA SRL|RO|ro|company|RO11|Nord Vest|MUNICIPIUL DEJ",
    "b-4|ΔΗΜΟΣ ΚΟΖΑΝΗΣ|GR|el|government|EL13|Δυτική Μακεδονία|",
    "b-5|ΔΗΜΟΣ ΠΟΛΛΩΝ|GR|el|government|EL13 / EL12|Δυτική Μακεδονία|",
    "b-6|RUOLEIMA SLL|ES|es|other|ES12|Principado de Asturias|",
]


def cells(text: str) -> list[str]:
    return [cell.replace(" / ", " | ") for cell in text.split("|")]


@pytest.fixture
def ror(table):
    return table(*map(cells, ROR_ROWS), header=ROR_HEADER, name="ror.csv")


@pytest.fixture
def beneficiaries(table):
    rows = map(cells, BENEFICIARY_ROWS)
    return table(*rows, header=BENEFICIARY_HEADER, name="beneficiaries.csv")


def test_a_record_of_the_register(ror):
    assert counts(import_table(ror)) == {"created": 3}
    solaris = Organisation.objects.get(source="ror", source_id="02")
    assert (solaris.legal_name, solaris.kind) == ("Solaris Bus & Coach", "sme")
    university = Organisation.objects.get(source_id="03")
    assert (university.kind, university.short_name, university.founded) == (
        "university",
        "UBB",
        1581,
    )
    assert (float(university.lat), float(university.lng)) == pytest.approx(
        (46.76775, 23.59008), abs=1e-4
    )
    assert counts(import_table(ror)) == {"unchanged": 3}


def test_two_ids_of_the_register_are_two_bodies_even_with_one_name(ror):
    import_table(ror)
    assert Organisation.objects.filter(legal_name="Solaris Bus & Coach").count() == 2


def test_beneficiaries(beneficiaries):
    assert counts(import_table(beneficiaries)) == {"created": 5, "recognised": 1}
    kinds = dict(Organisation.objects.values_list("source_id", "kind"))
    assert kinds == {
        "b-1": "university",
        "b-2": "sme",
        "b-4": "public",
        "b-5": "public",
        "b-6": "sme",
    }
    kozani = Organisation.objects.get(source_id="b-4")
    assert kozani.nuts == "EL53", "EL13 is the code of before 2013"
    assert Organisation.objects.get(source_id="b-5").nuts == ""
    assert Organisation.objects.get(source_id="b-2").city == "Dej"


def test_the_register_recognises_a_beneficiary_by_another_name(beneficiaries, ror):
    import_table(beneficiaries)
    report = import_table(ror)
    assert counts(report) == {"created": 2, "updated": 1}
    university = Organisation.objects.get(source_id="b-1")
    assert (university.founded, university.city) == (1581, "Cluj-Napoca")
    assert counts(import_table(ror)) == {"unchanged": 2, "recognised": 1}
    assert counts(import_table(beneficiaries)) == {"unchanged": 5, "recognised": 1}


@pytest.mark.skipif(not REAL.exists(), reason="the real lists are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "least"), [("organisations_ror", 10_000), ("organisations_beneficiaries", 9_000)]
)
def test_the_real_lists_are_imported_and_again_change_nothing(name, least):
    file = str(REAL / f"{name}.csv")
    report = import_table(file)
    assert report.created >= least
    assert len(report.rejects) + report.unsure < report.read / 100
    organisation = Organisation.objects.filter(country="GR").first()
    organisation.full_clean()
    again = import_table(file)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged == report.created
    assert (again.recognised, again.unsure) == (report.recognised, report.unsure)
