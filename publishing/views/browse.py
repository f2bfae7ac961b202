"""The list of one kind of items, and the same list for other programs. For the views of rooms."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from moves.generation import remembered
from partners.filters import Search
from partners.limits import Limit
from publishing.exports import OpenData
from publishing.listing import Catalogue, today

SEARCHES = Limit("search", times=120, seconds=60)
EXPORTS = Limit("export", times=30, seconds=60)


def item_list(
    request: HttpRequest, search: Search, catalogue: Catalogue, *, room: str, page: str
) -> HttpResponse:
    """The page `<room>/<page>`, or for htmx the parts of it that depend on the search.

    They are the same for all readers; its results are drawn by `<room>/_results.html`.
    """
    if search.text and not SEARCHES.allows(request):
        return render(request, "429.html", status=429)

    def drawn() -> dict[str, str]:
        day = today()
        results = catalogue.find(search, day=day)
        ways = [] if results.lines else catalogue.ways_out(search, day=day)
        context = {"search": search, "results": results, "ways": ways}
        return {
            "results": render_to_string(f"{room}/_results.html", context),
            "facets": render_to_string("publishing/_facets.html", context),
        }

    parts = remembered(drawn, room, search.key)
    template = "publishing/_answer.html" if request.htmx else f"{room}/{page}"
    return render(request, template, {"search": search, **parts})


def csv_file(request: HttpRequest, search: Search, data: OpenData) -> HttpResponse:
    lines = data.csv_lines
    return _file(request, search, data, lines, ending="csv", content_type="text/csv; charset=utf-8")


def json_file(request: HttpRequest, search: Search, data: OpenData) -> HttpResponse:
    lines = data.json_lines
    return _file(request, search, data, lines, ending="json", content_type="application/json")


def atom_feed(request: HttpRequest, search: Search, data: OpenData) -> HttpResponse:
    if not EXPORTS.allows(request):
        return render(request, "429.html", status=429)
    data.catalogue.roll(today())
    list_url = request.build_absolute_uri(reverse(data.list_name) + search.query())
    text = data.atom(search, url=request.build_absolute_uri(), list_url=list_url)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _file(
    request: HttpRequest,
    search: Search,
    data: OpenData,
    lines: Callable[[list[int]], Iterator[str]],
    *,
    ending: str,
    content_type: str,
) -> HttpResponse:
    if not EXPORTS.allows(request):
        return render(request, "429.html", status=429)
    data.catalogue.roll(today())
    return StreamingHttpResponse(
        lines(data.found(search)),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{data.file_name}.{ending}"'},
    )
