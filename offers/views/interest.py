"""Replying to an offer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.detail import NOBODY, OWN, Detail
from offers.forms.interest import InterestForm
from offers.interests import express_interest
from offers.models import Offer
from partners.limits import Limit
from publishing.listing import today
from threads.conversation import AlreadyOpen

LIMIT = Limit("interest", times=20, seconds=3600)


def interest(request: HttpRequest, reference: str) -> HttpResponse:
    offers = Offer.objects.known_to(request.user).described()
    detail = Detail(get_object_or_404(offers, reference=reference), request.user, today())
    who = {"offer": detail.item, "user": request.user}
    if detail.hindrance in (OWN, NOBODY):
        return _page(request, detail, InterestForm(**who), status=403)
    if request.method == "POST":
        return _take(request, detail, InterestForm(request.POST, request.FILES, **who))
    return _page(request, detail, InterestForm(**who), already=detail.thread)


def _take(request: HttpRequest, detail: Detail, form: InterestForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, detail, form, status=422)
    if not LIMIT.allows(request):
        form.add_error(None, _("You have sent many replies just now. Try again in an hour."))
        return _page(request, detail, form, status=429)
    now = timezone.now()
    try:
        thread = express_interest(detail.item, user=request.user, now=now, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        already = error.thread if isinstance(error, AlreadyOpen) else None
        return _page(request, detail, form, already=already, status=422)
    messages.success(request, _("Sent. You get an e-mail as soon as you are answered."))
    return redirect(thread)


def _page(
    request: HttpRequest, detail: Detail, form: InterestForm, *, already=None, status: int = 200
) -> HttpResponse:
    is_visible = Offer.objects.visible_to(request.user).filter(pk=detail.item.pk).exists()
    context = {
        "offer": detail.item,
        "detail": detail,
        "form": form,
        "already": already,
        "is_visible": is_visible,
    }
    return render(request, "offers/interest.html", context, status=status)
