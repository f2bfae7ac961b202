"""Deciding on items: what a reviewer is shown, and a decision that lands on just that."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet

from moves.machine import Move, make, move_of, moves_for
from moves.models import Decision
from partners.differences import Change
from partners.models import Conflict
from publishing.models import Attachment, Image, Item, Report, Revision
from publishing.revisions import differences, snapshot


def decide(name: str, item: Item, *, user, note: str, version: int) -> Decision:
    """Make a move with `item` as it was seen at `version`.

    Raises Conflict where somebody saved it since, and what `moves.machine.make` raises; also
    PermissionDenied for a move that is only ever a part of something else.
    """
    if move_of(item, name).is_implied:
        raise PermissionDenied
    with transaction.atomic():
        row = type(item)._base_manager.select_for_update().only("version").get(pk=item.pk)
        if row.version != version:
            raise Conflict
        return make(name, item, user=user, note=note)


@dataclass(frozen=True)
class Review:
    """One item before the eyes of `user`, who may edit it or decide on it."""

    item: Item
    user: models.Model

    @cached_property
    def moves(self) -> list[Move]:
        return moves_for(self.user, self.item)

    @cached_property
    def is_reviewer(self) -> bool:
        return type(self.item).objects.reviewable_by(self.user).filter(pk=self.item.pk).exists()

    @property
    def asks_reason(self) -> bool:
        return self.is_reviewer or any(move.needs_note for move in self.moves)

    @cached_property
    def is_writable(self) -> bool:
        return type(self.item).objects.writable_by(self.user).filter(pk=self.item.pk).exists()

    @cached_property
    def gaps(self) -> list[str]:
        return list(self.item.gaps().values())

    @cached_property
    def reviewed(self) -> Revision | None:
        """What a coordinator has seen last, if any did."""
        seen = Revision.objects.about(self.item).filter(number=self.item.reviewed_revision)
        return seen.select_related("user").first()

    @cached_property
    def changes(self) -> list[Change]:
        """What differs from what was reviewed last."""
        if self.reviewed is None:
            return []
        return differences(type(self.item), self.reviewed.data, snapshot(self.item))

    @cached_property
    def decisions(self) -> QuerySet[Decision]:
        return Decision.objects.about(self.item).select_related("user", "content_type")

    @cached_property
    def reports(self) -> QuerySet[Report]:
        reports = Report.objects.reviewable_by(self.user).about(self.item).open()
        return reports.select_related("user")

    @cached_property
    def images(self) -> QuerySet[Image]:
        return Image.objects.about(self.item)

    @cached_property
    def attachments(self) -> QuerySet[Attachment]:
        return Attachment.objects.about(self.item)
