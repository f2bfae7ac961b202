"""Importing projects of CORDIS: what becomes of them, what is refused, and that once is enough."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from offers.imports.cordis import read, shortened
from offers.imports.offers import import_offers
from offers.models import Offer
from partners.models import Organisation
from publishing.models import State
from tests.make import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
CORDIS = Path(__file__).parents[3] / "shared/data/projects/projects_cordis_sme.json"


def project(**changes):
    return {
        "project_id": "789695",
        "acronym": "W2O",
        "title": "A wave-powered desalination system",
        "programme": "H2020",
        "programme_parts": ["H2020-EU.3.2.5", "H2020-EU.2.3.1"],
        "funding_scheme": "SME-2 - SME instrument phase 2",
        "topic": "SMEInst-08-2016-2017 - Blue growth",
        "coordinator_country": "Spain",
        "participants": [
            {"name": "RESOLUTE MARINA SL", "country": "Spain"},
            {"name": "OCEAN <b> LTD", "country": "Ireland"},
        ],
        "objective": "Over 1 billion people lack water. We bring it to them. It works off-grid.",
    } | changes


@pytest.fixture
def take(zaragoza, administrator):
    def take(*records, cluster=None, **options):
        return import_offers(
            records, author=administrator, cluster=cluster, now=timezone.now(), **options
        )

    return take


def test_project_becomes_a_complete_offer_of_its_coordinator(take, zaragoza, administrator):
    report = take(project())

    offer = Offer.objects.get()
    original = offer.original
    assert (report.read, report.created, report.rejects) == (1, 1, [])
    assert (offer.state, offer.type, offer.stage) == (State.DRAFT, "TO", "demonstration")
    assert (offer.cluster, offer.author, offer.source_id) == (zaragoza, administrator, "789695")
    assert offer.organisation.legal_name == "RESOLUTE MARINA SL"
    assert offer.organisation.state == Organisation.State.UNCLAIMED
    assert original.summary.startswith("Over 1 billion people lack water.")
    assert "https://cordis.europa.eu/project/id/789695" in original.description
    assert "<li>OCEAN &lt;b&gt; LTD, Ireland</li>" in original.partner_role
    assert not offer.gaps()


def test_second_time_changes_nothing(take):
    take(project())
    before = Offer.objects.values().get()

    report = take(project())

    assert (report.created, report.unchanged) == (0, 1)
    assert Offer.objects.values().get() == before


def test_what_the_file_says_anew_is_taken_but_not_over_what_people_wrote(take, krk_member):
    take(project())

    assert take(project(title="A better title")).updated == 1
    assert take(project(title="A better title")).unchanged == 1
    assert Offer.objects.get().title == "A better title"
    Offer.objects.update(version=F("version") + 1)
    assert take(project(title="A third title")).kept == 1
    assert Offer.objects.get().title == "A better title"


def test_published_ones_are_listed(take):
    take(project(), publishes=True)

    assert Offer.objects.listed().get().state == State.PUBLISHED


def test_dry_run_keeps_nothing(take):
    report = take(project(), dry_run=True)

    assert report.created == 1
    assert not Offer.objects.exists()
    assert not Organisation.objects.exists()


def test_known_organisation_is_recognised_by_its_name(take, zaragoza):
    known = make_organisation(
        zaragoza, legal_name="Resolute Marina, S.L.", name_key="resolute marina"
    )

    take(project())

    assert Offer.objects.get().organisation == known


def test_country_without_a_cluster_goes_where_it_is_told(take, krakow):
    foreign = project(coordinator_country="Ireland")

    assert "no cluster for IE" in take(foreign).rejects[0].reason
    take(foreign, cluster=krakow)
    assert Offer.objects.get().cluster == krakow


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": ""}, "title"),
        ({"title": 5}, "title"),
        ({"objective": None}, "objective"),
        ({"title": "a\0b"}, "title: a control character"),
        ({"title": "x" * 257}, "title"),
        ({"funding_scheme": "ERC"}, "funding_scheme: unknown"),
        ({"coordinator_country": "Atlantis"}, "coordinator_country: unknown"),
        ({"participants": []}, "participants"),
        ({"participants": ["x"]}, "participants"),
        ({"participants": [{"name": " ", "country": "Spain"}]}, "participants"),
        ({"programme_parts": None}, "programme_parts"),
    ],
)
def test_bad_entry_is_refused_with_a_reason_and_stops_no_other(take, changes, reason):
    report = take(project(**changes), project(project_id="2"), "no object", {})

    assert reason in report.rejects[0].reason
    assert [reject.place for reject in report.rejects] == [1, 3, 4]
    assert Offer.objects.get().source_id == "2"


def test_author_imports_only_for_the_own_clusters(zaragoza, krk_editor):
    now = timezone.now()

    report = import_offers([project()], author=krk_editor, cluster=None, now=now)

    assert "no cluster for ES" in report.rejects[0].reason


def test_long_text_is_cut_behind_a_sentence_and_says_so(take):
    take(project(objective="This is a sentence of some words. " * 200))

    original = Offer.objects.get().original
    assert original.description.count("(shortened here)") == 1
    assert "words.</p>" in original.description
    assert original.summary.endswith("words.")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Fits.", 5, "Fits."),
        ("One. Two. Three.", 10, "One. Two."),
        ("Costs 3.5 euro or so", 12, "Costs 3.5…"),
        ("Oneverylongword", 6, "Oneve…"),
    ],
)
def test_text_is_shortened(text, limit, short):
    assert shortened(text, limit) == short


def test_offer_is_open_for_a_year(take):
    take(project())

    assert Offer.objects.get().closes_on == timezone.localdate() + timedelta(days=365)


# The command


@pytest.fixture
def run(tmp_path, capsys, zaragoza, administrator, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(content, *options):
        path = tmp_path / "list.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        call_command("import_offers", str(path), *options, verbosity=0)
        return capsys.readouterr().out

    return run


def test_command_counts_and_writes_what_it_refused(run, tmp_path):
    out = run([project(), project(project_id="2", title="=1+1", objective="")])

    assert "created            1" in out
    with (tmp_path / "list.rejects.csv").open() as file:
        (reject,) = csv.DictReader(file)
    assert reject == {
        "entry": "2", "project_id": "2", "reason": "objective: missing", "title": "'=1+1"
    }  # fmt: skip
    assert "Nothing changed." in run([project()])
    assert len((tmp_path / "list.rejects.csv").read_text().splitlines()) == 1


@pytest.mark.parametrize("content", ["", "{", "{}", '"x"', "[" * 100_000])
def test_command_refuses_what_is_no_list_in_one_line(run, content):
    with pytest.raises(CommandError) as error:
        run(content)
    assert "\n" not in str(error.value)


def test_command_refuses_strangers_and_unknown_clusters(run, stranger):
    for options in (
        ("--author", stranger.email),
        ("--author", "nobody@gin.example"),
        ("--cluster", "XYZ"),
    ):
        with pytest.raises(CommandError):
            run([], *options)


@pytest.mark.skipif(not CORDIS.exists(), reason="the file of CORDIS is not here")
def test_real_file_is_taken_whole(take, krakow):
    records = json.loads(CORDIS.read_text(encoding="utf-8"))

    report = take(*records, cluster=krakow)

    assert (report.read, report.created, report.rejects) == (297, 297, [])
    assert {offer.stage for offer in Offer.objects.all()} >= {"development", "demonstration"}
    assert all(read(record).values["nace"] for record in records)
    again = take(*records[:40], cluster=krakow)
    assert again.unchanged == 40
