"""The countries in which a partner may be looked for, grouped as they are shown."""

from django_countries import countries

from partners.forms.choices import Groups
from partners.models import Cluster


def countries_by_nearness(network_label: str, others_label: str) -> Groups:
    """The countries of the network's clusters first, then all others."""
    near = {cluster.country.code for cluster in Cluster.objects.active()}
    return [
        (network_label, [(code, name) for code, name in countries if code in near]),
        (others_label, [(code, name) for code, name in countries if code not in near]),
    ]
