"""One event."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from events.calendar import calendar, file_name
from events.detail import Detail
from events.models import Event
from events.views.calendars import calendar_answer
from moves.generation import kept_for_visitors


@kept_for_visitors
@login_not_required
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user).described(), pk=pk)
    detail = Detail(event, request.user, timezone.now(), language=request.GET.get("text", ""))
    response = render(request, "events/event_detail.html", {"event": event, "detail": detail})
    response.kept_seconds = detail.kept_seconds
    return response


@kept_for_visitors
@login_not_required
def event_ics(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user).described(), pk=pk)
    if not event.starts_at or not event.ends_at:
        raise Http404
    return calendar_answer(calendar([event]), file_name=file_name(event))
