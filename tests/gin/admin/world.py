"""What the tests of the administration look at, and the network they look at it in."""

from django.urls import reverse
from django.utils import timezone

from moves.machine import make
from moves.models import Decision
from offers.models import Offer
from partners.models import Invitation, StaffRole
from publishing.models import Report
from tests.events.make import make_event
from tests.make import (
    make_member,
    make_membership,
    make_offer,
    make_organisation,
    make_published_offer,
    make_user,
)

# Lists that a coordinator sees, and those that are for administrators alone.
SHARED = (
    "offers_offer",
    "events_event",
    "partners_organisation",
    "partners_membership",
    "partners_staffrole",
    "partners_invitation",
    "publishing_report",
    "moves_decision",
)
CLOSED = (
    "partners_user",
    "partners_cluster",
    "partners_term",
    "threads_thread",
    "threads_agreement",
)


def lists(name: str) -> str:
    return reverse(f"admin:{name}_changelist")


def one(name: str, row, page: str = "change") -> str:
    return reverse(f"admin:{name}_{page}", args=[row.pk])


def moderation(offer=None) -> str:
    if offer is None:
        return reverse("admin:moderation")
    return reverse("admin:moderation_item", args=[offer.kind_of_item, offer.pk])


def fill(cluster, mark: str) -> dict:
    """One of everything in a cluster, each bearing `mark`."""
    company = make_organisation(cluster, legal_name=f"Company {mark}", short_name="")
    person = make_user(name=f"Person {mark}")
    draft = make_offer(company, text={"title": f"Draft {mark}"}, reference=f"{mark}-1")
    public = make_published_offer(company, text={"title": f"Public {mark}"}, reference=f"{mark}-2")
    return {
        "offers_offer": draft,
        "events_event": make_event(cluster, state="draft", text={"title": f"Event {mark}"}),
        "partners_organisation": company,
        "partners_membership": make_membership(person, company, state="pending"),
        "partners_staffrole": StaffRole.objects.create(user=person, cluster=cluster, role="editor"),
        "partners_invitation": Invitation.objects.create(
            email=f"{mark}@mail.example".lower(),
            language="en",
            cluster=cluster,
            role="editor",
            token_hash=mark,
            invited_by=person,
            expires_at=timezone.now(),
        ),
        "publishing_report": Report.objects.create(
            item=public, cluster=cluster, title=f"Report {mark}", reason="spam"
        ),
        "moves_decision": Decision.objects.about(public).get(),
    }


def submitted(company, **fields) -> Offer:
    offer = make_offer(company, **fields)
    make("submit", offer, user=make_member(company))
    return offer


def saved(client, row: Offer, **changes):
    """Sends the form of an offer as the admin shows it, with some fields changed."""
    page = client.get(one("offers_offer", row))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in page.context["inline_admin_formsets"]:
        bound = formset.formset
        data |= {f"{bound.prefix}-{k}": v for k, v in bound.management_form.initial.items()}
        for text in bound.forms:
            data |= {text.add_prefix(name): text[name].value() for name in text.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    return client.post(one("offers_offer", row), {**data, **changes})
