"""The page on which something is written whose texts stand side by side, such as a profile."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from partners.differences import Change
from partners.editing import Written
from partners.models import Conflict


def edit(
    request: HttpRequest, opened: Callable[..., Written], item, *, template: str, done: str
) -> HttpResponse:
    """The page of `item`, which may be new; what is sent is saved, and said to be `done`."""
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
    return redirect(profile.item.get_absolute_url())


def _page(
    request: HttpRequest,
    template: str,
    profile: Written,
    *,
    changes: list[Change] = (),
    status: int = 200,
) -> HttpResponse:
    context = {"profile": profile, "changes": changes}
    return render(request, template, context, status=status)
