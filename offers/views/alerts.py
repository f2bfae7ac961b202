"""A person's alerts: searches they have saved, and are told of by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from offers.alerts import MOST, save_search, stopped_by
from offers.filters import Search
from offers.forms.alert import AlertForm
from offers.models import Alert
from offers.models.alerts import Frequency
from partners.limits import Limit

LIMIT = Limit("alert", times=30, seconds=3600)


def alert_list(request: HttpRequest) -> HttpResponse:
    context = {"alerts": Alert.objects.of(request.user), "most": MOST}
    return render(request, "offers/alerts.html", context)


@require_POST
def alert_create(request: HttpRequest) -> HttpResponse:
    """Keep the search of the list to which it goes back (`next`): its address says all of it."""
    search = Search.from_query(QueryDict(request.POST.get("next", "").partition("?")[2]))
    if not LIMIT.allows(request):
        messages.error(request, _("You have saved many searches just now. Try again in an hour."))
        return redirect("offers:alerts")
    try:
        alert, is_new = save_search(search, user=request.user, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, refused.message)
        return redirect("offers:alerts")
    if is_new:
        said = _("Saved as an alert. We e-mail you at most once a day, if there is something new.")
    else:
        said = _("This search is among your alerts already: %(name)s") % {"name": alert}
    messages.success(request, said)
    return redirect(reverse("offers:list") + search.query())


def alert_edit(request: HttpRequest, pk: int) -> HttpResponse:
    alert = get_object_or_404(Alert.objects.of(request.user), pk=pk)
    form = AlertForm(request.POST if request.method == "POST" else None, instance=alert)
    if form.is_valid():
        # These alone: meanwhile it may have looked for offers.
        Alert.objects.of(request.user).filter(pk=pk).update(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("offers:alerts")
    context = {"alert": alert, "form": form}
    return render(request, "offers/alert_edit.html", context, status=422 if form.errors else 200)


def alert_delete(request: HttpRequest, pk: int) -> HttpResponse:
    alert = get_object_or_404(Alert.objects.of(request.user), pk=pk)
    if request.method == "POST":
        alert.delete()
        messages.success(request, _("Alert deleted: %(name)s") % {"name": alert})
        return redirect("offers:alerts")
    return render(request, "offers/alert_delete.html", {"alert": alert})


@csrf_exempt  # mail programs post here, too (RFC 8058); the signed address is what they prove
@login_not_required
def alerts_stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        alerts = stopped_by(token)
    except BadSignature:
        raise Http404 from None
    if request.method == "POST":
        alerts.update(frequency=Frequency.PAUSED)
    return render(request, "offers/alerts_stop.html", {"is_done": request.method == "POST"})
