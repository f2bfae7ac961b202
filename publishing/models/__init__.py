from publishing.models.facets import FacetChunk
from publishing.models.items import Item, ItemQuerySet, State, Text
from publishing.models.lexicon import Word
from publishing.models.records import (
    Attachment,
    Image,
    OfItem,
    OfItemQuerySet,
    Report,
    Revision,
)

__all__ = [
    "Attachment",
    "FacetChunk",
    "Image",
    "Item",
    "ItemQuerySet",
    "OfItem",
    "OfItemQuerySet",
    "Report",
    "Revision",
    "State",
    "Text",
    "Word",
]
