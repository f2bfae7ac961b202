"""The next date of an event."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.cloning import clone
from events.forms.clone import CloneForm
from events.models import Event
from events.views.writable import writable
from partners.models import Conflict
from publishing.listing import today


@transaction.atomic
def event_clone(request: HttpRequest, pk: int) -> HttpResponse:
    event = writable(request, pk)
    data = request.POST if request.method == "POST" else None
    form = CloneForm(data, event=event, today=today())
    if form.is_valid():
        return _cloned(request, event, form)
    context = {"event": event, "form": form}
    return render(request, "events/clone.html", context, status=422 if form.errors else 200)


def _cloned(request: HttpRequest, event: Event, form: CloneForm) -> HttpResponse:
    try:
        draft = clone(event, **form.cleaned_data, user=request.user, now=timezone.now())
    except Conflict:  # what is sent twice is made once
        own, token = Event.objects.writable_by(request.user), form.cleaned_data["token"]
        return redirect(get_object_or_404(own, token=token).get_edit_url())
    messages.success(
        request, _("Here is the draft of the next date. Look through it and submit it.")
    )
    return redirect(draft.get_edit_url())
