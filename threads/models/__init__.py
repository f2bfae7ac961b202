from threads.models.messages import Message, ReadMark
from threads.models.outcomes import Agreement, Disclosure
from threads.models.threads import Side, Stage, Thread, ThreadQuerySet

__all__ = [
    "Agreement",
    "Disclosure",
    "Message",
    "ReadMark",
    "Side",
    "Stage",
    "Thread",
    "ThreadQuerySet",
]
