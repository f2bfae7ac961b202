"""The calendar of a month."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events.months import FIRST, LAST, Month
from moves.generation import kept_for_visitors
from partners.filters import regions


@kept_for_visitors
@login_not_required
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not (FIRST <= year <= LAST and 1 <= month <= 12):
        raise Http404
    shown, known = Month(date(year, month, 1)), regions()
    chosen = [code for code in request.GET.getlist("cluster")[:20] if code in known]
    context = {
        "month": shown,
        "beside": shown.beside(timezone.localdate()),
        "weeks": list(shown.weeks(request.user, chosen, today=timezone.localdate())),
        "clusters": [(code, town, not chosen or code in chosen) for code, town in known.items()],
        "query": "".join(f"&cluster={code}" for code in chosen).replace("&", "?", 1),
    }
    return render(request, "events/month.html", context)
