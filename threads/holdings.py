"""What conversations keep of a person: what they wrote, and how far they read."""

from partners.holdings import Holding, enrol
from partners.models import User
from threads.models import ReadMark


def _messages(user: User) -> list[dict]:
    return list(user.messages.order_by("pk").values("thread__subject", "body", "at"))


def _forget(user: User) -> None:
    """Messages stay: they belong to the other side too."""
    ReadMark.objects.filter(user=user).delete()


enrol(Holding("messages", _messages, _forget))
