"""What the commands that import lists say while they work, and how they are told a cluster."""

from django.core.management.base import CommandError, OutputWrapper
from django.db.models import QuerySet

from partners.models import Cluster


class Progress:
    """How many have been read: one line that renews itself, or in a log a line now and then.

    `what` are 'rows' or the like, `every` how many of them there are between two lines of a log.
    """

    def __init__(self, out: OutputWrapper, what: str, *, every: int) -> None:
        self._out, self._what, self._every = out, what, every
        self._is_open = False

    def __call__(self, number: int) -> None:
        if self._out.isatty():
            self._out.write(f"\r{number:,} {self._what} read", ending="")
            self._is_open = True
        elif number % self._every == 0:
            self._out.write(f"{number:,} {self._what} read")

    def end(self) -> None:
        """End the line; what is written next stands below it."""
        if self._is_open:
            self._out.write("")


def cluster_called(code: str, *, among: QuerySet[Cluster]) -> Cluster:
    """The cluster of that code, in whatever case. Raises CommandError."""
    try:
        return among.get(code=code.upper())
    except Cluster.DoesNotExist:
        codes = ", ".join(among.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no cluster {code}; there are: {codes}.") from None
