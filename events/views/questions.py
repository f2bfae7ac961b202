"""What is asked on the registration form of an event. Who writes at once waits for the other."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from events.asking import MOST, another, asked, move, remove
from events.forms.questions import QuestionPage
from events.models import Question
from events.views.writable import writable
from partners.forms.versions import made_before
from partners.views.profiles import edit


@transaction.atomic
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; its buttons move one `up` or `down`."""
    event = writable(request, pk)
    if request.method == "POST":
        up, down = request.POST.get("up", ""), request.POST.get("down", "")
        move(event, up or down, up=bool(up))
        return redirect("events:questions", pk)
    context = {"event": event, "questions": asked(event), "most": MOST}
    return render(request, "events/questions.html", context)


@transaction.atomic
def question_add(request: HttpRequest, pk: int) -> HttpResponse:
    event = writable(request, pk)
    made = made_before(event.questions.all(), request.POST)
    if made is None and event.questions.count() >= MOST:
        said = _("There are %(most)d questions already. Delete one before you add another.")
        messages.error(request, said % {"most": MOST})
        return redirect("events:questions", pk)
    return _written(request, made or another(event))


@transaction.atomic
def question_edit(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    event = writable(request, pk)
    return _written(request, get_object_or_404(asked(event), pk=question))


@transaction.atomic
def question_delete(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    event = writable(request, pk)
    found = get_object_or_404(asked(event), pk=question)
    if request.method == "POST":
        remove(found)
        messages.success(request, _("The question is deleted."))
        return redirect("events:questions", pk)
    context = {"event": event, "question": found, "answered": found.answered().count()}
    return render(request, "events/question_delete.html", context)


def _written(request: HttpRequest, question: Question) -> HttpResponse:
    template = "events/question_edit.html"
    return edit(request, QuestionPage, question, template=template, done=_("Saved."))
