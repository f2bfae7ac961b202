"""The cast: one person for each role in two clusters, and the settings tests run with."""

from collections.abc import Iterator

import pytest
from django.conf import settings as portal
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.test import override_settings
from django.utils.translation import activate

from partners.models import Cluster, Organisation, User
from partners.vocabularies import forget_labels, load, read_entries, shipped
from publishing.listing import forget_roll
from publishing.models import Attachment
from tests.make import make_cluster, make_member, make_organisation, make_staff, make_user
from tests.world import World, build

# Files that take minutes. They come first, so that workers that share the tests end together.
SLOW = ("test_hostile.py", "test_access.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "browser" not in item.path.parts and item.path.name not in SLOW)


@pytest.fixture(scope="session", autouse=True)
def own_files(tmp_path_factory):
    """Attachments go into a folder of this run; each has a name of its own."""
    private = FileSystemStorage(tmp_path_factory.mktemp("private"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Attachment._meta.get_field("file"), "storage", private)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """From where they are written: nothing has to be collected first. For the live server, too."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=True,
        STORAGES={**portal.STORAGES, "staticfiles": plain},
    ):
        yield


@pytest.fixture(autouse=True)
def fast_and_apart(settings, tmp_path):
    """Cheap passwords, jobs done at once, own files, nothing remembered from another test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    for cache in caches.all(initialized_only=True):
        cache.clear()
    activate("en")  # a page in another language leaves it behind
    yield
    forget_labels()
    forget_roll()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Lays aside the lists that come with the portal, as a fresh installation loads them."""
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        for name, path in shipped().items():
            with path.open(encoding="utf-8", newline="") as file:
                load(name, read_entries(file))
        cursor.execute("DROP TABLE IF EXISTS shipped_terms")
        cursor.execute("CREATE TABLE shipped_terms AS TABLE partners_term")
        cursor.execute("DELETE FROM partners_term")


@pytest.fixture
def vocabularies(db) -> None:
    """All lists that come with the portal."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO partners_term TABLE shipped_terms")


@pytest.fixture
def krakow(db) -> Cluster:
    return make_cluster("KRK", name="Klaster LifeScience Kraków", city="Kraków")


@pytest.fixture
def zaragoza(db) -> Cluster:
    return make_cluster("ZGZ", name="Bioaratec", city="Zaragoza", country="ES", nuts="ES24")


@pytest.fixture
def krk_company(krakow) -> Organisation:
    return make_organisation(krakow, legal_name="Laboratorium Wisła sp. z o.o.", slug="wisla")


@pytest.fixture
def zgz_company(zaragoza) -> Organisation:
    return make_organisation(zaragoza, legal_name="Moncayo Salud S.L.", slug="moncayo")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once for a module: what its tests change is rolled back with each of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def visitor() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def stranger(db) -> User:
    """Signed in, and of no organisation and no cluster."""
    return make_user("stranger@gin.example", name="Sam Stranger")


@pytest.fixture
def krk_member(krk_company) -> User:
    """Looks after the company of Kraków."""
    user = make_user("member@krk.example", name="Maria Wrona")
    return make_member(krk_company, role="owner", user=user)


@pytest.fixture
def zgz_member(zgz_company) -> User:
    """Looks after the company of Zaragoza."""
    user = make_user("member@zgz.example", name="Marta Ruiz")
    return make_member(zgz_company, role="owner", user=user)


@pytest.fixture
def krk_editor(krakow) -> User:
    return make_staff(krakow, "editor", make_user("editor@krk.example", name="Ewa Nowak"))


@pytest.fixture
def zgz_editor(zaragoza) -> User:
    return make_staff(zaragoza, "editor", make_user("editor@zgz.example", name="Elena Gil"))


@pytest.fixture
def krk_coordinator(krakow) -> User:
    user = make_user("coordinator@krk.example", name="Karol Zając")
    return make_staff(krakow, "coordinator", user)


@pytest.fixture
def zgz_coordinator(zaragoza) -> User:
    user = make_user("coordinator@zgz.example", name="Carlos Vidal")
    return make_staff(zaragoza, "coordinator", user)


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("admin@gin.example", name="Ada Admin")
