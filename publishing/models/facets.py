from django.contrib.contenttypes.models import ContentType
from django.db import models

CHUNK = 8192  # keys a row: 1 KB of bits, so that a row stays in its page


class BitsField(models.Field):
    """PostgreSQL's `bit(8192)`: has &, | and bit_count, which bytea has not. Written by SQL only."""

    def db_type(self, connection) -> str:
        return f"bit({CHUNK})"


class FacetChunk(models.Model):
    """Which published items of one kind bear one facet value: a bit for each.

    Item `pk` is bit `pk % CHUNK` of chunk `pk // CHUNK`. Counts for any choice of facets are then
    a bitwise AND over a few thousand short rows, exact at any size (publishing/facets.py).
    """

    pk = models.CompositePrimaryKey("content_type_id", "facet", "code", "chunk")
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    facet = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    chunk = models.IntegerField()
    bits = BitsField()

    class Meta:
        ordering = ["content_type", "facet", "code", "chunk"]

    def __str__(self) -> str:
        return f"{self.facet}:{self.code}/{self.chunk}"
