"""Importing profiles through the form that people fill in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from moves.machine import make
from offers.imports.cordis import SOURCE, Project, Unreadable, read
from offers.models import Offer
from offers.requirements import LONGEST_OPEN
from partners.imports.slugs import new_slug
from partners.models import Cluster, Organisation
from partners.names import name_key
from publishing.item_form import ItemForm


class Reject(NamedTuple):
    """An entry that was left out: its number in the file, its id and title as far as it has any."""

    entry: int
    source_id: str
    reason: str
    title: str


@dataclass
class Report:
    """How many entries were read, and what became of each."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0  # edited in the portal since: left as people have made them
    rejects: list[Reject] = field(default_factory=list)


def import_offers(
    records: Iterable[Any],
    *,
    author,
    cluster: Cluster | None,
    now: datetime,
    publishes: bool = False,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Make profiles of `records` as `author`, who works for the clusters they go to.

    Each stands by itself. `cluster` takes those from countries that have no cluster, or several;
    without it they are rejected. Again, the same records change nothing.
    """
    importer = _Importer(author=author, cluster=cluster, now=now, publishes=publishes)
    report = Report()
    with transaction.atomic():
        for number, record in enumerate(records, 1):
            report.read = number
            try:
                with transaction.atomic():
                    outcome = importer.take(read(record))
            except Unreadable as error:
                said = record if isinstance(record, dict) else {}
                about = (str(said.get(key, ""))[:200] for key in ("project_id", "title"))
                source_id, title = about
                report.rejects.append(Reject(number, source_id, str(error), title))
            else:
                setattr(report, outcome, getattr(report, outcome) + 1)
            if progress:
                progress(number)
        transaction.set_rollback(dry_run)
    return report


class _Importer:
    def __init__(self, *, author, cluster: Cluster | None, now: datetime, publishes: bool) -> None:
        self.author = author
        self.now = now
        self.day = timezone.localdate(now)
        self.publishes = publishes
        self.default = cluster
        self.by_country: dict[str, list[Cluster]] = {}
        for each in Cluster.objects.active():
            self.by_country.setdefault(each.country.code, []).append(each)

    def take(self, project: Project) -> str:
        """Keep a project; the name of the count it belongs to. Raises Unreadable."""
        known = Offer.objects.filter(source=SOURCE, source_id=project.source_id)
        offer = known.select_for_update(of=("self",)).first()
        organisation = offer.organisation if offer else self._organisation(project)
        form = self._form(project, offer, organisation)
        if not form.is_complete(day=self.day):
            raise Unreadable(_reasons(form))
        if offer is None:
            self._create(form, project)
            return "created"
        if not form.difference_to(Offer.objects.get(pk=offer.pk)):
            return "unchanged"
        if offer.version > 1:
            return "kept"
        form.save(user=self.author, now=self.now)
        # It is still nobody's but the source's.
        Offer.objects.filter(pk=offer.pk).update(version=1)
        return "updated"

    def _create(self, form: ItemForm, project: Project) -> None:
        form.item.source, form.item.source_id = SOURCE, project.source_id
        offer = form.save(user=self.author, now=self.now)
        if self.publishes:
            make("publish", offer, user=self.author)

    def _form(self, project: Project, offer: Offer | None, organisation: Organisation) -> ItemForm:
        closes_on = offer.closes_on if offer else self.day + LONGEST_OPEN
        data = QueryDict(mutable=True)
        for name, value in project.values.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        data["organisation"] = organisation.pk
        data["closes_on"] = closes_on.isoformat()
        data["token"] = str(offer.token if offer else uuid4())
        data["version"] = offer.version if offer else 0
        return ItemForm(data, item=offer or Offer(), user=self.author)

    def _organisation(self, project: Project) -> Organisation:
        """The body of that name in that country; where there is none, a new one."""
        key = name_key(project.name, project.country)
        known = Organisation.objects.listed().filter(name_key=key, country=project.country)
        organisation = known.first()
        if organisation is None:
            organisation = Organisation(
                state=Organisation.State.UNCLAIMED,
                kind=project.kind,
                legal_name=project.name[:250],
                name_key=key,
                slug=new_slug(key),
                country=project.country,
                source=SOURCE,
                source_id=f"{project.country}:{key}"[:100],
            )
        if organisation.cluster is None:
            organisation.cluster = self._cluster(project)
            organisation.save()
        return organisation

    def _cluster(self, project: Project) -> Cluster:
        clusters = self.by_country.get(project.country, [])
        found = clusters[0] if len(clusters) == 1 else self.default
        if found is None:
            raise Unreadable(f"coordinator_country: no cluster for {project.country}")
        return found


def _reasons(form: ItemForm) -> str:
    return "; ".join(f"{name}: {' '.join(errors)}" for name, errors in form.errors.items())
