"""Searches that people of the demo network have saved."""

from datetime import datetime

from django.http import QueryDict
from django.utils import translation

from gin.demo.reading import read, require_known
from gin.demo.times import moment
from offers.alerts import save_search
from offers.filters import Search
from offers.models import Alert
from partners.models import User

KNOWN = ("by", "query", "frequency", "ago")


def load_alerts(*, now: datetime) -> None:
    """Each is named in the language of its person, and looks from now on."""
    for entry in read("alerts.toml", "alert"):
        require_known(entry, KNOWN, entry["query"])
        user = User.objects.get(email=entry["by"])
        with translation.override(user.language):
            search = Search.from_query(QueryDict(entry["query"]))
            alert, is_new = save_search(search, user=user, now=now)
        if is_new:
            saved_at = moment(now, entry["ago"])
            Alert.objects.filter(pk=alert.pk).update(
                frequency=entry["frequency"], created_at=saved_at
            )
