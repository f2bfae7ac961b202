"""For what a person is registered: as a page, and as a calendar to subscribe to."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import diary
from events.calendar import own_calendar
from events.own import Own
from events.views.calendars import calendar_answer
from events.views.registration import unseen

ROWS = 20


def registrations(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    past = Paginator(diary.past(request.user, now), ROWS).get_page(request.GET.get("page"))
    context = {
        "coming": [Own(each, now) for each in diary.coming(request.user, now)],
        "past": [Own(each, now) for each in past],
        "page_of_past": past,
        "calendar": diary.calendar_of(request.user),
    }
    return render(request, "events/registrations.html", context)


@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Give the person's calendar its address, or a new one."""
    diary.renew_calendar(request.user, now=timezone.now())
    messages.success(request, _("This is the address of your calendar now."))
    return redirect("events:registrations")


@require_POST
def calendar_end(request: HttpRequest) -> HttpResponse:
    diary.end_calendar(request.user)
    messages.success(request, _("The address of your calendar has ended: nobody can read it now."))
    return redirect("events:registrations")


@unseen
@login_not_required
def private_calendar(request: HttpRequest, token: UUID) -> HttpResponse:
    """For whoever has its address, as programs have that fetch it again and again."""
    user = diary.reader_of(token)
    if user is None:
        raise Http404
    shown = diary.in_calendar(user, timezone.now())
    content = own_calendar(shown, name=_("My events – GIN"))
    return calendar_answer(content)
