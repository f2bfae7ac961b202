"""Where a form goes afterwards: a path of this site, or where the view says."""

import pytest

from partners.redirects import next_url


@pytest.mark.parametrize("asked", ["/offers/?q=x", "/pl/desk/"])
def test_a_path_of_this_site_is_followed(rf, asked):
    assert next_url(rf.post("/", {"next": asked}), "/desk/") == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "offers",
        "a\0b",
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example/",
        "x" * 9999,
    ],
)
def test_anything_else_is_not(rf, asked):
    assert next_url(rf.post("/", {"next": asked}), "/desk/") == "/desk/"
