"""A small network with something in every state, for tests that look at all of it at once."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone

from events.models import Event, Feedback, PrivateCalendar, Question, Registration, Series
from moves.machine import make
from offers.models import Alert, Interest, Offer
from partners.invitation_tokens import token_hash, token_of
from partners.models import Cluster, Invitation, Membership, Organisation, Term
from publishing.models import Attachment, Report
from publishing.search import unindex
from tests.events.make import make_event, make_question, make_registration, make_series
from tests.make import (
    make_alert,
    make_cluster,
    make_member,
    make_membership,
    make_offer,
    make_organisation,
    make_staff,
    make_thread,
    make_user,
)
from threads.models import Agreement, Message, Side, Thread

# Who looks: by their place towards Kraków, whose things they are, but for `partner` (a company of
# Cluj-Napoca that has replied to one of its offers) and that company's staff.
ROLES = (
    "visitor",
    "stranger",
    "pending",
    "member",
    "other_member",
    "partner",
    "editor",
    "other_editor",
    "partner_editor",
    "coordinator",
    "other_coordinator",
    "administrator",
)
SECRET = "Tajemnica{}"  # a word that no page has by itself
CALENDAR = "5ec2e7ca-1e4d-4a2b-8c3d-000000000001"  # in the address of the partner's own calendar


@dataclass
class World:
    """People by role, and things by name; `krakow` and so on are attributes."""

    people: dict[str, Any] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    registrations: dict[str, Registration] = field(default_factory=dict)
    calendars: dict[str, PrivateCalendar] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    companies: dict[str, Organisation] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)


def build() -> World:
    """In a transaction that the caller rolls back."""
    world = World()
    _clusters_and_companies(world)
    _people(world)
    _offers(world)
    _events(world)
    _registrations(world)
    _threads(world)
    _files_and_papers(world)
    return world


def _clusters_and_companies(world: World) -> None:
    for code, city, country, nuts in (
        ("KRK", "Kraków", "PL", "PL21"),
        ("ZGZ", "Zaragoza", "ES", "ES24"),
        ("CLJ", "Cluj-Napoca", "RO", "RO11"),
    ):
        cluster = make_cluster(code, city=city, country=country, nuts=nuts)
        world.clusters[code] = cluster
        world.companies[code] = make_organisation(
            cluster, legal_name=f"Company of {city}", slug=f"company-{code.lower()}"
        )
    world.companies["hidden"] = make_organisation(
        world.clusters["KRK"], legal_name=SECRET.format("Firma"), slug="hidden-one"
    )
    world.companies["unclaimed"] = make_organisation(legal_name="Unclaimed", slug="unclaimed")
    world.companies["pending"] = make_organisation(
        world.clusters["KRK"],
        legal_name=SECRET.format("Nowa"),
        slug="pending",
        state=Organisation.State.PENDING,
    )


def _people(world: World) -> None:
    clusters, companies, people = world.clusters, world.companies, world.people
    people["visitor"] = AnonymousUser()
    people["stranger"] = make_user("stranger@gin.example", name="Sam Stranger")
    people["pending"] = make_user("pending@gin.example", name="Paula Pending")
    world.memberships["pending"] = make_membership(
        people["pending"], companies["KRK"], state=Membership.State.PENDING
    )
    for role, code in (("member", "KRK"), ("other_member", "ZGZ"), ("partner", "CLJ")):
        user = make_user(f"{role}@gin.example", name=f"Name of {role}")
        people[role] = make_member(companies[code], role="owner", user=user)
        world.memberships[role] = user.memberships.get()
    make_membership(people["member"], companies["hidden"], role="owner")
    for role, code, kind in (
        ("editor", "KRK", "editor"),
        ("other_editor", "ZGZ", "editor"),
        ("partner_editor", "CLJ", "editor"),
        ("coordinator", "KRK", "coordinator"),
        ("other_coordinator", "ZGZ", "coordinator"),
    ):
        user = make_user(f"{role}@gin.example", name=f"Name of {role}")
        user.is_staff = kind == "coordinator"  # let into the admin
        user.save()
        people[role] = make_staff(clusters[code], kind, user)
    people["administrator"] = make_user("admin@gin.example", is_superuser=True, is_staff=True)


def _offers(world: World) -> None:
    reviewer, author = world.people["coordinator"], world.people["member"]
    moves = {
        "draft": (),
        "submitted": ("submit",),
        "published": ("publish",),
        "returned": ("submit", "return"),
        "archived": ("publish", "archive"),
        "expired": ("publish",),
        "hidden": ("publish",),
    }
    for name, steps in moves.items():
        is_public = name in ("published", "hidden", "expired")
        offer = make_offer(
            world.companies["hidden" if name == "hidden" else "KRK"],
            author=author,
            is_name_hidden=name == "hidden",
            text={"title": f"Offer {name}" if is_public else SECRET.format(name)},
        )
        for step in steps:
            make(step, offer, user=author if step == "submit" else reviewer, note="Because.")
        world.offers[name] = offer
    expired = world.offers["expired"]
    expired.closes_on = timezone.localdate() - timedelta(days=1)
    expired.save(update_fields=["closes_on"])
    unindex([expired])
    world.offers["foreign"] = make_offer(world.companies["ZGZ"], text={"title": "From Zaragoza"})
    make("publish", world.offers["foreign"], user=world.people["other_coordinator"])


def _events(world: World) -> None:
    krakow, editor = world.clusters["KRK"], world.people["editor"]
    for name, fields in {
        "draft": {"state": "draft"},
        "submitted": {"state": "draft"},
        "published": {"online_url": "https://meet.example/1", "mode": "both"},
        "members": {"audience": "members"},
        "cluster": {"audience": "cluster"},
        "past": {"starts_at": timezone.now() - timedelta(days=9), "registration": "portal"},
        "full": {
            "registration": "portal",
            "mode": "both",
            "seats_online": 1,
            "largest_group": 3,
            "online_url": f"https://meet.example/{SECRET.format('Salka')}",
        },
    }.items():
        is_public = name in ("published", "past", "full")
        title = f"Event {name}" if is_public else SECRET.format(f"Spotkanie{name}")
        world.events[name] = make_event(krakow, author=editor, text={"title": title}, **fields)
    make("submit", world.events["submitted"], user=editor)
    # One that visitors meet, with a draft in it that they do not; one that they do not know yet.
    parts = world.events["published"], world.events["past"], world.events["draft"]
    world.series["public"] = make_series(krakow, *parts, en="Series of the season")
    hidden = make_event(krakow, state="draft", author=editor, text={"title": "Not yet"})
    world.series["hidden"] = make_series(krakow, hidden, en=SECRET.format("Cykl"))
    world.questions["draft"] = make_question(world.events["draft"], en=SECRET.format("Pytanie"))
    world.questions["published"] = make_question(
        world.events["published"], "one", answers="Yes\nNo", en="Do you grow saffron?"
    )


def _registrations(world: World) -> None:
    """Online it is full: the partner has the seat, somebody without an account waits."""
    event, partner = world.events["full"], world.people["partner"]
    world.registrations["placed"] = make_registration(
        event, attendance="online", user=partner, email=partner.email, name=SECRET.format("Gość")
    )
    world.registrations["waiting"] = make_registration(
        event,
        attendance="online",
        email="waiting@elsewhere.example",
        name=SECRET.format("Kolejka"),
    )
    past = world.events["past"]
    world.registrations["past"] = make_registration(
        past, user=partner, email=partner.email, now=past.starts_at - timedelta(days=9)
    )
    Feedback.objects.bulk_create(
        Feedback(event=past, rating=n, best=SECRET.format("Opinia")) for n in range(3, 6)
    )
    world.calendars["own"] = PrivateCalendar.objects.create(user=partner, token=CALENDAR)


def _threads(world: World) -> None:
    for name, offer in (("open", "published"), ("hidden", "hidden")):
        thread = make_thread(
            world.offers[offer],
            world.companies["CLJ"],
            sender=world.people["partner"],
            subject=world.offers[offer].title,
        )
        Interest.objects.create(
            thread=thread,
            offer=world.offers[offer],
            proposal="A trial on our line.",
            about="A company of fifteen people.",
        )
        for side, user, is_note in (
            (Side.SENDER, world.people["partner"], False),
            (Side.OWNER, world.people["editor"], True),
            (Side.SENDER, world.people["partner_editor"], True),
        ):
            Message.objects.create(
                thread=thread,
                user=user,
                side=side,
                is_note=is_note,
                is_by_staff=is_note,
                body=SECRET.format(f"Wiadomość{side}" if is_note else "Wiadomość"),
                token=uuid4(),
            )
        world.threads[name] = thread


def _files_and_papers(world: World) -> None:
    world.terms["any"] = Term.objects.create(vocabulary="market", code="any", labels={"en": "Any"})
    world.agreements["open"] = Agreement.objects.create(
        thread=world.threads["open"],
        kind="distribution",
        outcome=SECRET.format("Umowa"),
        agreed_on=timezone.localdate(),
    )
    message = world.threads["open"].messages.first()
    owners = {
        "published": world.offers["published"],
        "draft": world.offers["draft"],
        "message": message,
    }
    for name, owner in owners.items():
        world.attachments[name] = Attachment.objects.create(
            item=owner,
            file=ContentFile(b"%PDF-1.7 a leaflet", name="leaflet.pdf"),
            name=f"{name}.pdf",
            media_type="application/pdf",
            size=18,
        )
    world.alerts["own"] = make_alert(world.people["member"], name=SECRET.format("Alarm"))
    world.reports["open"] = Report.objects.create(
        item=world.offers["published"],
        cluster=world.clusters["KRK"],
        title="Offer published",
        reason=Report.Reason.WRONG,
        note=SECRET.format("Zgłoszenie"),
    )
    invitation = Invitation(
        email="invited@gin.example",
        language="en",
        cluster=world.clusters["KRK"],
        organisation=world.companies["KRK"],
        role=Membership.Role.MEMBER,
        invited_by=world.people["member"],
        expires_at=timezone.now() + timedelta(days=30),
    )
    invitation.token_hash = token_hash(token_of(invitation))
    invitation.save()
    world.invitations["open"] = invitation
