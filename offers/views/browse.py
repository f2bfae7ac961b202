"""The list of offers and requests, for people and for other programs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from moves.generation import kept_for_visitors
from offers.exports import OPEN_DATA
from offers.filters import Search
from offers.listing import OFFERS
from publishing.views.browse import atom_feed, csv_file, item_list, json_file


@kept_for_visitors
@login_not_required
def offer_list(request: HttpRequest) -> HttpResponse:
    search = Search.from_query(request.GET)
    return item_list(request, search, OFFERS, room="offers", page="offer_list.html")


@login_not_required
def offers_csv(request: HttpRequest) -> HttpResponse:
    return csv_file(request, Search.from_query(request.GET), OPEN_DATA)


@login_not_required
def offers_json(request: HttpRequest) -> HttpResponse:
    return json_file(request, Search.from_query(request.GET), OPEN_DATA)


@kept_for_visitors
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    return atom_feed(request, Search.from_query(request.GET), OPEN_DATA)
