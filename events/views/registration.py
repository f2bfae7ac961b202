"""The page of a registration, which opens by the link in its mails."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from events.calendar import appointment, file_name
from events.links import Bearer, registration_of
from events.models import Registration
from events.own import ACTS, Own
from events.views.calendars import calendar_answer

unseen = cache_control(private=True, no_store=True)


@unseen
@login_not_required
@csrf_exempt  # the signed address is what they prove who have it
def registration(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows, POST acts: mail programs that follow links change nothing."""
    own = Own(registration_of(key), timezone.now())
    if request.method != "POST":
        return _page(request, own)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, own, status=422)
    try:
        act(own.registration, user=_holder(request, own.registration), now=own.now)
    except ValidationError as refused:
        return _page(request, own, refused=refused.messages, status=409)
    return redirect(own.registration)


@unseen
@login_not_required
def registration_ics(request: HttpRequest, key: str) -> HttpResponse:
    known = registration_of(key)
    if not (known.has_seat and known.event.starts_at and known.event.ends_at):
        raise Http404
    content = appointment(known, method="PUBLISH")
    return calendar_answer(content, file_name=file_name(known.event))


def _holder(request: HttpRequest, known: Registration):
    """By whom a decision was made: the account that has it, else whoever has the link."""
    is_own = request.user.is_authenticated and known.user_id == request.user.pk
    return request.user if is_own else Bearer(known.pk)


def _page(
    request: HttpRequest, own: Own, *, refused: list[str] = (), status: int = 200
) -> HttpResponse:
    own.registration.refresh_from_db()
    context = {"own": own, "registration": own.registration, "event": own.event, "refused": refused}
    return render(request, "events/registration.html", context, status=status)
