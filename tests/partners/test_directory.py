"""The directory: searching, narrowing, counting, taking along."""

import csv
import io

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partners.directory import Directory, DirectorySearch
from tests.make import make_organisation, make_published_offer

LIST = "/companies/"


def found(query=""):
    return [o.legal_name for o in Directory(DirectorySearch.from_query(QueryDict(query))).page]


def options(query, name):
    groups = Directory(DirectorySearch.from_query(QueryDict(query))).groups
    group = next(group for group in groups if group.name == name)
    return {option.value: option.count for option in group.options}


@pytest.fixture
def companies(krakow, zaragoza, vocabularies):
    make_organisation(
        krakow,
        legal_name="Łódzkie Żelazo sp. z o.o.",
        city="Oświęcim",
        nace="25.1",
        technology=["31050788", "31050825"],
        size="1-10",
        offers="Castings of ductile iron.",
        seeks="A buyer in Ελλάδα: Αθήνα.",
        lat=50.03,
        lng=19.2,
    )
    make_organisation(
        zaragoza,
        legal_name="Fundición Ñandú, S.L.",
        city="Zaragoza",
        kind="research",
        nace="72",
        state="unclaimed",
    )
    make_organisation(legal_name="Anon GmbH", country="DE", kind="large")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lodzkie", "Łódzkie Żelazo sp. z o.o."),
        ("ŻELAZO ŁÓDZKIE", "Łódzkie Żelazo sp. z o.o."),
        ("oswiecim", "Łódzkie Żelazo sp. z o.o."),
        ("ductile+iron", "Łódzkie Żelazo sp. z o.o."),
        ("αθηνα", "Łódzkie Żelazo sp. z o.o."),
        ("ΑΘΗΝΑ", "Łódzkie Żelazo sp. z o.o."),
        ("fundicion nandu", "Fundición Ñandú, S.L."),
        ("fundicón", "Fundición Ñandú, S.L."),
        ("scientific zaragoza", "Fundición Ñandú, S.L."),
    ],
)
def test_it_is_found_without_accents_by_name_town_sector_and_texts(companies, typed, name):
    assert found(f"q={typed}") == [name]


@pytest.mark.parametrize("typed", ["nothing+like+it", "%25", "_", "\\", "'", "%00", "́", "🦔"])
def test_odd_words_find_nothing_and_break_nothing(krk_company, client, typed):
    page = client.get(f"{LIST}?q={typed}")
    assert page.status_code == 200
    assert len(page.context["directory"].page) == (1 if typed == "%00" else 0)


def test_members_come_first_then_by_name(companies):
    assert found() == ["Łódzkie Żelazo sp. z o.o.", "Anon GmbH", "Fundición Ñandú, S.L."]
    assert found("sort=name")[0] == "Anon GmbH"
    assert found("sort=newest")[0] == "Anon GmbH"


def test_only_listed_ones_are_there(companies, krakow):
    make_organisation(krakow, legal_name="Secret 1", state="pending")
    make_organisation(krakow, legal_name="Secret 2", state="archived")
    assert found("q=secret") == []
    assert len(found()) == 3


def test_facets_narrow_and_count_what_would_be_there(companies):
    assert found("cluster=KRK") == ["Łódzkie Żelazo sp. z o.o."]
    assert found("sector=M") == ["Fundición Ñandú, S.L."]
    assert found("technology=31049345") == ["Łódzkie Żelazo sp. z o.o."]
    assert found("country=DE&kind=large") == ["Anon GmbH"]
    assert found("cluster=KRK&kind=large") == []
    assert options("", "cluster") == {"KRK": 1, "ZGZ": 1}
    assert options("", "sector") == {"C": 1, "M": 1}
    assert options("", "technology") == {"31049345": 1}, "two keywords below one field count once"
    assert options("cluster=KRK", "cluster") == {"KRK": 1, "ZGZ": 1}, "its own facet stays wide"
    assert options("cluster=KRK", "kind") == {"sme": 1}
    assert options("cluster=KRK&kind=large", "kind") == {"sme": 1, "large": 0}


def test_an_address_says_it_all(companies, client):
    url = f"{LIST}?q=zelazo&cluster=KRK&kind=sme"
    page = client.get(url)
    search = page.context["search"]
    assert DirectorySearch.from_query(QueryDict(search.query()[1:])) == search
    assert [pill.label for pill in search.pills] == [
        "Kraków",
        "Small or medium-sized company",
    ]
    assert search.without("cluster", "KRK") == "?q=zelazo&kind=sme"
    assert "Żelazo" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        f"page={'9' * 5000}",
        "page=-1",
        "page=x",
        "sort=;drop",
        "cluster=%00",
        "kind=king",
        f"q={'x' * 50_000}",
        "&".join(f"kind={n}" for n in range(300)),
    ],
)
def test_what_an_old_or_hostile_address_asks_is_passed_over(krk_company, client, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_an_empty_list_shows_ways_out(krk_company, client):
    page = client.get(f"{LIST}?q=unicorns").content.decode()
    assert "Nobody here fits yet" in page
    assert f"{reverse('offers:list')}?q=unicorns" in page
    assert reverse("partners:join") in page


def test_pages_follow_one_another_without_loss(krakow, client):
    for number in range(65):
        make_organisation(krakow, legal_name=f"Firm {number:03}")
    names, url = [], f"{LIST}?kind=sme&sort=name"
    while url:
        page = client.get(url)
        names += [organisation.legal_name for organisation, _n in page.context["lines"]]
        following = page.context["directory"].next_query
        url = following and LIST + following
    assert names == [f"Firm {number:03}" for number in range(65)]
    assert client.get(f"{LIST}?page=2").context["directory"].previous_query == "?page=1"


def test_the_map_shows_where_they_are(companies, client):
    dots = client.get(LIST).context["directory"].dots
    assert [(dot.n, dot.thread) for dot in dots] == [(1, "krk")]
    assert 480 < dots[0].x < 520 and 170 < dots[0].y < 210


def test_without_a_script_a_button_sends_the_form_and_with_it_only_results_come(companies, client):
    assert "<html" in client.get(LIST).content.decode()
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'hx-swap-oob="true"' in part


def test_a_hidden_name_is_not_given_away_by_a_number(krk_company, client):
    make_published_offer(krk_company, is_name_hidden=True)
    assert "1 offer" not in client.get(LIST).content.decode()
    make_published_offer(krk_company)
    assert "1 offer" in client.get(LIST).content.decode()


def test_the_list_is_taken_along_as_csv(companies, client):
    make_organisation(legal_name='=cmd|"/c calc"!A1', short_name="+49", city="@here")
    answer = client.get(reverse("partners:organisation_table"), {"sort": "name"})
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 4
    iron = next(row for row in rows if "Żelazo" in row["legal_name"])
    assert (iron["cluster"], iron["technology"]) == ("KRK", "31050788 | 31050825")
    evil = next(row for row in rows if "calc" in row["legal_name"])
    assert evil["legal_name"].startswith("'=")
    assert evil["city"] == "'@here"


def test_the_csv_is_narrowed_like_the_list_and_limited(companies, client):
    url = reverse("partners:organisation_table")
    narrowed = b"".join(client.get(url, {"cluster": "KRK"}).streaming_content).decode()
    assert len(narrowed.splitlines()) == 2
    for _more in range(20):
        answer = client.get(url)
    assert answer.status_code == 429


@pytest.mark.parametrize("query", ["", "?q=firm"])
def test_the_list_costs_the_same_for_one_and_for_many(client, krakow, query):
    def grow(count):
        for _more in range(count):
            organisation = make_organisation(krakow, offers="A firm.", lat=50, lng=20)
            make_published_offer(organisation)

    def cost():
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"{LIST}{query}")
        return len(asked), len(page.context["lines"])

    grow(1)
    cost()  # what a process asks once
    queries, lines = cost()
    assert lines == 1
    grow(29)
    assert cost() == (queries, 30)
