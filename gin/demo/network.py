"""The clusters, and the people who work for them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from gin.demo.reading import Entry, keep, read, require_known, texts
from gin.demo.times import FOUNDED, moment
from partners.models import Cluster, ClusterText, ContactPerson, StaffRole, User

PASSWORD = "four-regions-one-network"  # noqa: S105 - said on the sign-in page of the demo
PERSON = ("email", "name", "language", "is_superuser", "staff", "memberships")


def load_clusters() -> list[Cluster]:
    return [_cluster(entry) for entry in read("clusters.toml", "cluster")]


def _cluster(entry: Entry) -> Cluster:
    if known := Cluster.objects.filter(code=entry["code"]).first():
        return known
    fields = {name: value for name, value in entry.items() if name not in ("text", "contact")}
    position = {name: str(fields[name]) for name in ("latitude", "longitude")}
    cluster = keep(Cluster(**(fields | position)), entry["code"])
    for language, said in texts(entry).items():
        keep(ClusterText(cluster=cluster, language=language, **said), entry["code"])
    for order, said in enumerate(entry.get("contact", [])):
        keep(ContactPerson(cluster=cluster, order=order, **said), said["name"])
    return cluster


def load_people(*, now: datetime) -> None:
    """All people with their confirmed addresses, and the roles of those who work for clusters."""
    password = make_password(PASSWORD)
    since = moment(now, FOUNDED)
    for entry in read("people.toml", "person"):
        require_known(entry, PERSON, entry["email"])
        if User.objects.filter(email=entry["email"]).exists():
            continue
        roles = entry.get("staff", [])
        is_superuser = entry.get("is_superuser", False)
        user = User(
            email=entry["email"],
            name=entry["name"],
            language=entry["language"],
            password=password,
            is_superuser=is_superuser,
            is_staff=is_superuser or any(role["role"] == "coordinator" for role in roles),
            joined_at=since,
        )
        keep(user, user.email)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for role in roles:
            cluster = Cluster.objects.get(code=role["cluster"])
            StaffRole.objects.create(user=user, cluster=cluster, role=role["role"], since_at=since)


def staff(cluster: Cluster, role: str) -> User:
    """The cluster's own editor or coordinator."""
    return User.objects.get(email=f"{role}@{cluster.code.lower()}.example")
