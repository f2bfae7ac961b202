"""A season of events, each brought to its state by the people whose task that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.cloning import clone
from events.models import Event
from events.requirements import LIMITS
from gin.demo.network import staff
from gin.demo.organisations import organisation_of
from gin.demo.reading import DATA, SOURCE, Entry, read, require_known, texts
from gin.demo.times import moment, set_back, share
from gin.demo.writing import fill, translate
from moves.machine import make
from partners.models import Cluster, User
from publishing.files import PDF, FileType, attach
from publishing.models import Revision
from publishing.revisions import snapshot
from publishing.search import index

STAMPS = ("submitted_at", "published_at", "cancelled_at", "updated_at")
FACTS = (
    *("kind", "language", "mode", "venue", "address", "city", "country", "map_url"),
    *("online_url", "languages", "audience", "website", "registration", "registration_url"),
    *("contact_name", "contact_email", "seats_on_site", "seats_online", "largest_group"),
    *("needs_approval", "hold_hours"),
)
# Without `from` it lasts whole `days`; registration closes in the evening, `closes_before` days.
TIMES = ("starts_in", "from", "until", "days", "closes_before", "again_in")
# Read by gin.demo.registrations.
AFTERWARDS = ("question", "registered", "approved", "gave_up", "came", "feedback")
KNOWN = (
    *(*FACTS, *TIMES, *AFTERWARDS),
    *("key", "organisation", "state", "note", "published_ago", "text", "materials"),
)
SATURDAY = 5
LATER = 364  # days for which one that is over is put off while it is written and published
WRITING = 3  # days from the first line to the decision
# The moves that bring an event to its state: who makes them, and how many days before the decision.
SUBMITTED = [("submit", "editor", 1)]
PUBLISHED = [*SUBMITTED, ("publish", "coordinator", 0)]
LIVES = {
    "draft": [],
    "submitted": SUBMITTED,
    "published": PUBLISHED,
    "cancelled": [*PUBLISHED, ("cancel", "editor", -2)],
}


@dataclass
class Plan:
    """An entry on its way into the network."""

    entry: Entry
    cluster: Cluster
    now: datetime

    @property
    def key(self) -> str:
        return self.entry["key"]

    @property
    def state(self) -> str:
        return self.entry.get("state", "published")

    @property
    def author(self) -> User:
        return staff(self.cluster, "editor")

    @property
    def is_over(self) -> bool:
        return self.entry["starts_in"] < 0

    def at(self, days: float) -> datetime:
        """So many days before the decision on it, or the last step of one without."""
        return moment(self.now, self.entry["published_ago"] + days + share(self.key))

    @property
    def first_day(self) -> date:
        return self.day_in(self.entry["starts_in"])

    def day_in(self, days: int) -> date:
        """The day in so many days; of a weekend the Monday after it."""
        day = timezone.localdate(self.now) + timedelta(days=days)
        return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day

    def clocks(self, day: date) -> Entry:
        """Its times as the page sends them, where it begins on `day`."""
        entry = self.entry
        last = day + timedelta(days=entry.get("days", 1) - 1)
        is_all_day = "from" not in entry
        clocks = {
            "is_all_day": is_all_day,
            "starts_at": f"{day}" if is_all_day else f"{day}T{entry['from']}",
            "ends_at": f"{last}" if is_all_day else f"{last}T{entry['until']}",
        }
        if "closes_before" in entry:
            clocks["closes_at"] = f"{day - timedelta(days=entry['closes_before'])}T18:00"
        return clocks

    def data(self, day: date, event: Event) -> Entry:
        """What the author would type into the page."""
        organisation = self.entry.get("organisation")
        return {
            "timezone": self.cluster.timezone,
            "audience": "public",
            "registration": "none",
            **{name: self.entry[name] for name in FACTS if name in self.entry},
            **self.clocks(day),
            **texts(self.entry)[self.entry["language"]],
            "organisation": organisation_of(organisation).pk if organisation else "",
            "token": event.token if event.pk else uuid4(),
            "version": event.version if event.pk else 0,
        }


def load_events(clusters: Iterable[Cluster], *, now: datetime) -> None:
    """New ones, in the order in which they were published."""
    known = set(Event.objects.filter(source=SOURCE).values_list("source_id", flat=True))
    plans = [
        Plan(entry, cluster, now)
        for cluster in clusters
        for entry in read(f"{cluster.code.lower()}/events.toml", "event")
        if entry["key"] not in known
    ]
    for plan in sorted(plans, key=lambda plan: plan.at(0)):
        event = _write(plan)
        _bring_to_state(plan, event)
        for days in plan.entry.get("again_in", ()):
            _repeat(plan, event, days)


def _write(plan: Plan) -> Event:
    """The draft as its author leaves it, with its translations."""
    require_known(plan.entry, KNOWN, plan.key)
    require_known(texts(plan.entry)[plan.entry["language"]], LIMITS, plan.key)
    event = Event(language=plan.entry["language"], source=SOURCE, source_id=plan.key)
    day = plan.first_day + timedelta(days=LATER if plan.is_over else 0)
    data = plan.data(day, event)
    is_draft = plan.state == "draft"
    form = fill(event, data, user=plan.author, day=timezone.localdate(plan.now), is_draft=is_draft)
    written_at = plan.at(WRITING)
    form.save(user=plan.author, now=written_at)
    translate(event, plan.entry, user=plan.author, now=written_at)
    return event


def _bring_to_state(plan: Plan, event: Event) -> None:
    for name, role, days in LIVES[plan.state]:
        note = plan.entry["note"] if name == "cancel" else ""
        make(name, event, user=staff(plan.cluster, role), note=note)
        set_back(event, plan.at(days), stamps=STAMPS)
    if plan.is_over:
        _take_place(plan, event)


def _repeat(plan: Plan, event: Event, days: int) -> None:
    """The same on another day, as the next of a series."""
    begin = datetime.combine(plan.day_in(days), event.starts.time())
    token = uuid5(NAMESPACE_URL, f"{plan.key} {days}")
    now = plan.at(0)
    draft = clone(event, starts_at=begin, in_series=True, token=token, user=plan.author, now=now)
    event.refresh_from_db()
    draft.source, draft.source_id = SOURCE, f"{plan.key}-{days}"
    draft.save(update_fields=["source", "source_id"])
    for name, role, before in PUBLISHED:
        make(name, draft, user=staff(plan.cluster, role))
        set_back(draft, plan.at(before), stamps=STAMPS)


def _take_place(plan: Plan, event: Event) -> None:
    """It was to come when it was published, and is over now."""
    data = plan.data(plan.first_day, event)
    fill(event, data, user=plan.author, day=plan.first_day)
    event.save(update_fields=["starts_at", "ends_at", "closes_at"])
    index(event)
    attach(event, map(_material, plan.entry.get("materials", ())), user=plan.author)
    Revision.objects.about(event).update(data=snapshot(event))


def _material(name: str) -> tuple[SimpleUploadedFile, FileType]:
    """A file of the demo as the form of files takes it."""
    return SimpleUploadedFile(name, (DATA / "materials" / name).read_bytes()), PDF
