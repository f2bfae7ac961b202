"""Bad input at every parameter, path and field of the portal: refused kindly, and nothing broken.

What there is to throw at comes from the table of addresses (tests/access.txt), from what the views
ask their query string for, and from the forms and links of the pages as they are sent.
"""

import re
import time
from collections import defaultdict
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers import wsgi
from django.http import request as http_request
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.access import ROWS, address
from tests.asking import undone
from tests.hostile import (
    HALF,
    IN_PATHS,
    IN_QUERIES,
    VALUES,
    Asked,
    filled,
    fits,
    flaws,
    is_kept,
    is_marked,
    is_visible,
    never,
    picture,
    query,
    text_of,
    uploads,
)
from tests.make import PASSWORD
from tests.pages import Form, Page
from tests.visits import client_of
from tests.world import ROLES, World

CSRF = "csrfmiddlewaretoken"
GETS = [row for row in ROWS if row[0] == "GET"]
NAMES = list(dict.fromkeys(row[1] for row in ROWS))
TAKEN = ("200", "302", "422")
OF_THINGS = list(dict.fromkeys(row[1] for row in ROWS if row[2] != "–"))
READ = list(dict.fromkeys(row[1] for row in GETS))
# Between them they see every form: the first who may is the one to send it.
SENDERS = ("member", "partner", "coordinator")
OTHERS = ("administrator", "pending", "stranger", "visitor")  # where none of those may


class Place(NamedTuple):
    """A form on a page, and who sees it there."""

    role: str
    url: str
    form: Form


@pytest.fixture(scope="module")
def clients(world) -> dict[str, Client]:
    """A browser for each role, signed in just now; an exception is a page like any other."""
    clients = {role: client_of(world, role) for role in ROLES}
    for role, client in clients.items():
        client.raise_request_exception = False
        client.get(reverse("gin:about"))  # notes the device, once
        if role != "visitor":
            world.people[role].set_password(PASSWORD)
            session = client.session
            session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
            session.save()
    return clients


@pytest.fixture(scope="module")
def pages(world, clients, django_db_blocker) -> dict[str, list[tuple[str, str, Page]]]:
    """URL name → every page of it that one of SENDERS sees: role, address, page."""
    found = defaultdict(list)
    with django_db_blocker.unblock():
        for _method, name, state, statuses in GETS:
            status = dict(zip(ROLES, statuses, strict=True))
            url = address(world, name, state)
            for role in OTHERS if name.startswith("admin:") else (*SENDERS, *OTHERS):
                if status[role] != "200" or (role in OTHERS and found[name]):
                    continue
                with undone(clients[role]):
                    response = clients[role].get(url)
                    text = text_of(response)
                if "html" in response.headers["Content-Type"]:
                    found[name].append((role, url, Page(text)))
    return found


@pytest.fixture(scope="module")
def places(world, clients, pages, django_db_blocker) -> dict[str, list[Place]]:
    """URL name → the forms that are sent there, each kind of form once."""
    found, seen = defaultdict(list), set()
    for each in pages.values():
        for role, url, page in each:
            for form in page.forms:
                target = name_of(form.action or url)
                kind = (target, form.method, *sorted({**form.kinds, **dict(form.buttons)}))
                if form.method == "post" and kind not in seen:
                    seen.add(kind)
                    found[target].append(Place(role, form.action or url, form))
    with django_db_blocker.unblock():
        for method, name, state, statuses in ROWS:
            taken = [r for r, code in zip(ROLES, statuses, strict=True) if code in TAKEN]
            if method == "POST" and taken and name not in found:
                place = unseen(clients[taken[-1]], taken[-1], address(world, name, state))
                found[name].append(place)
    return found


def unseen(client: Client, role: str, url: str) -> Place:
    """A form that stands on no page of this world, or is sent by a script: as it is read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_request, "QueryDict", Asked)
        patch.setattr(Asked, "names", set())
        send(client, "post", url, "", content_type="application/x-www-form-urlencoded")
        names = sorted(Asked.names)
    kinds = dict.fromkeys(names, "asked")
    return Place(role, url, Form(url, "post", {name: [""] for name in names}, kinds=kinds))


def name_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def send(client: Client, method: str, url: str, data=None, **extra) -> tuple:
    """The answer, and what its request has written; all of that is undone."""
    cache.clear()  # nobody has asked too often
    with undone(client) as writes:
        response = getattr(client, method)(url, data, **extra)
        found = flaws(response)
    return response, found, writes


def reader_of(world: World, name: str) -> tuple[str, str]:
    """A role that may read the page called `name`, and its address."""
    rows = [row for row in GETS if row[1] == name]
    for _method, _name, state, statuses in rows:
        for role, status in reversed(list(zip(ROLES, statuses, strict=True))):
            if status == "200":
                return role, address(world, name, state)
    return "administrator", address(world, name, rows[0][2])


def parameters(url: str, pages) -> set[str]:
    """What links and forms of the portal give to the page at `url`, apart from what it asks for."""
    path, names = urlsplit(url).path, set()
    for each in pages.values():
        for _role, base, page in each:
            for link in page.links:
                parts = urlsplit(link)
                if (parts.path or urlsplit(base).path) == path and not parts.netloc:
                    names |= {name for name, _value in parse_qsl(parts.query, True)}
            for form in page.forms:
                if form.method == "get" and urlsplit(form.action or base).path == path:
                    names |= set(form.fields)
    return names


@pytest.mark.parametrize("name", READ)
def test_a_page_takes_any_query_string(world, clients, pages, name, monkeypatch, db):
    role, url = reader_of(world, name)
    monkeypatch.setattr(wsgi, "QueryDict", Asked)
    monkeypatch.setattr(Asked, "names", set())
    send(clients[role], "get", url)
    names = sorted(Asked.names | parameters(url, pages))
    faults = []

    def ask(label: str, string: str) -> int:
        response, found, writes = send(clients[role], "get", f"{url}?{string}")
        faults.extend(f"{label}: {flaw}" for flaw in [*found, *(f"writes {t}" for t in writes)])
        return response.status_code

    values = [VALUES[title] for title in IN_QUERIES if names]
    statuses = {200}
    for turn in range(len(values)):
        # Each parameter twice, and each time with other values: after all turns it has had all.
        pairs = [
            (parameter, values[(turn + place + again) % len(values)])
            for place, parameter in enumerate(names)
            for again in (1, 0)
        ]
        statuses.add(ask(f"turn {turn} of {names}", query(pairs)))
    if statuses != {200}:  # one has stopped the rest
        for parameter in names:
            for title in ("NUL", "past bigint"):
                ask(f"{parameter} is {title}", query([(parameter, VALUES[title])]))
    ask("half a surrogate pair", "&".join(f"{name}={quote(HALF)}" for name in [*names, "any"]))
    assert not faults, chr(10).join(faults)


@pytest.mark.parametrize("name", OF_THINGS)
def test_a_path_leads_somewhere_or_nowhere(world, clients, name, db):
    method, _name, state, _statuses = next(row for row in ROWS if row[1] == name)
    url = address(world, name, state)
    faults = []
    for argument, given in resolve(url).captured_kwargs.items():
        here = re.escape(quote(str(getattr(given, "slug", given)), safe=":"))
        for title, value in IN_PATHS.items():
            other, _times = re.subn(rf"(?<=[/-]){here}(?=[-/.]|$)", value, url, count=1)
            assert other != url
            response, found, writes = send(clients["administrator"], method.lower(), other)
            faults += [f"{argument} is {title}: {flaw}" for flaw in found]
            if writes or response.status_code == 422:
                faults.append(f"{argument} is {title}: {response.status_code} {writes}")
    assert not faults, chr(10).join(faults)


def answer_flaws(response, writes: list[str]) -> list[str]:
    """Of the answer to a form: nothing is written by a refused one, and it does not say 200."""
    status = response.status_code
    if status >= 400 and writes:
        return [f"{status}, but has written {writes}"]
    is_refusal = status == 200 and 'class="error' in text_of(response)
    return ["200, but shows errors"] if is_refusal else []


class Volley:
    """Bad values for the fields of one form, which is else filled in well."""

    def __init__(self, client: Client, place: Place) -> None:
        self.client, self.place, self.form = client, place, place.form
        self.good = filled(place.form)
        self.visible = [name for name in self.good if is_visible(place.form, name)]
        self.is_good = send(client, "post", place.url, self.good)[0].status_code < 400
        self.faults: list[str] = []

    def throw(self, title: str, value: str, names: list[str]) -> None:
        """All at once; then without those that are refused, so that the others are taken too."""
        while names:
            data = {**self.good, **dict.fromkeys(names, value)}
            response, found, writes = send(self.client, "post", self.place.url, data)
            found += answer_flaws(response, writes)
            if found and len(names) > 1:  # whose fault is it?
                for name in names:
                    self.throw(title, value, [name])
                return
            if response.status_code != 422:
                is_taken = response.status_code < 400 and writes
                found += [f"{n} is taken" for n in names if is_taken and self._never(title, n)]
                self._note(title, names, found)
                return
            page = Page(text_of(response))
            visible = [name for name in names if name in self.visible]
            found += [
                f"{n} is not kept ({value[:20]})"
                for n in visible
                if not is_kept(page, self.form, n, value)
            ]
            left = [name for name in names if not is_marked(page, name)]
            if left == names and self.is_good:
                found += [f"{n} has no error beside it" for n in visible if self._never(title, n)]
            self._note(title, names, found)
            names = left if left != names else []

    def _never(self, title: str, name: str) -> bool:
        return never(title, self.form.kinds.get(name, ""))

    def _note(self, title: str, names: list[str], found: list[str]) -> None:
        of = names[0] if len(names) == 1 else f"{len(names)} fields"
        self.faults += [f"{self.place.role} {self.place.url} {of}: {title}: {f}" for f in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_form_refuses_kindly(world, clients, places, name, db):
    faults = []
    foreign = {str(world.companies["ZGZ"].pk), str(world.clusters["ZGZ"].pk)}
    for place in places.get(name, ()):
        volley, kinds = Volley(clients[place.role], place), place.form.kinds
        others = {*volley.good, *dict(place.form.buttons)} - {*volley.visible, CSRF}
        for title, value in VALUES.items():
            volley.throw(title, value, [n for n in volley.visible if fits(title, kinds[n])])
            hidden = [n for n in sorted(others) if fits(title, kinds.get(n, ""))]
            # What Django's admin and its sets of forms send for themselves is tried together.
            own = [n for n in hidden if "-" in n or name.startswith("admin:")]
            for some in (own, *([n] for n in hidden if n not in own)):
                volley.throw(title, value, some)
        for key in foreign:
            choices = [n for n, known in place.form.options.items() if key not in known]
            volley.throw("a word", key, [n for n in choices if n in volley.good])
        faults += volley.faults
    assert not faults, chr(10).join(faults)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_refuses_files_that_are_none(world, clients, places, name, db):
    faults = []
    for role, url, form in (place for place in places.get(name, ()) if place.form.files):
        good = filled(form) | {
            field: SimpleUploadedFile("fine.png", picture("PNG", 600)) for field in form.files
        }
        for field, accept in form.files.items():
            assert send(clients[role], "post", url, good)[0].status_code < 400, "no good file"
            for title, upload in uploads().items():
                response, found, writes = send(clients[role], "post", url, {**good, field: upload})
                found += answer_flaws(response, writes)
                if response.status_code == 422:
                    page = Page(text_of(response))
                    if not is_marked(page, field):
                        found.append("no error beside the field")
                elif response.status_code < 400 and accept.startswith("image/"):
                    found.append(f"{response.status_code}: it is taken")
                faults += [f"{role} {url} {field} is {title}: {flaw}" for flaw in found]
    assert not faults, chr(10).join(faults)


BODIES = {
    "JSON": ('{"title": "\\ud800", "version": [1e999]}', "application/json"),
    "JSON called a form": ('{"title": 1}', "application/x-www-form-urlencoded"),
    "broken multipart": ('--x\r\nContent-Disposition: form-data; name="a', "multipart/form-data"),
    "cut multipart": (
        '--x\r\nContent-Disposition: form-data; name="title"; filename="a\0.png"\r\n\r\nabc',
        "multipart/form-data; boundary=x",
    ),
    "another encoding": (
        b"title=a&note=%ff%fe",
        "application/x-www-form-urlencoded; charset=iso-8859-2",
    ),
    "bytes that are no text": (b"title=\xff\xfe&note=" + HALF, "application/x-www-form-urlencoded"),
    "too many fields": (
        "&".join(f"f{n}=1" for n in range(2000)),
        "application/x-www-form-urlencoded",
    ),
    "too long": (b"title=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_body_of_another_kind_is_refused(world, clients, places, name, db):
    faults = []
    for role, url, _form in places.get(name, ()):
        for title, (body, kind) in BODIES.items():
            response, found, writes = send(clients[role], "post", url, body, content_type=kind)
            faults += [f"{title}: {flaw}" for flaw in [*found, *answer_flaws(response, writes)]]
    assert not faults, chr(10).join(faults)
