import json
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gin.pages.home import NEWEST
from tests.make import make_cluster, make_organisation, make_published_offer

MOST_QUERIES = 12


def queries(client) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("gin:home")).status_code == 200
    return len(counted)


@pytest.fixture
def page(client):
    return lambda path="/": client.get(path).content.decode()


def test_it_costs_the_same_at_a_few_offers_and_at_thirty(client, vocabularies, krakow, zaragoza):
    for _ in range(NEWEST):
        make_published_offer(make_organisation(krakow))
    client.get("/")
    with_few = queries(client)
    for cluster in (krakow, zaragoza) * 12:
        make_published_offer(make_organisation(cluster))

    assert queries(client) == with_few <= MOST_QUERIES


def test_the_newest_offers_stand_first(page, krk_company):
    for number in range(7):
        make_published_offer(krk_company, text={"title": f"Title {number}"})

    shown = re.findall(r"Title \d", page())

    assert shown == ["Title 6", "Title 5", "Title 4", "Title 3", "Title 2"]


def test_a_hidden_company_stays_hidden(page, krakow):
    hidden = make_organisation(krakow, legal_name="Ukryta Firma")
    make_published_offer(hidden, is_name_hidden=True)

    assert "Ukryta Firma" not in page()


def test_figures_count_what_is_open(page, krk_company, zgz_company):
    make_published_offer(krk_company)

    html = " ".join(page().split())

    assert "<dt>open offer or request</dt><dd>1</dd>" in html
    assert "<dt>companies and institutes</dt><dd>2</dd>" in html
    assert "<dt>agreements recorded</dt><dd>0</dd>" in html
    assert "first answer" not in html  # nothing was answered yet


def test_a_fifth_cluster_stands_on_the_map(page, krakow, zaragoza):
    make_cluster("LYO", city="Lyon", country="FR", latitude=45.76, longitude=4.84, thread="five")

    html = page()

    assert 'class="pin r-five"' in html
    assert html.count('class="link ') == 2 * 3  # three threads, in two hues each


def test_the_network_may_be_empty(page, db):
    assert "Find your next partner" in page()


def test_search_engines_are_told_what_the_site_is(page, krakow):
    krakow.texts.update(name="</script><b>& co")

    html = page()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])

    assert data["@type"] == "WebSite"
    assert data["publisher"]["member"][0]["name"] == "</script><b>& co"
    assert data["potentialAction"]["target"].endswith("/offers/?q={q}")


def test_each_language_names_the_others(page, db, settings):
    settings.SITE_URL = "https://gin.example"

    html = page("/pl/about/?from=mail")

    assert '<link rel="canonical" href="https://gin.example/pl/about/">' in html
    assert 'hreflang="el" href="https://gin.example/el/about/"' in html
    assert 'hreflang="x-default" href="https://gin.example/about/"' in html
    assert 'href="/es/about/?from=mail" lang="es"' in html  # readers keep what they searched


def test_pages_for_the_signed_in_are_not_indexed(client, stranger):
    client.force_login(stranger)

    html = client.get(reverse("account_email")).content.decode()

    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html


def test_visitors_get_no_cookie(client, db):
    assert not client.get("/").cookies
