"""Checking in at the door: from the list of those who are expected, or by the code of a ticket."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from events.door import Door
from events.forms.arrivals import ArrivalForm
from events.kinds import EVENTS
from events.models import Participant
from events.tickets import Ticket
from partners.filters import Search
from partners.redirects import next_url


def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Its address keeps the search, also for those who check in without scripts."""
    event = EVENTS.get_or_deny(pk, user=request.user, scope="editable_by")
    at = Door(event, Search.from_query(request.GET).text)
    form = ArrivalForm(request.POST if request.method == "POST" else None, at=at)
    if form.note(user=request.user, now=timezone.now()):
        here = f"{request.get_full_path()}#person-{form.person.pk}"
        return redirect(next_url(request, here))
    context = {
        "event": event,
        "door": at,
        "people": at.page(request.GET.get("page")),
        "refused": form.refused,
    }
    template = "_people_at_door" if request.htmx else "check_in"
    # htmx shows only what succeeds.
    status = 422 if form.is_bound and not request.htmx else 200
    return render(request, f"events/{template}.html", context, status=status)


def ticket(request: HttpRequest, ticket: UUID) -> HttpResponse:
    """Where the code of a ticket leads."""
    participants = Participant.objects.staffed_by(request.user).select_related(
        "registration__event__cluster", "checked_in_by"
    )
    shown = Ticket(get_object_or_404(participants, ticket=ticket), timezone.now())
    return render(request, "events/ticket.html", {"ticket": shown})
