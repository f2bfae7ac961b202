"""Registering for an event."""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events import registering, tasks
from events.detail import Detail
from events.forms.registration import RegistrationForm
from events.models import Event, Registration
from events.registering import AlreadyRegistered, Closed
from partners.limits import Limit
from partners.visitors import open_to_visitors

LIMIT = Limit("registration", times=20, seconds=3600)


@open_to_visitors
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is signed in is told at once; others when they have confirmed their address."""
    event = get_object_or_404(Event.objects.visible_to(request.user).described(), pk=pk)
    if own := Registration.objects.held_by(request.user).alive().filter(event=event).first():
        return redirect(own)
    if request.method != "POST":
        return _page(request, event, RegistrationForm(event=event, user=request.user))
    form = RegistrationForm(request.POST, event=event, user=request.user)
    if not form.is_valid():
        return _page(request, event, form, status=422)
    if not LIMIT.allows(request):
        form.add_error(None, _("You have registered often just now. Try again in an hour."))
        return _page(request, event, form, status=429)
    return _take(request, event, form)


def _take(request: HttpRequest, event: Event, form: RegistrationForm) -> HttpResponse:
    """The same answer whether the address was known before or not."""
    now = timezone.now()
    try:
        with transaction.atomic():
            registration = registering.register(form.instance, form.participants, now=now)
            if request.user.is_authenticated:
                registering.confirm(registration, user=request.user, now=now)
    except AlreadyRegistered as known:
        registration = known.registration
    except Closed as closed:
        form.add_error(None, closed)
        return _page(request, event, form, status=409)
    if request.user.is_authenticated:
        return redirect(registration)
    tasks.ask_to_confirm.enqueue(registration.pk)
    return redirect("events:registered", pk=event.pk)


@login_not_required
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """Where to look now, for who has no account."""
    event = get_object_or_404(Event.objects.visible_to(request.user).described(), pk=pk)
    return render(request, "events/registered.html", {"event": event})


def _page(
    request: HttpRequest, event: Event, form: RegistrationForm, *, status: int = 200
) -> HttpResponse:
    detail = Detail(event, request.user, timezone.now(), language="")
    context = {"event": event, "detail": detail, "form": form}
    return render(request, "events/register.html", context, status=status)
