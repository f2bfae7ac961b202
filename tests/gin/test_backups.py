"""A drill: what was lost comes back, and who was erased stays erased."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.db import connection

from gin.backups import DATABASE
from partners.erasure import erase
from partners.models import Cluster, User
from tests.make import make_cluster, make_staff, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    """Files of the test's own."""
    settings.DATA_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "media"
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}


def back_up(tmp_path):
    folder = tmp_path / "backups" / "today"
    call_command("backup", str(folder), verbosity=0)
    return folder


def test_rows_and_files_come_back_as_they_were(tmp_path):
    cluster = make_cluster("KRK", name="Before", city="Kraków")
    default_storage.save("logo.txt", ContentFile(b"logo"))
    storages["private"].save("offers/plan.txt", ContentFile(b"plan"))
    folder = back_up(tmp_path)
    Cluster.objects.filter(pk=cluster.pk).update(city="After")
    make_cluster("ZGZ", name="Later", city="Zaragoza")
    default_storage.delete("logo.txt")
    default_storage.save("later.txt", ContentFile(b"later"))
    storages["private"].delete("offers/plan.txt")
    call_command("restore", str(folder))
    assert list(Cluster.objects.values_list("code", "city")) == [("KRK", "Kraków")]
    assert default_storage.listdir("") == ([], ["logo.txt"])
    with storages["private"].open("offers/plan.txt") as file:
        assert file.read() == b"plan"


def test_people_erased_since_are_erased_again(tmp_path, capsys):
    gone, stays = make_user("gone@gin.example"), make_user("stays@gin.example")
    folder = back_up(tmp_path)
    erase(gone)
    call_command("restore", str(folder))
    emails = set(User.objects.values_list("email", flat=True))
    assert stays.email in emails
    assert "gone@gin.example" not in emails
    assert "Erased again: 1 people" in capsys.readouterr().out


def test_a_coordinator_who_handed_over_since_is_erased_again(tmp_path):
    cluster = make_cluster("KRK")
    gone = make_staff(cluster, "coordinator", make_user("gone@gin.example"))
    folder = back_up(tmp_path)
    make_staff(cluster, "coordinator")
    erase(gone)
    call_command("restore", str(folder))
    assert not User.objects.filter(email="gone@gin.example").exists()
    assert not cluster.staff_roles.active().exists()


def test_what_a_restore_left_undone_the_next_one_does(tmp_path, monkeypatch):
    gone = make_user("gone@gin.example")
    folder = back_up(tmp_path)
    erase(gone)

    def killed(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("gin.backups.erase", killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("restore", str(folder))
    assert User.objects.filter(email="gone@gin.example").exists()
    call_command("restore", str(folder))
    assert not User.objects.filter(email="gone@gin.example").exists()


def test_a_lost_database_comes_back(tmp_path):
    make_cluster("KRK", city="Kraków")
    folder = back_up(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("restore", str(folder))
    assert Cluster.objects.get().city == "Kraków"


def test_a_backup_is_complete_or_not_there(tmp_path, monkeypatch):
    def full_disk(*_arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr("gin.backups.tarfile.open", full_disk)
    with pytest.raises(OSError, match="No space left"):
        back_up(tmp_path)
    assert list((tmp_path / "backups").iterdir()) == []


def test_nothing_is_written_over(tmp_path):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(tmp_path))


def test_what_is_not_a_backup_changes_nothing(tmp_path):
    make_cluster("KRK", name="Kept", city="Kraków")
    (tmp_path / DATABASE).write_text("")
    with pytest.raises(CommandError, match="is not a backup"):
        call_command("restore", str(tmp_path))
    assert Cluster.objects.exists()
