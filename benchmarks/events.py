"""The list of events, the calendar and the feeds: their data, and what readers ask of them."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from benchmarks.dataset import (
    COMMON,
    FREQUENT,
    LANGUAGES,
    REGIONS,
    Text,
    begin,
    copy,
    finish,
    keys,
    make_texts,
    rare_word,
    words,
    write_bits,
)
from benchmarks.lists import Listed, Work
from events.audiences import Audience
from events.filters import PastSearch, Search
from events.finding import facet_codes
from events.listing import EVENTS
from events.models import Event, EventText
from events.models.events import Kind, Mode
from events.panels import coming
from partners.models import Cluster, StaffRole, User
from publishing.facets import Choice, Code, kind_of

FIRST, USUAL, LAST = -36, 1, 24  # months from now: most are soon, some are years away
A_MONTH = 30.44  # days
EDITOR = "editor@gin.example"  # of Kraków's cluster
MEMBERS = (Audience.PUBLIC, Audience.MEMBERS, f"{Audience.CLUSTER}-KRK")  # what its people read
HOURS = (1.5, 2, 3, 6, 8)
MODES = (Mode.ON_SITE, Mode.ONLINE, Mode.BOTH)


def build(count: int) -> None:
    """Fill the current, migrated and empty database with `count` published events."""
    chance = random.Random(count)
    clusters = begin()
    editor = User.objects.create_user(EDITOR, name="Editor")
    StaffRole.objects.create(user=editor, cluster=clusters[0], role="editor")
    texts = list(make_texts(chance))
    events = list(_events(count, chance, clusters))
    today = timezone.localdate()
    codes = {event.position: set(facet_codes(event, day=today)) for event in events}
    _copy_events(events, texts, codes)
    _copy_texts(events, texts)
    write_bits(Event, codes.items())
    finish()


def _events(count: int, chance: random.Random, clusters: list[Cluster]) -> Iterator[Event]:
    """In the order of publication, one to four months before they begin; or else of late."""
    now = timezone.now()
    found = []
    for _n in range(count):
        start = now + timedelta(days=chance.triangular(FIRST, LAST, USUAL) * A_MONTH)
        published_at = start - timedelta(days=chance.uniform(30, 120))
        if published_at > now:
            published_at = now - timedelta(days=chance.uniform(0, 365))
        found.append((published_at, start))
    for position, (published_at, start) in enumerate(sorted(found)):
        yield _event(position, published_at, start, chance, clusters)


def _event(
    position: int,
    published_at: datetime,
    start: datetime,
    chance: random.Random,
    clusters: list[Cluster],
) -> Event:
    cluster = clusters[min(int(chance.expovariate(1.2)), 3)]
    mode = chance.choices(MODES, (6, 3, 1))[0]
    # Some webinars keep the clocks of where they are given.
    is_far = mode == Mode.ONLINE and chance.random() < 0.2
    zone = "America/New_York" if is_far else cluster.timezone
    starts_at, ends_at, is_all_day = _times(start, ZoneInfo(zone), chance)
    return Event(
        position=position,
        cluster=cluster,
        state="published",
        language=LANGUAGES[_text_of(position) % len(LANGUAGES)],
        token=UUID(int=position),
        created_at=published_at,
        updated_at=published_at,
        published_at=published_at,
        revision=1,
        reviewed_revision=1,
        kind=chance.choices(Kind.values, (8, 2, 2, 4, 1, 6))[0],
        mode=mode,
        timezone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=is_all_day,
        venue="" if mode == Mode.ONLINE else "Centre for Innovation",
        city="" if mode == Mode.ONLINE else cluster.city,
        languages=chance.sample(LANGUAGES, chance.choice((1, 1, 2))),
        audience=chance.choices(Audience.values, (85, 10, 5))[0],
        cancelled_at=published_at if chance.random() < 0.02 else None,
    )


def _times(
    start: datetime, zone: ZoneInfo, chance: random.Random
) -> tuple[datetime, datetime, bool]:
    """Most take hours, some days, a few of them whole ones; and some go on for weeks."""
    drawn = chance.random()
    day = start.astimezone(zone).date()
    begins = datetime.combine(day, time(chance.randrange(8, 18)), tzinfo=zone)
    if drawn < 0.75:
        return begins, begins + timedelta(hours=chance.choice(HOURS)), False
    if drawn < 0.9:
        return begins, begins + timedelta(days=chance.choice((1, 2)), hours=5), False
    midnight = datetime.combine(day, time(), tzinfo=zone)
    days = chance.choice((1, 2, 3)) if drawn < 0.98 else chance.randrange(14, 60)
    return midnight, midnight + timedelta(days=days), True


def _text_of(position: int) -> int:
    return (position * 7919) % (len(LANGUAGES) * 800)


def _copy_events(events: list[Event], texts: list[Text], codes: dict[int, set[Code]]) -> None:
    fields = [field for field in Event._meta.concrete_fields if field.column not in {"id", "words"}]

    def values(event: Event) -> list:
        _language, _text, vector = texts[_text_of(event.position)]
        return [
            *(_written(field.pre_save(event, add=False)) for field in fields),
            words(vector, event.position, codes[event.position], len(events)),
        ]

    copy(Event, [*(field.column for field in fields), "words"], values, events)


def _written(value: object) -> object:
    """As COPY reads it."""
    return f"{{{','.join(value)}}}" if isinstance(value, list) else value


def _copy_texts(events: list[Event], texts: list[Text]) -> None:
    ids = keys(Event)
    columns = (
        "item_id language title summary description programme speakers directions fee"
        " of_revision updated_at"
    ).split()

    def values(event: Event) -> list:
        language, text, _vector = texts[_text_of(event.position)]
        return [
            ids[event.position], language, text[:80], text[:300], f"<p>{text}</p>", "", "", "", "",
            1, event.updated_at,
        ]  # fmt: skip

    copy(EventText, columns, values, events)


def _search(*, of: type[Search] = Search, audiences=(Audience.PUBLIC,), **values) -> Search:
    """The search of an address with these parameters, each of one value or of several."""
    query = MultiValueDict({n: v if isinstance(v, list) else [v] for n, v in values.items()})
    return of.from_query(query, audiences=audiences)


_past = partial(_search, of=PastSearch)
_member = partial(_search, audiences=MEMBERS)


def _cluster(chance: random.Random) -> str:
    return chance.choice(REGIONS)[0]


def _kind(chance: random.Random) -> str:
    return chance.choice(Kind.values)


def _month(months: int) -> str:
    """That which is so many months from this one."""
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1 + months
    return f"{number // 12}-{number % 12 + 1:02}"


def _cursor(days: int) -> str:
    """Where a page of a list by date begins, so many days from now."""
    return f"{(timezone.now() + timedelta(days=days)).isoformat()}_0"


def _page(address: str, *, email: str = "") -> Work:
    """The whole answer to a reader of a page that nobody has kept."""
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))

    def ask() -> None:
        for cache in caches.all():  # pages that are kept, and how often one has asked
            cache.clear()
        answer = client.get(address, headers={"host": "localhost"})
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")

    return ask


def _an_event(chance: random.Random, count: int) -> str:
    pk = Event.objects.values_list("pk", flat=True).get(position=_public(chance, count))
    return f"/events/{pk}/"


def _public(chance: random.Random, count: int) -> int:
    """The position of some event that is for everybody."""
    choice = Choice(kind_of(Event), {"audience": (Audience.PUBLIC,)})
    return choice.newest(1, before=chance.randrange(count // 2, count))[0]


LISTED = Listed(
    name="events",
    build=build,
    catalogue=EVENTS,
    questions={
        "unfiltered": lambda chance, count: _search(),
        "one facet": lambda chance, count: _search(kind=_kind(chance)),
        "two facets": lambda chance, count: _search(cluster=_cluster(chance), mode="online"),
        "three facets": lambda chance, count: _search(
            cluster=_cluster(chance), language=chance.choice(LANGUAGES), mode="on_site"
        ),
        "month": lambda chance, count: _search(month=_month(chance.randrange(12))),
        "two months, far ahead": lambda chance, count: _search(month=[_month(11), _month(12)]),
        "newest first": lambda chance, count: _search(sort="newest"),
        "common word": lambda chance, count: _search(q=COMMON),
        "common word, by date": lambda chance, count: _search(q=COMMON, sort="date"),
        "common word, newest first": lambda chance, count: _search(q=COMMON, sort="newest"),
        "frequent word": lambda chance, count: _search(q=FREQUENT),
        "rare word": lambda chance, count: _search(q=rare_word(chance.randrange(count), count)),
        "common word, one facet": lambda chance, count: _search(q=COMMON, cluster=_cluster(chance)),
        "rare word, one facet": lambda chance, count: _search(
            q=rare_word(chance.randrange(count), count), cluster="KRK"
        ),
        "deep page": lambda chance, count: _search(**{"from": _cursor(180)}),
        "past": lambda chance, count: _past(),
        "past, two facets": lambda chance, count: _past(cluster=_cluster(chance), mode="online"),
        "past, common word": lambda chance, count: _past(q=COMMON),
        "past, deep page": lambda chance, count: _past(**{"from": _cursor(-540)}),
        "of a member": lambda chance, count: _member(),
        "of a member, two facets": lambda chance, count: _member(cluster="KRK", mode="online"),
        "of a member, common word": lambda chance, count: _member(q=COMMON),
    },
    others={
        "page of the list": lambda chance, count: _page("/events/"),
        "page of the list, signed in": lambda chance, count: _page("/events/", email=EDITOR),
        "page of the past": lambda chance, count: _page("/events/past/"),
        "month page": lambda chance, count: _page(f"/events/{_month(0)}/"),
        "month page, one cluster": lambda chance, count: _page(f"/events/{_month(1)}/?cluster=ZGZ"),
        "month page, signed in": lambda chance, count: _page(f"/events/{_month(0)}/", email=EDITOR),
        "Atom": lambda chance, count: _page("/events/atom.xml"),
        "iCalendar": lambda chance, count: _page("/events/events.ics"),
        "panel of the home page": lambda chance, count: coming,
        "panel of a cluster": lambda chance, count: partial(
            coming, Cluster.objects.get(code=_cluster(chance))
        ),
        "page of an event": lambda chance, count: _page(_an_event(chance, count)),
        "an event in iCalendar": lambda chance, count: _page(
            f"{_an_event(chance, count)}event.ics"
        ),
        "page of one’s own": lambda chance, count: _page("/events/mine/", email=EDITOR),
    },
)
