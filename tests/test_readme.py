"""What the documents tell people to type and open is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from gin.demo.network import PASSWORD
from gin.demo.reading import read

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_linked_files_are_there(document):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE)) <= {
        *((target, "") for target in targets),
        *(("", target) for target in targets),
    }
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= get_commands().keys()
    for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", text):
        assert (document.parent / link).exists(), link


def test_everyone_who_may_sign_in_is_in_the_demo():
    assert PASSWORD in README
    people = {person["email"] for person in read("people.toml", "person")}
    assert set(re.findall(r"`(\S+@\S+\.example)`", README)) <= people


def test_all_settings_are_explained():
    settings = (ROOT / "gin/settings.py").read_text()
    explained = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    for name in set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)):
        assert f"`{name}`" in explained, name
