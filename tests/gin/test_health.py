"""What monitoring asks for, and that nobody else is told."""

from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError
from django.utils import timezone

from gin import workers
from gin.models import WORKER_LEASE
from tests.make import make_published_offer


class NoMailServer(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


@pytest.mark.django_db
def test_the_process_answers(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
class TestReady:
    def test_with_all_it_needs(self, client):
        workers.beat("one", now=timezone.now())
        response = client.get("/readyz")
        assert response.status_code == 200
        assert response.json() == {
            "database": True,
            "migrations": True,
            "worker": True,
            "mail": True,
        }

    def test_not_when_the_last_worker_is_silent(self, client):
        workers.beat("one", now=timezone.now() - WORKER_LEASE - timedelta(seconds=1))
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["worker"] is False

    def test_not_when_mail_is_refused(self, client, settings):
        settings.EMAIL_BACKEND = "tests.gin.test_health.NoMailServer"
        workers.beat("one", now=timezone.now())
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["mail"] is False

    def test_not_without_the_database(self, client, monkeypatch):
        def lost():
            raise OperationalError

        monkeypatch.setattr("gin.health._is_migrated", lost)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["database"] is False


@pytest.mark.django_db
class TestMetrics:
    def test_this_machine_reads_them(self, client, krk_company):
        make_published_offer(krk_company)
        workers.beat("one", now=timezone.now())
        text = client.get("/metrics").text
        assert "gin_workers 1\n" in text
        assert 'gin_items{kind="offers",state="published"} 1\n' in text

    def test_others_do_not(self, client):
        assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404

    def test_nor_does_who_comes_through_a_proxy_on_this_machine(self, client):
        headers = {"X-Forwarded-For": "192.0.2.1"}
        assert client.get("/metrics", headers=headers).status_code == 404

    @pytest.mark.parametrize(("token", "status"), [("right", 200), ("wrong", 404), ("", 404)])
    def test_the_token_opens_them(self, client, settings, token, status):
        settings.METRICS_TOKEN = "right"
        headers = {"Authorization": f"Bearer {token}"}
        response = client.get("/metrics", headers=headers, REMOTE_ADDR="192.0.2.1")
        assert response.status_code == status

    def test_no_token_in_the_settings_is_no_token_at_all(self, client, settings):
        settings.METRICS_TOKEN = ""
        headers = {"Authorization": "Bearer "}
        response = client.get("/metrics", headers=headers, REMOTE_ADDR="192.0.2.1")
        assert response.status_code == 404
