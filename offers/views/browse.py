"""The list of offers and requests."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from moves.generation import kept_for_visitors, remembered
from offers.filters import Search
from offers.listing import find, today, ways_out
from partners.limits import Limit

SEARCHES = Limit("search", times=120, seconds=60)


@kept_for_visitors
@login_not_required
def offer_list(request: HttpRequest) -> HttpResponse:
    search = Search.from_query(request.GET)
    if search.text and not SEARCHES.allows(request):
        return render(request, "429.html", status=429)
    parts = remembered(lambda: _drawn(search), "offers", search.query(cursor=search.cursor))
    template = "offers/_answer.html" if request.htmx else "offers/offer_list.html"
    return render(request, template, {"search": search, **parts})


def _drawn(search: Search) -> dict[str, str]:
    """The two parts of the page that depend on the search, the same for every reader."""
    day = today()
    page = find(search, day=day)
    context = {
        "search": search,
        "results": page,
        "ways": [] if page.lines else ways_out(search, day=day),
    }
    return {
        "results": render_to_string("offers/_results.html", context),
        "facets": render_to_string("offers/_facets.html", context),
    }
