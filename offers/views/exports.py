"""The list of offers for other programs, under the same filters."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from moves.generation import kept_for_visitors
from offers.exports import atom, csv_lines, found, json_lines
from offers.filters import Search
from offers.listing import roll, today
from partners.limits import Limit

EXPORTS = Limit("export", times=30, seconds=60)


@login_not_required
def offers_csv(request: HttpRequest) -> HttpResponse:
    return _file(request, csv_lines, "text/csv; charset=utf-8", "offers.csv")


@login_not_required
def offers_json(request: HttpRequest) -> HttpResponse:
    return _file(request, json_lines, "application/json", "offers.json")


@kept_for_visitors
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    if not EXPORTS.allows(request):
        return render(request, "429.html", status=429)
    roll(today())
    search = Search.from_query(request.GET)
    list_url = request.build_absolute_uri(reverse("offers:list") + search.query())
    url = request.build_absolute_uri()
    text = atom(search, url=url, list_url=list_url)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _file(request: HttpRequest, lines, content_type: str, name: str) -> HttpResponse:
    if not EXPORTS.allows(request):
        return render(request, "429.html", status=429)
    roll(today())
    positions = found(Search.from_query(request.GET))
    return StreamingHttpResponse(
        lines(positions),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
