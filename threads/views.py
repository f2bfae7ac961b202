from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.limits import Limit
from threads import conversation
from threads.forms import AgreementForm, ConsentForm, EndForm, MessageForm
from threads.inbox import FOLDERS, Inbox, clusters_of
from threads.models import Thread
from threads.reading import Reading

MESSAGES = Limit("say", times=60, seconds=3600)


def inbox(request: HttpRequest) -> HttpResponse:
    folder = request.GET.get("folder", "open")
    if folder not in FOLDERS:
        raise Http404
    clusters = clusters_of(request.user)
    code = request.GET.get("cluster", "")
    if code and code not in {cluster.code for cluster in clusters}:
        raise Http404
    box = Inbox(request.user, now=timezone.now(), code=code)
    page = request.GET.get("page", 1)
    context = {"cluster": code, "clusters": clusters, **_list(box, folder, page)}
    return render(request, "threads/inbox.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _thread(request, pk)
    conversation.mark_read(thread, user=request.user, now=timezone.now())
    return _page(request, thread)


@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _thread(request, pk)
    writes_notes = conversation.writes_notes(thread, request.user)
    form = MessageForm(request.POST, request.FILES, writes_notes=writes_notes)

    def act(**words) -> None:
        if not MESSAGES.allows(request):
            raise ValidationError(_("You have sent many messages just now. Try again in an hour."))
        conversation.say(thread, user=request.user, now=timezone.now(), **words)
        messages.success(request, _("Your note is kept.") if words.get("is_note") else _("Sent."))

    return _take(request, thread, "message_form", form, act)


@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _thread(request, pk)

    def act() -> None:
        conversation.consent(thread, user=request.user, now=timezone.now())
        messages.success(request, _("You have agreed to be introduced."))

    return _take(request, thread, "consent_form", ConsentForm(request.POST), act)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _thread(request, pk)

    def act(**words) -> None:
        conversation.record_agreement(thread, user=request.user, now=timezone.now(), **words)
        messages.success(request, _("The agreement is recorded and counted. Congratulations."))

    return _take(request, thread, "agreement_form", AgreementForm(request.POST), act)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _thread(request, pk)

    def act(**words) -> None:
        conversation.end(thread, user=request.user, **words)
        messages.success(request, _("The conversation has ended. The other side is told."))

    return _take(request, thread, "end_form", EndForm(request.POST), act)


def _list(box: Inbox, folder: str, page: str | int = 1) -> dict[str, Any]:
    """A page of a folder, and the others, for the list of conversations."""
    counts = box.counts()
    return {
        "folder": folder,
        "folders": [(name, label, counts[name]) for name, label in FOLDERS.items()],
        "rows": box.page(folder, page),
    }


def _thread(request: HttpRequest, pk: int) -> Thread:
    return get_object_or_404(Thread.objects.read_by(request.user), pk=pk)


def _take(
    request: HttpRequest, thread: Thread, name: str, form: BaseForm, act: Callable[..., None]
) -> HttpResponse:
    """Act with what the form says; else show the page again, with all that was typed."""
    if form.is_valid():
        try:
            act(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(thread)
    return _page(request, _thread(request, thread.pk), status=422, **{name: form})


def _page(
    request: HttpRequest, thread: Thread, *, status: int = 200, **forms: BaseForm
) -> HttpResponse:
    now, page = timezone.now(), request.GET.get("page", "")
    reading = Reading(thread, request.user, now=now, page=page)
    box = Inbox(request.user, now=now, current=thread)
    context = {
        **_list(box, "open" if thread.is_open else "ended"),
        "thread": thread,
        "reading": reading,
        "parties": reading.parties,
        "message_form": MessageForm(writes_notes=reading.writes_notes),
        "consent_form": ConsentForm(),
        "agreement_form": AgreementForm(),
        "end_form": EndForm(),
        **forms,
    }
    return render(request, "threads/thread.html", context, status=status)
