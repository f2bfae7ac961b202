"""The portal's addresses, and what they are measured against."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from events.views.browse import event_list
from events.views.month import month
from gin.urls import urlpatterns as portal
from offers.views.browse import offer_list
from partners.models import Cluster


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


@login_not_required
def page_with_one_query(request: HttpRequest) -> HttpResponse:
    """The frame of every page, with one query: less no page of the portal can cost."""
    return render(request, "base.html", {"clusters": list(Cluster.objects.active())})


def not_kept(view: Callable) -> Callable:
    """The same page, which nobody keeps for visitors; parts of it may be remembered."""

    @login_not_required
    def drawn(request: HttpRequest, **arguments) -> HttpResponse:
        return view(request, **arguments)

    return drawn


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/page/", page_with_one_query),
    path("bench/offers/", not_kept(offer_list)),
    path("bench/events/", not_kept(event_list)),
    path("bench/events/<int:year>-<int:month>/", not_kept(month)),
    *portal,
]
