"""Each request leaves one line that can be found again by its id."""

import json
import logging

import pytest

from gin.logs import logging_config

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(capsys, client):
    """Ask for a page, and read the line of the log."""

    def ask(path: str, **kw) -> tuple[dict, str]:
        config = logging_config(is_verbose=False)
        handler = logging.StreamHandler()
        given = config["formatters"]["structured"]
        handler.setFormatter(given["()"](**{k: v for k, v in given.items() if k != "()"}))
        logger = logging.getLogger("gin.logs")
        logger.addHandler(handler)
        try:
            response = client.get(path, **kw)
        finally:
            logger.removeHandler(handler)
        lines = capsys.readouterr().err.splitlines()
        requests = [json.loads(line) for line in lines if '"event": "request"' in line]
        return requests[-1], response.headers["X-Request-ID"]

    return ask


def test_it_says_what_was_asked_and_answered(line):
    said, request_id = line("/healthz")
    assert said["request_id"] == request_id
    assert (said["method"], said["path"], said["status"]) == ("GET", "/healthz", 200)
    assert said["user"] is None
    assert said["ms"] >= 0


def test_it_names_the_person_by_number_only(line, client, krk_editor):
    client.force_login(krk_editor)
    said, _id = line("/desk/")
    assert said["user"] == krk_editor.pk
    assert krk_editor.email not in json.dumps(said)


def test_it_keeps_no_secret_of_the_address(line):
    said, _id = line("/healthz?token=secret")
    assert "secret" not in json.dumps(said)


def test_the_proxy_s_id_is_kept(line):
    assert line("/healthz", headers={"X-Request-ID": "abc-12345"})[1] == "abc-12345"


@pytest.mark.parametrize("given", ["short", "a" * 65, "abc 12345", 'abc"12345', "ąęćłńóśż"])
def test_what_is_no_id_is_not(line, given):
    _said, request_id = line("/healthz", HTTP_X_REQUEST_ID=given)
    assert request_id != given
    assert len(request_id) == 32
