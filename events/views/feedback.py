"""How an event was: asked of those who took part, and summed up for its organisers."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from events.feedback import Closed, Giving, Summary, give
from events.forms.feedback import FeedbackForm
from events.kinds import EVENTS
from events.links import registration_of
from events.views.registration import unseen


@unseen
@login_not_required
@csrf_exempt  # the signed address is what they prove who have it
def feedback(request: HttpRequest, key: str) -> HttpResponse:
    """GET shows, POST acts. Sent twice it is one answer, and the page says thank you again."""
    giving = Giving(registration_of(key), timezone.now())
    if not giving.is_for_them:
        raise Http404
    if request.method != "POST":
        return _page(request, giving, FeedbackForm())
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _page(request, giving, form, status=422)
    try:
        give(giving.registration, form.instance, now=giving.now)
    except Closed:
        return _page(request, giving, form, status=409)
    return redirect(giving.registration.get_feedback_url())


def feedback_summary(request: HttpRequest, pk: int) -> HttpResponse:
    event = EVENTS.get_or_deny(pk, user=request.user, scope="editable_by")
    return render(request, "events/feedback_summary.html", {"summary": Summary(event)})


def _page(
    request: HttpRequest, giving: Giving, form: FeedbackForm, *, status: int = 200
) -> HttpResponse:
    context = {"giving": giving, "event": giving.event, "form": form}
    return render(request, "events/feedback.html", context, status=status)
