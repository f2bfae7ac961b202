"""The list of offers and requests."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moves.generation import kept_for_visitors
from offers.filters import Search, Sort
from offers.listing import find, today, ways_out


@kept_for_visitors
@login_not_required
def offer_list(request: HttpRequest) -> HttpResponse:
    search = Search.from_query(request.GET)
    day = today()
    page = find(search, day=day)
    context = {
        "search": search,
        "results": page,
        "sorts": Sort.offered(search),
        "ways": [] if page.lines else ways_out(search, day=day),
    }
    template = "offers/_results.html" if request.htmx else "offers/offer_list.html"
    return render(request, template, context)
