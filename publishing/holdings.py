"""What publishing keeps of a person: what they reported. Items are the business of their rooms."""

from typing import Any

from partners.holdings import Holding, enrol
from partners.models import User


def _reported(user: User) -> list[dict[str, Any]]:
    return list(user.reports.order_by("pk").values("reason", "note", "state", "at"))


enrol(Holding("reports", _reported))
