"""The table of access (tests/access.txt), the addresses it names, and what each role is answered.

A line is a method, a URL name, the state of the thing it is about (or –), and a status for each of
ROLES. `in` is the way to sign in, `…` is the status of the role before.
"""

from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from moves.models import Decision
from offers.alerts import stop_token
from partners.invitation_tokens import token_of
from publishing.kinds import by_slug
from tests.asking import undone
from tests.visits import client_of
from tests.world import ROLES, World

TABLE = Path(__file__).parent / "access.txt"


def rows() -> list[tuple[str, str, str, list[str]]]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        method, name, state, *statuses = line.split()
        for place, status in enumerate(statuses):
            if status == "…":
                statuses[place] = statuses[place - 1]
        found.append((method, name, state, statuses))
    return found


ROWS = rows()


# URL name, or its namespace: from the world and a state to the arguments of the URL.
ARGUMENTS = {
    "offers": lambda world, state: {"reference": world.offers[state].reference},
    "offers:alert_edit": lambda world, state: {"pk": world.alerts[state].pk},
    "offers:alert_delete": lambda world, state: {"pk": world.alerts[state].pk},
    "offers:alerts_stop": lambda world, state: {"token": stop_token(world.alerts[state].user)},
    "events": lambda world, state: {"pk": world.events[state].pk},
    "events:month": lambda world, state: dict(
        zip(("year", "month"), map(int, state.split("-")), strict=True)
    ),
    "events:attendee": lambda world, state: {
        "pk": world.events["full"].pk, "registration": world.registrations[state].pk
    },
    "events:ticket": lambda world, state: {
        "ticket": world.registrations[state].participants.first().ticket
    },
    "events:registration": lambda world, state: {"key": world.registrations[state].key},
    "events:registration_ics": lambda world, state: {"key": world.registrations[state].key},
    **{
        f"events:{name}": lambda world, state: {"pk": world.series[state].pk}
        for name in ("series", "series_edit", "series_ics")
    },
    **{
        f"events:question_{name}": lambda world, state: {
            "pk": world.events[state].pk, "question": world.questions[state].pk
        }
        for name in ("edit", "delete")
    },
    "events:feedback": lambda world, state: {"key": world.registrations[state].key},
    "events:private_calendar": lambda world, state: {"token": world.calendars[state].token},
    "publishing": lambda world, state: {"kind": by_slug("offers"), "pk": world.offers[state].pk},
    "publishing:translate": lambda world, state: {
        "kind": by_slug("offers"), "pk": world.offers[state].pk, "language": "pl"
    },
    "publishing:report_close": lambda world, state: {"pk": world.reports[state].pk},
    "publishing:attachment": lambda world, state: {"pk": world.attachments[state].pk},
    "threads": lambda world, state: {"pk": world.threads[state].pk},
    "partners:claim": lambda world, state: {"slug": world.companies[state].slug},
    "partners:withdraw": lambda world, state: {"pk": world.memberships[state].pk},
    "partners:accept": lambda world, state: {"pk": world.invitations[state].pk},
    "partners:resend": lambda world, state: {"pk": world.invitations[state].pk},
    "partners:take_back": lambda world, state: {"pk": world.invitations[state].pk},
    "partners:invitation": lambda world, state: {"token": token_of(world.invitations[state])},
    "partners:membership_move": lambda world, state: {
        "pk": world.memberships[state].pk, "name": "approve" if state == "pending" else "end"
    },
    "partners:staff_role_move": lambda world, state: {
        "pk": world.people[state].staff_roles.get().pk, "name": "end"
    },
    "partners:organisation_move": lambda world, state: {
        "slug": world.companies[state].slug, "name": "verify"
    },
    "partners:organisation_detail": lambda world, state: {"slug": world.companies[state].slug},
    "partners:organisation_edit": lambda world, state: {"slug": world.companies[state].slug},
    "partners:people": lambda world, state: {"slug": world.companies[state].slug},
    "partners:cluster_detail": lambda world, state: {"code": state.lower()},
    "partners:cluster_edit": lambda world, state: {"code": state.lower()},
    "partners:staff": lambda world, state: {"code": state.lower()},
    "sitemap_section": lambda world, state: {"section": state},
    "media": lambda world, state: {"path": "none.png"},
    "gin:mail": lambda world, state: {"name": "none"},
    "gin:mail_file": lambda world, state: {"name": "none", "number": 1},
    "account_confirm_email": lambda world, state: {"key": "none"},
    "account_reset_password_from_key": lambda world, state: {"uidb36": "1", "key": "none"},
    "mfa_remove_webauthn": lambda world, state: {"pk": 1},
    "mfa_edit_webauthn": lambda world, state: {"pk": 1},
    "admin:moderation_item": lambda world, state: {
        "kind": by_slug("offers"), "pk": world.offers[state].pk
    },
    "admin:app_list": lambda world, state: {"app_label": state},
}  # fmt: skip


# Of what the admin shows: by the model's name, where the world keeps such things.
IN_ADMIN = {
    "moves_decision": lambda world, state: Decision.objects.about(world.offers[state]).first(),
    "partners_user": lambda world, state: world.people[state],
    "partners_cluster": lambda world, state: world.clusters[state],
    "partners_organisation": lambda world, state: world.companies[state],
    "partners_membership": lambda world, state: world.memberships[state],
    "partners_staffrole": lambda world, state: world.people[state].staff_roles.get(),
    "partners_invitation": lambda world, state: world.invitations[state],
    "partners_term": lambda world, state: world.terms[state],
    "publishing_report": lambda world, state: world.reports[state],
    "threads_thread": lambda world, state: world.threads[state],
    "threads_agreement": lambda world, state: world.agreements[state],
    "events_event": lambda world, state: world.events[state],
    "offers_offer": lambda world, state: world.offers[state],
}


def address(world: World, name: str, state: str) -> str:
    """The URL called `name`, of the thing that is in `state`."""
    if state == "–":
        return reverse(name)
    namespace, _colon, rest = name.rpartition(":")
    if shown := IN_ADMIN.get(rest.rpartition("_")[0]):
        return reverse(name, args=[shown(world, state).pk])
    arguments = ARGUMENTS.get(name) or ARGUMENTS[namespace]
    return reverse(name, kwargs=arguments(world, state))


@dataclass(frozen=True)
class Answer:
    """What a request was answered, and the tables it has written to."""

    status: str
    writes: list[str]
    kind: str  # its Content-Type
    content: bytes


class Answers:
    """Asks for each role, and undoes what that has written. What is only read is asked once."""

    def __init__(self, world: World) -> None:
        self.clients = {role: client_of(world, role) for role in ROLES}
        for client in self.clients.values():
            client.get(reverse("gin:about"))  # notes the device, once
        self.known: dict[tuple[str, str], Answer] = {}

    def get(self, role: str, url: str) -> Answer:
        if (role, url) not in self.known:
            self.known[role, url] = self.ask(role, "GET", url)
        return self.known[role, url]

    def ask(self, role: str, method: str, url: str) -> Answer:
        client = self.clients[role]
        with undone(client) as writes:
            response = getattr(client, method.lower())(url)
            # What is streamed is read to its end, where a file is closed.
            content = response.getvalue() if response.streaming else response.content
        status = str(response.status_code)
        if status == "302" and "/account/login/" in response["Location"]:
            status = "in"
        return Answer(status, writes, response.headers.get("Content-Type", ""), content)
