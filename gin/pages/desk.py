"""Where a person starts once they have signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gin.desk import Desk


def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "gin/desk.html", {"desk": Desk(request.user, now=timezone.now())})
