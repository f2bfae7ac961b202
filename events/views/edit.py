"""Writing an event."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from events.models import Event
from partners.models import Cluster
from publishing.editing import Editor
from publishing.posting import posts

EDITOR = Editor(
    model=Event,
    form_template="events/event_form.html",
    preview_template="events/event_preview.html",
    hints_template="events/_hints.html",
)


@transaction.atomic
def event_create(request: HttpRequest) -> HttpResponse:
    if not posts(request.user, Event):
        raise PermissionDenied
    cluster = Cluster.objects.staffed_by(request.user).active().first()
    initial = {"languages": [get_language()[:2]]}
    if cluster:
        initial |= {"timezone": cluster.timezone, "city": cluster.city, "country": cluster.country}
    return EDITOR.create(request, initial=initial)


@transaction.atomic
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    return EDITOR.edit(request, event)


@require_POST
@transaction.atomic
def autosave(request: HttpRequest) -> HttpResponse:
    return EDITOR.autosave(request)
