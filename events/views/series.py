"""Series of events: their pages, and writing them."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from events.calendar import calendar
from events.forms.series import SeriesPage
from events.models import Event, Series
from events.series import SeriesDetail, of_series
from events.views.browse import MOST_IN_CALENDAR
from events.views.calendars import calendar_answer
from moves.generation import kept_for_visitors
from partners.forms.versions import made_before
from partners.views.profiles import edit
from publishing.listing import today
from publishing.posting import posts
from publishing.views.browse import EXPORTS

ROWS = 20


@kept_for_visitors
@login_not_required
def series(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    number = request.GET.get("page", "")
    detail = SeriesDetail(found, request.user, day=today(), number=number)
    return render(request, "events/series.html", {"series": found, "detail": detail})


@kept_for_visitors
@login_not_required
def series_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar of a series, to subscribe to."""
    if not EXPORTS.allows(request):
        return render(request, "429.html", status=429)
    found = _visible(request, pk)
    events = of_series(found, request.user).order_by("-starts_at", "-pk")[:MOST_IN_CALENDAR]
    content = calendar(events, name=str(found))
    return calendar_answer(content)


def series_list(request: HttpRequest) -> HttpResponse:
    """Those that one looks after."""
    _require_staff(request)
    own = Series.objects.editable_by(request.user).described().counted().order_by("-pk")
    page = Paginator(own, ROWS).get_page(request.GET.get("page"))
    return render(request, "events/series_list.html", {"series": page})


def series_create(request: HttpRequest) -> HttpResponse:
    _require_staff(request)
    made = made_before(Series.objects.editable_by(request.user), request.POST)
    return _written(request, made or Series())


def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if not Series.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return _written(request, found)


def _written(request: HttpRequest, found: Series) -> HttpResponse:
    page = partial(SeriesPage, user=request.user)
    return edit(request, page, found, template="events/series_edit.html", done=_("Saved."))


def _visible(request: HttpRequest, pk: int) -> Series:
    return get_object_or_404(Series.objects.visible_to(request.user).described(), pk=pk)


def _require_staff(request: HttpRequest) -> None:
    if not posts(request.user, Event):
        raise PermissionDenied
