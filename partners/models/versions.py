"""Of two people who write the same thing at once, none overwrites the other."""

from django.db import models


class Conflict(Exception):
    """Somebody else has saved it since the form was opened."""


class Versioned(models.Model):
    """What forms change that may be open twice."""

    # Counts the saves of its forms, of drafts too.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def take_version(self, version: int) -> None:
        """Count one more save of a form that was opened at `version`; the caller saves the row.

        Call it on a locked row. Raises Conflict where another form was saved in between.
        """
        if version != self.version:
            raise Conflict
        self.version += 1
