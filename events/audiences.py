"""For whom an event is: everybody, the network's members, or the people of one cluster."""

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Cluster, Organisation


class Audience(models.TextChoices):
    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("members of the network")
    CLUSTER = "cluster", _("people of the cluster")


def open_to(user) -> Q:
    """The events that are for `user`."""
    own = _clusters_of(user)
    return (
        Q(audience=Audience.PUBLIC)
        | Q(Exists(own), audience=Audience.MEMBERS)
        | Q(audience=Audience.CLUSTER, cluster__in=own)
    )


def code(audience: str, cluster: Cluster) -> str:
    """The code under which lists count an event for this audience of a cluster."""
    return f"{audience}-{cluster.code}" if audience == Audience.CLUSTER else audience


def codes_for(user) -> tuple[str, ...]:
    """The codes of the events that are for `user`."""
    own = list(_clusters_of(user)) if user.is_authenticated else []
    members = (Audience.MEMBERS,) if own else ()
    return (Audience.PUBLIC, *members, *(code(Audience.CLUSTER, cluster) for cluster in own))


def _clusters_of(user) -> models.QuerySet[Cluster]:
    """The clusters to which `user` belongs: as staff, or through an organisation."""
    represented = Organisation.objects.represented_by(user)
    return Cluster.objects.filter(
        Q(pk__in=Cluster.objects.staffed_by(user).values("pk"))
        | Q(pk__in=represented.values("cluster"))
    )
