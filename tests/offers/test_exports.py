"""Feeds and files of the list: what they hold, under which filters, and that they are safe."""

import csv
import io
import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from offers.exports import COLUMNS, OPEN_DATA
from offers.filters import Search
from offers.models import Offer
from publishing.listing import forget_roll
from tests.make import make_offer, make_published_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]
ATOM = "{http://www.w3.org/2005/Atom}"


def content(response):
    assert response.status_code == 200
    return b"".join(
        response.streaming_content if response.streaming else [response.content]
    ).decode()


def rows(client, query=""):
    text = content(client.get(reverse("offers:csv") + query))
    return list(csv.DictReader(io.StringIO(text)))


def records(client, query=""):
    return json.loads(content(client.get(reverse("offers:json") + query)))


def entries(client, query=""):
    root = ET.fromstring(content(client.get(reverse("offers:feed") + query)))
    return [entry.find(f"{ATOM}title").text for entry in root.findall(f"{ATOM}entry")]


def test_all_hold_what_the_list_shows_under_the_same_filters(client, krk_company, zgz_company):
    make_published_offer(krk_company, text={"title": "Sensors of Kraków"})
    make_published_offer(zgz_company, text={"title": "Sensors of Zaragoza"})
    make_published_offer(zgz_company, text={"title": "Olive stones"})
    make_offer(zgz_company, text={"title": "Sensors to come"})

    for query in ("?q=sensor&cluster=ZGZ", "?cluster=ZGZ&q=sensors&sort=closing&from=9_9"):
        assert entries(client, query) == ["Sensors of Zaragoza"]
        assert [row["title"] for row in rows(client, query)] == ["Sensors of Zaragoza"]
        assert [record["title"] for record in records(client, query)] == ["Sensors of Zaragoza"]
    assert rows(client)[0]["title"] == "Olive stones"
    assert len(records(client, "?closing=soon")) == 0


def test_expired_offers_are_in_none(client, krk_company):
    make_published_offer(krk_company)
    Offer.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    forget_roll()

    assert (entries(client), rows(client), records(client)) == ([], [], [])


def test_empty_list_is_still_a_valid_file(client, db):
    assert (entries(client), rows(client), records(client)) == ([], [], [])


def test_fields_are_those_of_the_network_and_of_the_type(client, krk_company):
    offer = make_published_offer(krk_company, kind="request", nace="26", stage="market")

    (record,) = records(client)

    assert list(record) == list(COLUMNS)
    assert record["POD_reference"] == offer.reference
    assert (record["profile_type"], record["organisation"]) == ("TR", krk_company.name)
    assert record["expertise_sought"] == "Experience with sensors."
    assert record["advantages_and_innovations"] == ""
    assert record["technology_keywords"] == offer.technology
    assert rows(client)[0]["cooperation_types"] == "distribution"


def test_formulas_are_harmless_in_spreadsheets(client, krk_company):
    for title in ("=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "-2+3"):
        make_published_offer(krk_company, text={"title": title})

    text = content(client.get(reverse("offers:csv")))

    titles = [row["title"] for row in csv.DictReader(io.StringIO(text))]
    assert all(title.startswith("'") for title in titles)


def test_texts_are_plain_and_in_the_readers_language(client, krk_company):
    rich = "<p>One &amp; <strong>two</strong></p><ul><li>three</li></ul>"
    offer = make_published_offer(krk_company, text={"description": rich})
    offer.texts.create(language="pl", title="Po polsku", description="<p>Opis</p>")

    assert records(client)[0]["description"] == "One & two\n\n– three"
    with override("pl"):
        polish = records(client)[0]
    assert (polish["language"], polish["title"]) == ("pl", "Po polsku")


def test_feed_is_valid_whatever_the_title(client, krk_company):
    make_published_offer(krk_company, text={"title": "A < B & “C” \x0b \u202e"})

    assert len(entries(client)) == 1


@pytest.mark.parametrize("name", ["feed", "csv", "json"])
def test_bad_queries_are_passed_over(client, krk_company, name):
    make_published_offer(krk_company)

    for query in ("?q=%00", "?sector=%00&kind=x", "?from=" + "9" * 99, "?q=" + "x" * 5000):
        assert client.get(reverse(f"offers:{name}") + query).status_code == 200


def test_feed_and_files_end_somewhere(client, krk_company, monkeypatch):
    monkeypatch.setattr("publishing.exports.FEED", 2)
    for _each in range(3):
        make_published_offer(krk_company)

    assert len(entries(client)) == 2
    assert len(OPEN_DATA.found(Search(), limit=2)) == 2


def test_files_are_read_in_batches(client, krk_company, monkeypatch):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            records(client)
        return len(queries)

    make_published_offer(krk_company)
    cost()
    one = cost()
    for _each in range(30):
        make_published_offer(krk_company)
    assert cost() == one
    monkeypatch.setattr("publishing.exports.BATCH", 7)
    assert len(records(client)) == 31


def test_too_many_files_are_refused(client, db):
    answers = [client.get(reverse("offers:csv")).status_code for _each in range(31)]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_list_leads_to_the_files_and_the_feed_of_its_search(client, krk_company):
    make_published_offer(krk_company, text={"title": "Sensors"})

    text = client.get(reverse("offers:list") + "?q=sensors&kind=offer").text

    for name in ("csv", "json", "feed"):
        assert f'href="{reverse(f"offers:{name}")}?q=sensors&amp;kind=offer"' in text
    (alternate,) = re.findall('<link rel="alternate" type="application/atom[^>]*>', text)
    assert f'href="{reverse("offers:feed")}?q=sensors&amp;kind=offer"' in alternate
