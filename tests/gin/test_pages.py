"""Pages and files about the portal, the theme, and what is said when something went wrong."""

import pytest
from django.test import Client
from django.urls import reverse

from gin.errors import server_error
from tests.make import make_offer, make_published_offer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["about", "accessibility", "privacy"])
def test_anyone_reads_about_the_portal(client, krakow, name):
    response = client.get(reverse(f"gin:{name}"))
    assert response.status_code == 200
    assert not response.cookies


class TestTheme:
    def test_it_is_remembered_and_one_stays_where_one_was(self, client):
        response = client.post(
            "/theme/", {"theme": "dark"}, headers={"Referer": "http://testserver/about/"}
        )
        assert response.url == "http://testserver/about/"
        assert 'data-theme="dark"' in client.get("/about/").text

    @pytest.mark.parametrize("theme", ["auto", "", "dark\0", "x" * 1000])
    def test_anything_else_leaves_it_to_the_system(self, client, theme):
        client.post("/theme/", {"theme": "dark"})
        client.post("/theme/", {"theme": theme})
        assert "data-theme" not in client.get("/about/").text

    @pytest.mark.parametrize(
        "referer", ["http://evil.example/", "//evil.example", "javascript:x", ""]
    )
    def test_nobody_is_sent_elsewhere(self, client, referer):
        response = client.post("/theme/", {"theme": "dark"}, headers={"Referer": referer})
        assert response.url == reverse("gin:home")

    def test_a_link_does_not_change_it(self, client):
        assert client.get("/theme/").status_code == 405


class TestErrors:
    def test_a_page_that_is_not_there_offers_a_search(self, client):
        response = client.get("/pl/nothing/")
        assert response.status_code == 404
        assert 'role="search"' in response.text
        assert '<html lang="pl"' in response.text

    def test_a_form_without_its_token_is_refused_in_the_design(self):
        response = Client(enforce_csrf_checks=True).post("/account/login/", {})
        assert response.status_code == 403
        assert 'class="kicker num">403' in response.text

    def test_a_host_that_is_not_ours_is_refused(self, client):
        response = client.get("/about/", HTTP_HOST="evil.example")
        assert response.status_code == 400
        assert "evil" not in response.text

    def test_a_fault_is_told_without_the_database(self, rf, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = server_error(rf.get("/"))
        assert response.status_code == 500
        assert 'class="kicker num">500' in response.text


class TestForMachines:
    def test_crawlers_find_the_sitemap(self, client, settings):
        assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in client.get("/robots.txt").text

    def test_the_sitemap_lists_what_is_public_in_every_language(self, client, krk_company):
        offer, draft = make_published_offer(krk_company), make_offer(krk_company)
        index = client.get("/sitemap.xml").text
        assert "/sitemap-offers.xml" in index
        text = client.get("/sitemap-offers.xml").text
        assert f"/pl{offer.get_absolute_url()}</loc>" in text
        assert 'hreflang="el"' in text
        assert draft.reference not in text
        assert krk_company.slug in client.get("/sitemap-organisations.xml").text

    @pytest.mark.parametrize(
        "path",
        ["/sitemap-nothing.xml", "/sitemap-offers.xml?p=99", "/media/%00"],
    )
    def test_what_is_not_there_is_not_found(self, client, path):
        assert client.get(path).status_code == 404

    def test_the_icon_is_found(self, client):
        assert client.get("/favicon.ico").status_code == 302
