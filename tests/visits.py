"""Every type of page, with somebody who sees it; for tests that look at all pages in turn.

A new page adds a line: the role (tests.world.ROLES), and a URL name or the address in the world.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from offers.alerts import stop_token
from partners.models import User
from publishing.kinds import by_slug
from tests.world import World


class Visit(NamedTuple):
    role: str
    where: str | Callable[[World], str]

    def __str__(self) -> str:
        """The same in every process: tests are named after it."""
        where = self.where.__qualname__.partition(".")[0] if callable(self.where) else self.where
        return f"{self.role} {where}"

    def url(self, world: World) -> str:
        return self.where(world) if callable(self.where) else reverse(self.where)


def offer(name: str, page: str = "offers:detail") -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.offers[name].reference])


def item(name: str, page: str, *more: str) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[by_slug("offers"), world.offers[name].pk, *more])


def event(name: str, page: str = "events:detail") -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.events[name].pk])


def series(name: str, page: str = "events:series") -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.series[name].pk])


def question(name: str, page: str) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.events[name].pk, world.questions[name].pk])


def attendee(name: str) -> Callable[[World], str]:
    return lambda world: reverse(
        "events:attendee", args=[world.events["full"].pk, world.registrations[name].pk]
    )


def ticket(name: str) -> Callable[[World], str]:
    return lambda world: reverse(
        "events:ticket", args=[world.registrations[name].participants.first().ticket]
    )


def registration(name: str, page: str = "events:registration") -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.registrations[name].key])


def thread(name: str) -> Callable[[World], str]:
    return lambda world: world.threads[name].get_absolute_url()


def company(name: str, page: str = "partners:organisation_detail") -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.companies[name].slug])


def cluster(code: str, page: str = "partners:cluster_detail") -> Callable[[World], str]:
    return lambda world: reverse(page, args=[code.lower()])


def alert(name: str, page: str) -> Callable[[World], str]:
    return lambda world: reverse(page, args=[world.alerts[name].pk])


def stop(name: str) -> Callable[[World], str]:
    return lambda world: reverse("offers:alerts_stop", args=[stop_token(world.alerts[name].user)])


VISITS = (
    Visit("visitor", "gin:home"),
    Visit("visitor", "gin:about"),
    Visit("visitor", "gin:accessibility"),
    Visit("visitor", "gin:privacy"),
    Visit("visitor", "account_login"),
    Visit("visitor", "account_signup"),
    Visit("visitor", "account_reset_password"),
    Visit("visitor", "account_reset_password_done"),
    Visit("visitor", "account_request_login_code"),
    Visit("visitor", "account_email_verification_sent"),
    Visit("visitor", "account_inactive"),
    Visit("visitor", "offers:list"),
    Visit("visitor", lambda world: reverse("offers:list") + "?q=nothingatall&cluster=KRK"),
    Visit("visitor", offer("published")),
    Visit("visitor", offer("hidden")),
    Visit("visitor", offer("expired")),
    Visit("visitor", "events:list"),
    Visit("visitor", "events:past"),
    Visit("visitor", lambda world: reverse("events:list") + "?q=nothingatall&cluster=KRK"),
    Visit("visitor", lambda world: reverse("events:month", args=[2026, 12])),
    Visit("visitor", event("published")),
    Visit("visitor", event("past")),
    Visit("editor", event("draft")),
    Visit("editor", event("draft", "events:edit")),
    Visit("editor", "events:create"),
    Visit("editor", "events:mine"),
    Visit("visitor", series("public")),
    Visit("editor", series("public")),
    Visit("editor", series("public", "events:series_edit")),
    Visit("editor", "events:series_list"),
    Visit("editor", event("published", "events:questions")),
    Visit("editor", question("published", "events:question_edit")),
    Visit("editor", question("published", "events:question_delete")),
    Visit("editor", event("draft", "events:clone")),
    Visit("editor", event("full", "events:attendees")),
    Visit("editor", event("draft", "events:attendees")),
    Visit("editor", event("full", "events:sign_in_sheet")),
    Visit("editor", event("full", "events:check_in")),
    Visit("editor", attendee("placed")),
    Visit("editor", attendee("waiting")),
    Visit("editor", ticket("placed")),
    Visit("editor", ticket("waiting")),
    Visit("editor", event("past", "events:feedback_summary")),
    Visit("editor", event("published", "events:feedback_summary")),
    Visit("partner", "events:registrations"),
    Visit("visitor", registration("past", "events:feedback")),
    Visit("visitor", registration("placed", "events:feedback")),
    Visit("stranger", "events:registrations"),
    Visit("visitor", "partners:cluster_list"),
    Visit("visitor", cluster("KRK")),
    Visit("visitor", "partners:organisation_list"),
    Visit("visitor", company("KRK")),
    Visit("visitor", company("unclaimed")),
    Visit("visitor", lambda world: "/no-such-page/"),
    Visit("stranger", "partners:join"),
    Visit("stranger", "partners:register"),
    Visit("stranger", company("KRK", "partners:claim")),
    Visit("stranger", item("published", "publishing:report")),
    Visit("stranger", "offers:create"),
    Visit("pending", "partners:pending"),
    Visit("member", "gin:desk"),
    Visit("member", "offers:mine"),
    Visit("member", "offers:bookmarks"),
    Visit("member", "offers:alerts"),
    Visit("member", alert("own", "offers:alert_edit")),
    Visit("member", alert("own", "offers:alert_delete")),
    Visit("member", lambda world: reverse("offers:list") + "?q=nothingatall&cluster=KRK"),
    Visit("visitor", stop("own")),
    Visit("member", "offers:create"),
    Visit("member", offer("draft", "offers:edit")),
    Visit("member", offer("returned")),
    Visit("member", item("published", "publishing:translations")),
    Visit("member", item("published", "publishing:translate", "pl")),
    Visit("member", item("draft", "publishing:files")),
    Visit("member", "threads:inbox"),
    Visit("member", thread("open")),
    Visit("member", company("KRK", "partners:organisation_edit")),
    Visit("member", company("KRK", "partners:people")),
    Visit("member", "partners:settings"),
    Visit("member", "account_email"),
    Visit("member", "account_change_password"),
    Visit("member", "account_logout"),
    Visit("member", "account_reauthenticate"),
    Visit("member", "mfa_index"),
    Visit("member", "usersessions_list"),
    Visit("other_member", offer("published", "offers:interest")),
    Visit("partner", thread("open")),
    Visit("coordinator", "gin:desk"),
    Visit("coordinator", "publishing:queue"),
    Visit("coordinator", item("submitted", "publishing:review")),
    Visit("coordinator", "partners:approvals"),
    Visit("coordinator", cluster("KRK", "partners:staff")),
    Visit("coordinator", cluster("KRK", "partners:cluster_edit")),
    Visit("coordinator", thread("open")),
)


def client_of(world: World, role: str) -> Client:
    """A browser in which the person of that role is signed in."""
    return client_for(world.people[role])


def client_for(person: User | AnonymousUser) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
