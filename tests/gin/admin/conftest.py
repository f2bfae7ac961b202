import pytest

from tests.gin.admin.world import fill


@pytest.fixture
def foreign(krakow) -> dict:
    return fill(krakow, "Wawel")


@pytest.fixture
def own(zaragoza) -> dict:
    return fill(zaragoza, "Ebro")


@pytest.fixture
def insider(zgz_coordinator):
    """A coordinator of Zaragoza whom an administrator let into the admin."""
    zgz_coordinator.is_staff = True
    zgz_coordinator.save()
    return zgz_coordinator


@pytest.fixture
def inside(client, insider):
    """The browser of the coordinator of Zaragoza."""
    client.force_login(insider)
    return client


@pytest.fixture
def everywhere(client, administrator):
    """The administrator’s browser."""
    client.force_login(administrator)
    return client
