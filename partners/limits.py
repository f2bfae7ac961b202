"""How often one may do what costs others: reply, report, search."""

import ipaddress
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds` for each person, and for each address of visitors.

    It is counted in the cache, so several processes need one they share (CACHE_URL). Addresses are
    kept as hashes, and no longer than the limit lasts.
    """

    name: str
    times: int
    seconds: int

    def allows(self, request: HttpRequest) -> bool:
        """Count one more, and tell whether it is still within the limit."""
        window = int(time.time() // self.seconds)
        key = f"limit:{self.name}:{_who(request)}:{window}"
        cache.add(key, 0, self.seconds)
        try:
            return cache.incr(key) <= self.times
        except ValueError:  # it was thrown out of a full cache just now
            return True


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:  # a household has 2⁶⁴ of them
        address = ipaddress.ip_network((address, 64), strict=False).network_address
    return salted_hmac("partners.limits", str(address)).hexdigest()[:32]
