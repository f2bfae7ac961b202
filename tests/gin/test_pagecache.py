"""Kept pages: who gets them, and that no change is ever missed."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import caches
from django.db import OperationalError, transaction
from django.test import Client
from django.urls import reverse

from moves import generation
from moves.machine import make
from publishing.listing import forget_roll
from tests.make import make_offer, make_published_offer

LIST = "/offers/"


@pytest.fixture(autouse=True)
def empty_cache():
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def offer(krk_company):
    return make_published_offer(krk_company, text={"title": "Sensors for cheese"})


def test_second_visitor_costs_one_query(offer, django_assert_num_queries):
    Client().get(LIST)

    with django_assert_num_queries(1):
        answer = Client().get(LIST)

    assert "Sensors for cheese" in answer.text


def test_kept_page_is_the_same_with_the_same_headers(offer):
    first, second = Client().get(LIST), Client().get(LIST)

    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert second.headers["X-Content-Type-Options"] == "nosniff"


def test_published_offer_shows_at_once(offer, krk_company, krk_coordinator):
    Client().get(LIST)
    other = make_offer(krk_company, text={"title": "Whey by the tonne"})

    make("publish", other, user=krk_coordinator)

    assert "Whey by the tonne" in Client().get(LIST).text


def test_archived_offer_is_gone_at_once(offer, krk_coordinator):
    Client().get(LIST)

    make("archive", offer, user=krk_coordinator)

    assert "Sensors for cheese" not in Client().get(LIST).text


def test_expired_offer_is_gone_at_midnight(krk_company):
    with time_machine.travel(datetime(2026, 3, 28, 20, tzinfo=UTC), tick=False):
        make_published_offer(
            krk_company,
            closes_on=datetime(2026, 3, 28, tzinfo=UTC).date(),
            text={"title": "Last day"},
        )
        assert "Last day" in Client().get(LIST).text
    # The night the clocks go forward in Warsaw: midnight there is 23:00 UTC.
    with time_machine.travel(datetime(2026, 3, 28, 23, 1, tzinfo=UTC), tick=False):
        assert "Last day" not in Client().get(LIST).text
    forget_roll()


def test_signed_in_reader_is_never_given_a_kept_page(offer, krk_member, client):
    Client().get(LIST)
    client.force_login(krk_member)

    assert krk_member.first_name in client.get(LIST).text


def test_page_of_a_signed_in_reader_is_not_kept(offer, krk_member, client):
    client.force_login(krk_member)
    client.get(LIST)

    assert krk_member.first_name not in Client().get(LIST).text


def test_language_theme_query_and_htmx_have_pages_of_their_own(offer):
    plain = Client().get(LIST).text
    dark = Client()
    dark.cookies["theme"] = "dark"

    assert dark.get(LIST).text != plain
    assert Client().get(f"/pl{LIST}").text != plain
    assert Client().get(f"{LIST}?kind=request").text != plain
    assert Client().get(LIST, headers={"HX-Request": "true"}).text != plain
    assert Client().get(LIST).text == plain


def test_page_that_is_not_marked_is_made_anew(offer):
    address = reverse("account_login")

    assert "csrfmiddlewaretoken" in Client().get(address).text
    assert Client().get(address).text != Client().get(address).text


def test_head_is_answered_from_the_kept_page_without_a_body(offer):
    Client().get(LIST)

    assert Client().head(LIST).content == b""


def test_without_the_database_the_process_still_answers(monkeypatch, db):
    def gone():
        raise OperationalError

    monkeypatch.setattr(generation, "current", gone)

    assert Client().get("/healthz").status_code == 200


def test_change_that_is_rolled_back_keeps_the_pages(offer):
    before = generation.current()

    with transaction.atomic():
        generation.touch()
        transaction.set_rollback(True)

    assert generation.current() == before
