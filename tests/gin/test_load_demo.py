import shutil

import pytest
from django.core.management import CommandError, call_command

from gin.demo import reading
from partners.models import Cluster


@pytest.fixture
def demonstration(settings) -> None:
    settings.DEMO = True


def test_refuses_where_it_is_no_demonstration(vocabularies, settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="--yes"):
        call_command("load_demo")
    assert not Cluster.objects.exists()


def test_asks_for_the_lists_first(demonstration, db):
    with pytest.raises(CommandError, match="load_vocabularies"):
        call_command("load_demo")


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the texts, to be spoilt."""
    folder = tmp_path / "data"
    shutil.copytree(reading.DATA, folder)
    monkeypatch.setattr(reading, "DATA", folder)
    return folder


@pytest.mark.usefixtures("vocabularies", "demonstration")
@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('nace = "85.42"', 'nace = "99.99"', "krk-university: nace: the list nace has no code"),
        ('nace = "85.42"', 'nase = "85.42"', "krk-university: unknown nase"),
        ('nuts = "PL213"', 'nuts = "ES243"', "krk-university: nuts: ES243 is not in PL"),
    ],
)
def test_names_a_bad_entry_and_loads_nothing(data, right, wrong, told):
    organisations = data / "krk" / "organisations.toml"
    organisations.write_text(organisations.read_text().replace(right, wrong, 1))
    with pytest.raises(CommandError, match=f"Nothing was loaded. {told}"):
        call_command("load_demo")
    assert not Cluster.objects.exists()
