"""The organisations of the clusters, and the people who speak for them."""

from datetime import datetime

from gin.demo.network import staff
from gin.demo.reading import SOURCE, BadEntry, Entry, keep, read, require_known, texts
from gin.demo.times import FOUNDED, moment, set_back, share
from moves.machine import make
from partners.imports.checks import FIELDS, Checker
from partners.imports.slugs import new_slug
from partners.models import Cluster, Membership, Organisation, OrganisationText, User

# How the file names what the checks of the import call otherwise.
RENAMED = {"key": "source_id", "latitude": "lat", "longitude": "lng"}
KNOWN = ({*FIELDS, *RENAMED, "text"}) - {*RENAMED.values(), "country"}
MEMBERSHIP = ("organisation", "role", "state", "position", "message")


def load_organisations(clusters: list[Cluster], *, now: datetime) -> None:
    checker = Checker()
    known = set(Organisation.objects.filter(source=SOURCE).values_list("source_id", flat=True))
    for cluster in clusters:
        for entry in read(f"{cluster.code.lower()}/organisations.toml", "organisation"):
            if entry["key"] not in known:
                _organisation(entry, cluster, checker, now=now)


def _organisation(entry: Entry, cluster: Cluster, checker: Checker, *, now: datetime) -> None:
    require_known(entry, KNOWN, entry["key"])
    row = {RENAMED.get(name, name): _cell(entry[name]) for name in entry if name != "text"}
    values, faults = checker.check({**row, "country": cluster.country.code})
    if faults:
        raise BadEntry(f"{entry['key']}: {'; '.join(faults)}")
    organisation = Organisation.objects.create(
        **values,
        cluster=cluster,
        slug=new_slug(values["name_key"]),
        source=SOURCE,
        created_at=moment(now, FOUNDED - 10 + share(entry["key"])),
    )
    for language, said in texts(entry).items():
        text = OrganisationText(organisation=organisation, language=language, **said)
        keep(text, entry["key"])
    make("verify", organisation, user=staff(cluster, "coordinator"))
    verified_at = moment(now, FOUNDED - 20 + share(entry["key"]))
    set_back(organisation, verified_at, stamps=("verified_at", "confirmed_at"))


def _cell(value: str | float | list[str]) -> str:
    """As it would stand in an imported table."""
    return "|".join(value) if isinstance(value, list) else str(value)


def load_memberships(*, now: datetime) -> None:
    """Who speaks for which organisation; those that wait asked a few days ago."""
    for person in read("people.toml", "person"):
        user = User.objects.get(email=person["email"])
        for entry in person.get("memberships", []):
            require_known(entry, MEMBERSHIP, person["email"])
            organisation = organisation_of(entry["organisation"])
            if not user.memberships.filter(organisation=organisation).exists():
                _membership(entry, user, organisation, now=now)


def _membership(entry: Entry, user: User, organisation: Organisation, *, now: datetime) -> None:
    is_waiting = entry.get("state") == Membership.State.PENDING
    asked_at = moment(now, (2 if is_waiting else FOUNDED - 30) + share(user.email))
    membership = Membership(
        user=user,
        organisation=organisation,
        role=entry["role"],
        position=entry.get("position", ""),
        message=entry.get("message", ""),
        requested_at=asked_at,
    )
    keep(membership, user.email)
    if not is_waiting:
        make("approve", membership, user=staff(organisation.cluster, "coordinator"))
        set_back(membership, moment(now, FOUNDED - 31 + share(user.email)), stamps=())


def organisation_of(key: str) -> Organisation:
    return Organisation.objects.get(source=SOURCE, source_id=key)
