"""The page on which the profile of a cluster or an organisation is written."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from partners.differences import Change
from partners.editing import Profile
from partners.models import Conflict


def edit(
    request: HttpRequest, opened: type[Profile], item, *, template: str, done: str
) -> HttpResponse:
    """The page of `item`; what is sent is saved, and said to be `done`."""
    if request.method != "POST":
        return _page(request, template, opened(item))
    profile = opened(item, request.POST, request.FILES)
    if not profile.is_valid():
        return _page(request, template, profile, status=422)
    try:
        profile.save(now=timezone.now())
    except Conflict:
        # Both texts and a choice; but what is sent twice is done once.
        profile = profile.reopened()
        if changes := profile.changes():
            return _page(request, template, profile, changes=changes, status=409)
    messages.success(request, done)
    return redirect(item)


def _page(
    request: HttpRequest,
    template: str,
    profile: Profile,
    *,
    changes: list[Change] = (),
    status: int = 200,
) -> HttpResponse:
    context = {"profile": profile, "changes": changes}
    return render(request, template, context, status=status)
