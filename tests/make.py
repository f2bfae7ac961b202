"""Things to test with, each valid by itself: make_x(**fields) fills in what is not given."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from moves.machine import make
from offers.models import Alert, Offer, OfferText
from partners.models import (
    Cluster,
    ClusterText,
    Membership,
    Organisation,
    OrganisationText,
    StaffRole,
    User,
)
from partners.names import name_key
from threads.models import Thread

PASSWORD = "four-regions-one-network"
_numbers = count(1)


def make_cluster(code: str = "", *, name: str = "", about: str = "", **fields) -> Cluster:
    """A cluster with an English profile; at most as many as there are region threads."""
    code = code or f"X{chr(65 + next(_numbers) % 26)}{chr(65 + next(_numbers) // 26 % 26)}"
    free = set(Cluster.Thread.values) - set(Cluster.objects.values_list("thread", flat=True))
    fields.setdefault("thread", code.lower() if code.lower() in free else min(free))
    cluster = Cluster.objects.create(
        **{
            "code": code,
            "city": code.title(),
            "country": "PL",
            "nuts": "PL21",
            "languages": ["en"],
            "email": f"{code.lower()}@cluster.example",
            "latitude": 50,
            "longitude": 20,
            **fields,
        }
    )
    ClusterText.objects.create(
        cluster=cluster,
        language="en",
        name=name or f"Cluster {code}",
        tagline="Companies and laboratories of one region.",
        about=about,
    )
    return cluster


def make_user(email: str = "", **fields) -> User:
    """A person with a confirmed address; the password is PASSWORD only where it is asked for."""
    number = next(_numbers)
    email = email or f"person{number}@gin.example"
    user = User.objects.create_user(email, **{"name": f"Person {number}", **fields})
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_organisation(
    cluster: Cluster | None = None, *, offers: str = "", seeks: str = "", **fields
) -> Organisation:
    """A verified company of `cluster`; without one, an unclaimed company of no cluster."""
    number = next(_numbers)
    fields = {
        "legal_name": f"Company {number}",
        "slug": f"company-{number}",
        "country": cluster.country if cluster else "ES",
        "kind": Organisation.Kind.SME,
        "state": Organisation.State.VERIFIED if cluster else Organisation.State.UNCLAIMED,
        **fields,
    }
    fields.setdefault("name_key", name_key(fields["legal_name"], str(fields["country"])))
    organisation = Organisation.objects.create(cluster=cluster, **fields)
    if offers or seeks:
        OrganisationText.objects.create(
            organisation=organisation, language="en", offers=offers, seeks=seeks
        )
    return organisation


def make_membership(
    user: User, organisation: Organisation, *, state: str = "active", role: str = "member", **fields
) -> Membership:
    return Membership.objects.create(
        user=user, organisation=organisation, state=state, role=role, **fields
    )


def make_staff(cluster: Cluster, role: str = "editor", user: User | None = None) -> User:
    """A person who works for `cluster`: `user`, or a new one."""
    user = user or make_user()
    StaffRole.objects.create(user=user, cluster=cluster, role=role)
    return user


def make_member(organisation: Organisation, *, role: str = "member", user: User | None = None):
    """A person who speaks for `organisation`: `user`, or a new one."""
    user = user or make_user()
    make_membership(user, organisation, role=role)
    return user


def make_offer(
    organisation: Organisation | None = None,
    *,
    cluster: Cluster | None = None,
    text: dict | None = None,
    **fields,
) -> Offer:
    """A complete draft; `text` overrides what it says in its original language."""
    number = next(_numbers)
    cluster = cluster or (organisation.cluster if organisation else make_cluster())
    offer = Offer.objects.create(
        **{
            "cluster": cluster,
            "organisation": organisation,
            "reference": f"{cluster.code}-2026-{number:04}",
            "kind": "offer",
            "profile": "technology",
            "cooperation": ["distribution"],
            "stage": "lab_tested",
            "ipr": "none",
            "partner_kinds": ["sme_le10"],
            "technology": ["31050788"],
            "market": ["501010"],
            "nace": "26",
            "countries": ["ES"],
            "work_languages": ["en"],
            "closes_on": timezone.localdate() + timedelta(days=100),
            **fields,
        }
    )
    OfferText.objects.create(
        item=offer,
        language=offer.language,
        **{
            "title": f"Offer number {number}",
            "summary": f"What offer {number} is about, in two lines for the list.",
            "description": "<p>A method that works in the laboratory and waits for a partner.</p>",
            "advantages": "<p>Faster and cheaper than what is sold today.</p>",
            "expertise": "<p>Experience with sensors.</p>",
            "partner_role": "<p>Tests the method on its own line.</p>",
            **(text or {}),
        },
    )
    return offer


def make_published_offer(organisation: Organisation | None = None, **fields) -> Offer:
    """An offer that lists show, published by the move itself."""
    offer = make_offer(organisation, **fields)
    make("publish", offer, user=make_staff(offer.cluster, "coordinator"))
    return offer


def make_alert(user: User, **fields) -> Alert:
    """A search that `user` has saved, for a word of its own."""
    number = next(_numbers)
    fields = {"name": f"Alert {number}", "query": f"q=word{number}", "position": -1, **fields}
    return Alert.objects.create(user=user, looked_on=timezone.localdate(), **fields)


def make_thread(offer: Offer, organisation: Organisation, *, sender: User | None = None, **fields):
    """A conversation in which `organisation` has replied to `offer`."""
    now = timezone.now()
    return Thread.objects.create(
        **{
            "item": offer,
            "cluster": offer.cluster,
            "organisation": offer.organisation,
            "sender": sender or make_member(organisation),
            "sender_cluster": organisation.cluster,
            "sender_organisation": organisation,
            "is_owner_hidden": offer.is_name_hidden,
            "subject": offer.title,
            "created_at": now,
            "answer_due_at": now + timedelta(days=3),
            **fields,
        }
    )
