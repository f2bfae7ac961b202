from django.contrib.contenttypes.models import ContentType
from django.db import models

# Items a row: 1,792 bytes of bits, so that a row is never moved out of its page (TOAST).
CHUNK = 14_336


class BitsField(models.Field):
    """PostgreSQL's `bit(n)`: has &, | and bit_count, which bytea has not. Written by SQL alone."""

    def db_type(self, connection) -> str:
        return f"bit({CHUNK})"


class FacetChunk(models.Model):
    """Which listed items of one kind bear one facet value: a bit for each, by its position.

    The item at `position` is bit `position % CHUNK` of chunk `position // CHUNK`. Counts for any
    choice of facets are then a bitwise AND over a few thousand short rows, exact at any size
    (publishing/facets.py).
    """

    pk = models.CompositePrimaryKey("content_type_id", "facet", "code", "chunk")
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    facet = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    chunk = models.IntegerField()
    bits = BitsField()

    class Meta:
        ordering = ["content_type", "facet", "code", "chunk"]
        indexes = [models.Index(fields=["content_type", "chunk"])]

    def __str__(self) -> str:
        return f"{self.facet}:{self.code}/{self.chunk}"
