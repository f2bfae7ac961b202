"""Who has registered for an event: for the staff of its cluster."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from events.attendees import Attendees, Figures
from events.deciding import Attendee, sent_form
from events.kinds import EVENTS
from events.models import Event, Registration
from events.models.registrations import State
from events.sheets import SignInSheet, as_table
from partners.filters import Search


def attendees(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    found = _asked(request, event)
    context = {
        "event": event,
        "attendees": found,
        "figures": Figures(event),
        "rows": found.page(request.GET.get("page")),
    }
    return render(request, "events/attendees.html", context)


def attendees_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list shows, all pages of it."""
    found = _asked(request, _event(request, pk))
    disposition = f'attachment; filename="attendees-{pk}.csv"'
    return StreamingHttpResponse(
        as_table(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def sign_in_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    context = {"event": event, "sheet": SignInSheet(event)}
    return render(request, "events/sign_in_sheet.html", context)


def attendee(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    event = _event(request, pk)
    registrations = Registration.objects.staffed_by(request.user).filter(event=event)
    known = get_object_or_404(registrations.select_related("event", "user"), pk=registration)
    if request.method != "POST":
        return _page(request, Attendee(known, request.user))
    form = sent_form(request.POST, known)
    if form is None:
        return _page(request, Attendee(known, request.user), status=422)
    if said := form.decide(user=request.user, now=timezone.now()):
        messages.success(request, said)
        return redirect(request.path)
    status = 409 if form.is_stale else 422
    return _page(request, Attendee(known, request.user, form), status=status)


def _event(request: HttpRequest, pk: int) -> Event:
    return EVENTS.get_or_deny(pk, user=request.user, scope="editable_by")


def _asked(request: HttpRequest, event: Event) -> Attendees:
    state = request.GET.get("state", "")
    if state and state not in State.values:
        raise Http404
    return Attendees(event, Search.from_query(request.GET).text, state)


def _page(request: HttpRequest, shown: Attendee, *, status: int = 200) -> HttpResponse:
    context = {"event": shown.registration.event, "attendee": shown}
    return render(request, "events/attendee.html", context, status=status)
