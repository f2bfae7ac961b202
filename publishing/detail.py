"""One item before the eyes of one reader: what the page of any kind shows and offers them."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db import models

from moves.machine import Move, moves_for
from partners.models import Cluster, ContactPerson
from publishing.models import Attachment, Image, Item, State, Text


@dataclass(frozen=True)
class ItemDetail:
    """`item` with its cluster and organisation, as `user` may know it.

    `language` asks for its text in one language, if it has one; else the reader gets their own.
    """

    item: Item
    user: models.Model
    language: str = field(default="", kw_only=True)

    @cached_property
    def text(self) -> Text | None:
        texts = {text.language: text for text in self.item.texts.all()}
        return texts.get(self.language) or self.item.text

    @property
    def other_texts(self) -> list[Text]:
        return [text for text in self.item.texts.all() if text != self.text]

    @cached_property
    def is_own(self) -> bool:
        """The reader writes it, or reviews it."""
        own = type(self.item).objects.editable_by(self.user)
        return own.filter(pk=self.item.pk).exists()

    @cached_property
    def is_writable(self) -> bool:
        return self.is_own and self.item.state != State.ARCHIVED

    @cached_property
    def is_reviewer(self) -> bool:
        return Cluster.objects.coordinated_by(self.user).filter(pk=self.item.cluster_id).exists()

    @cached_property
    def contact(self) -> ContactPerson | None:
        return self.item.cluster.contacts.first()

    @cached_property
    def images(self) -> list[Image]:
        return list(Image.objects.about(self.item))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(Attachment.objects.about(self.item))

    @cached_property
    def moves(self) -> list[Move]:
        return moves_for(self.user, self.item) if self.is_own else []
