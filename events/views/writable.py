"""The event of a page on which those who write it do something with it."""

from django.http import HttpRequest

from events.kinds import EVENTS
from events.models import Event


def writable(request: HttpRequest, pk: int) -> Event:
    """The event `pk`, if one may write it; locked where something is sent.

    Raises Http404 and PermissionDenied as the page on which it is edited.
    """
    EVENTS.get_or_deny(pk, user=request.user, scope="writable_by")
    events = Event.objects.described()
    if request.method == "POST":
        events = events.select_for_update(of=("self",))
    return events.get(pk=pk)
