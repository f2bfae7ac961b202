"""How much a page costs who reads it: bytes as brotli sends them, and requests."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.make import make_organisation, make_published_offer

KB = 1024
ASSET = re.compile(
    r'(?:<link rel="(?:stylesheet|preload)"|<script)[^>]*(?:href|src)="/static/([^"]+)"'
)


def weight(data: bytes) -> int:
    return len(brotli.compress(data))


def asset(path: str) -> int:
    with open(finders.find(path), "rb") as file:
        return weight(file.read())


@pytest.fixture
def page(client, krakow, vocabularies) -> str:
    """A full page of the list."""
    company = make_organisation(krakow)
    for number in range(21):
        summary = f"Method {number} " + "looks for partners who test it on their own line. " * 5
        make_published_offer(company, text={"summary": summary[:500]})
    return client.get(reverse("offers:list")).content.decode()


def test_the_list_of_offers_is_light(page):
    assert weight(page.encode()) <= 25 * KB


def test_it_takes_six_requests_at_most_before_pictures(page):
    assert len(set(ASSET.findall(page))) + 1 <= 6


def test_styles_and_scripts_are_light(page):
    assets = set(ASSET.findall(page))
    assert asset("css/gin.css") <= 8 * KB
    assert sum(asset(path) for path in assets if path.endswith(".js")) <= 20 * KB


def test_scripts_never_hold_up_the_page(page):
    for script in re.findall(r"<script[^>]*src=[^>]*>", page):
        assert "defer" in script or 'type="module"' in script


def test_the_start_page_is_light(client, page):
    assert weight(client.get(reverse("gin:home")).content) <= 25 * KB
