"""Importing profiles through the form that people fill in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from offers.imports.cordis import SOURCE, Project, read_all
from offers.models import Offer
from offers.requirements import LONGEST_OPEN
from partners.imports.slugs import new_slug
from partners.models import Cluster, Organisation
from partners.names import name_key
from publishing.imports.items import Importer, Report, import_items


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
    importer = OfferImporter(SOURCE, cluster=cluster, author=author, now=now, publishes=publishes)
    return import_items(read_all(records), importer.take, dry_run=dry_run, progress=progress)


class OfferImporter(Importer):
    """Of projects, each as an offer of its coordinator; `cluster` is for those without one."""

    model = Offer

    def __init__(self, source: str, *, cluster: Cluster | None, **who) -> None:
        super().__init__(source, **who)
        self.cluster = cluster

    def prepare(self, item: Offer, entry: Project) -> dict[str, Any]:
        organisation = item.organisation if item.pk else self._organisation(entry)
        closes_on = item.closes_on if item.pk else self.day + LONGEST_OPEN
        return {"organisation": organisation.pk, "closes_on": closes_on.isoformat()}

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
            organisation.cluster = self.own_cluster(project.country, self.cluster)
            organisation.save()
        return organisation
