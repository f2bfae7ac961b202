"""Pages about the portal itself, which change with the code and not with the content."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "gin/about.html")


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "gin/accessibility.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "gin/privacy.html")
