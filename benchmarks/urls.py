"""The portal's addresses, and what they are measured against."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

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


@login_not_required
def list_not_kept(request: HttpRequest) -> HttpResponse:
    return offer_list(request)


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/page/", page_with_one_query),
    path("bench/list/", list_not_kept),
    *portal,
]
