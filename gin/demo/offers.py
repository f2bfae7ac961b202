"""Offers and requests, each brought to its state by the people whose task that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from gin.demo.network import staff
from gin.demo.organisations import organisation_of
from gin.demo.reading import SOURCE, Entry, read, require_known, texts
from gin.demo.times import moment, set_back, share
from gin.demo.writing import fill, translate
from moves.machine import make
from offers.models import Offer
from offers.requirements import LIMITS
from partners.models import Cluster, User
from publishing.models import Report, Revision
from publishing.reporting import take_report
from publishing.revisions import snapshot
from publishing.search import unindex

FILES = ("offers-1.toml", "offers-2.toml")
STAMPS = ("submitted_at", "published_at", "updated_at")
DAYS = {
    "closes_on": "closes_in",
    "call_deadline_on": "call_deadline_in",
    "interest_until_on": "interest_until_in",
}
FACTS = (
    *("kind", "profile", "language", "is_name_hidden", "nace", "technology", "market"),
    *("stage", "ipr", "cooperation", "partner_kinds", "countries", "work_languages"),
    *("programme", "call", "accepts_interest", "video_url"),
)
LIFE = ("key", "organisation", "author", "state", "note", "published_ago")
AFTERWARDS = ("edited_ago", "before", "report")
KNOWN = (*FACTS, *DAYS.values(), *LIFE, *AFTERWARDS, "text")
WRITING = 4  # days from the first line to the decision
# The moves that bring an offer to its state, and how many days before the decision they are made.
LIVES = {
    "draft": [],
    "submitted": [("submit", 0)],
    "returned": [("submit", 1), ("return", 0)],
    "published": [("submit", 1), ("publish", 0)],
    "archived": [("submit", 1), ("publish", 0), ("archive", -14)],
}
BY_COORDINATOR = ("publish", "return")


@dataclass
class Draft:
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
    def day(self) -> date:
        return timezone.localdate(self.now)

    @property
    def author(self) -> User:
        if email := self.entry.get("author"):
            return User.objects.get(email=email)
        return staff(self.cluster, "editor")

    def at(self, days: float) -> datetime:
        """So many days before the decision on it, or the last step of one without."""
        return moment(self.now, self.entry.get("published_ago", 2) + days + share(self.key))

    def data(self, said: Entry, **hidden) -> Entry:
        """What the author would type into the page, with `said` as the original text."""
        organisation = self.entry.get("organisation")
        return {
            "accepts_interest": True,
            **{name: self.entry[name] for name in FACTS if name in self.entry},
            **{name: self.day_of(days) for name, days in DAYS.items() if days in self.entry},
            **said,
            "organisation": organisation_of(organisation).pk if organisation else "",
            **hidden,
        }

    @property
    def original(self) -> Entry:
        return texts(self.entry)[self.entry["language"]]

    @property
    def is_expired(self) -> bool:
        return self.entry.get("closes_in", 0) < 0

    def day_of(self, name: str) -> date:
        return self.day + timedelta(days=self.entry[name])


def load_offers(clusters: Iterable[Cluster], *, now: datetime) -> None:
    """New ones in the order in which they were written, then published: lists keep that order."""
    known = set(Offer.objects.filter(source=SOURCE).values_list("source_id", flat=True))
    drafts = [
        Draft(entry, cluster, now)
        for cluster in clusters
        for file in FILES
        for entry in read(f"{cluster.code.lower()}/{file}", "offer")
        if entry["key"] not in known
    ]
    drafts.sort(key=lambda draft: draft.at(0))
    offers = [_write(draft) for draft in drafts]
    for draft, offer in zip(drafts, offers, strict=True):
        _bring_to_state(draft, offer)


def _write(draft: Draft) -> Offer:
    """The draft as its author leaves it, with its translations."""
    require_known(draft.entry, KNOWN, draft.key)
    require_known(draft.original, LIMITS, draft.key)
    said = draft.original | draft.entry.get("before", {})
    data = draft.data(said, token=uuid4(), version=0)
    if draft.is_expired:
        data["closes_on"] = draft.day  # it expires once it is published
    offer = Offer(language=data["language"], nace=data.get("nace", ""))
    offer.source, offer.source_id = SOURCE, draft.key
    is_draft = draft.state == "draft"
    form = fill(offer, data, user=draft.author, day=draft.day, is_draft=is_draft)
    written_at = draft.at(WRITING)
    form.save(user=draft.author, now=written_at)
    translate(offer, draft.entry, user=draft.author, now=written_at)
    return offer


def _bring_to_state(draft: Draft, offer: Offer) -> None:
    life = LIVES[draft.state]
    for name, days in life:
        by_coordinator = name in BY_COORDINATOR
        user = staff(draft.cluster, "coordinator") if by_coordinator else draft.author
        note = draft.entry.get("note", "") if (name, days) == life[-1] else ""
        make(name, offer, user=user, note=note)
        set_back(offer, draft.at(days), stamps=STAMPS)
    if "before" in draft.entry:
        _edit(draft, offer)
    if "report" in draft.entry:
        _report(draft, offer)
    if draft.is_expired:
        _expire(draft, offer)


def _edit(draft: Draft, offer: Offer) -> None:
    """The author has changed the text since it was published, and nobody has looked at it yet."""
    data = draft.data(draft.original, token=offer.token, version=offer.version)
    form = fill(offer, data, user=draft.author, day=draft.day)
    edited_at = moment(draft.now, draft.entry["edited_ago"] + share(draft.key))
    form.save(user=draft.author, now=edited_at)


def _report(draft: Draft, offer: Offer) -> None:
    """A reader has found something wrong with it."""
    said = draft.entry["report"]
    user = User.objects.get(email=said["by"])
    report = Report(reason=said["reason"], note=said["note"])
    reported_at = moment(draft.now, said["ago"])
    take_report(report, offer, user=user, language=user.language, now=reported_at)


def _expire(draft: Draft, offer: Offer) -> None:
    """It was open until a day that has passed."""
    offer.closes_on = draft.day_of("closes_in")
    offer.save(update_fields=["closes_on"])
    unindex([offer])
    Revision.objects.about(offer).update(data=snapshot(offer))
