"""One offer, and what a reader does with it besides replying."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moves.generation import kept_for_visitors
from offers import writing
from offers.detail import Detail
from offers.forms.extension import ExtensionForm
from offers.listing import OFFERS
from offers.models import Bookmark, Offer
from partners.limits import Limit
from partners.redirects import next_url
from publishing.listing import today

KEPT = Limit("bookmark", times=200, seconds=3600)


@kept_for_visitors
@login_not_required
def offer_detail(request: HttpRequest, reference: str) -> HttpResponse:
    offers = Offer.objects.visible_to(request.user).described()
    offer = get_object_or_404(offers, reference=reference)
    day = today()
    OFFERS.roll(day)
    detail = Detail(offer, request.user, day, language=request.GET.get("text", ""))
    return render(request, "offers/offer_detail.html", {"offer": offer, "detail": detail})


@require_POST
def bookmark(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep it in sight, or with `keep` empty no longer."""
    offer = get_object_or_404(Offer.objects.visible_to(request.user), reference=reference)
    if not request.POST.get("keep"):
        Bookmark.objects.filter(user=request.user, offer=offer).delete()
    elif KEPT.allows(request):
        Bookmark.objects.get_or_create(user=request.user, offer=offer)
    else:
        messages.error(request, _("You have saved many offers just now. Try again in an hour."))
    return redirect(next_url(request, offer.get_absolute_url()))


@transaction.atomic
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    offer = _own(request, reference)
    form = ExtensionForm(request.POST or None, offer=offer, day=today())
    if request.method == "POST" and form.is_valid():
        writing.extend(offer, form.cleaned_data["closes_on"], user=request.user, now=timezone.now())
        messages.success(request, _("It is open until the day you chose."))
        return redirect(next_url(request, offer.get_absolute_url()))
    context = {"offer": offer, "form": form, "next": next_url(request, "")}
    return render(request, "offers/offer_extend.html", context, status=422 if form.errors else 200)


@require_POST
@transaction.atomic
def replies(request: HttpRequest, reference: str) -> HttpResponse:
    """Take replies, or with `accept` empty none any more."""
    offer = _own(request, reference)
    accepts = bool(request.POST.get("accept"))
    writing.accept_interest(offer, accepts=accepts, user=request.user, now=timezone.now())
    messages.success(
        request, _("It takes replies.") if accepts else _("It takes no more replies for now.")
    )
    return redirect(next_url(request, offer.get_absolute_url()))


def _own(request: HttpRequest, reference: str) -> Offer:
    """A published offer of the user's, its row locked; who may only see it is denied."""
    offer = get_object_or_404(Offer.objects.visible_to(request.user), reference=reference)
    own = Offer.objects.published().writable_by(request.user)
    locked = own.select_for_update(of=("self",)).filter(pk=offer.pk).first()
    if locked is None:
        raise PermissionDenied
    return locked
