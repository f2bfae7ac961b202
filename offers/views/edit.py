"""Writing an offer or a request."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from offers.models import Offer
from offers.models.offers import Kind
from offers.sheet import Sheet
from offers.similar import titled_alike
from publishing.editing import Editor
from publishing.item_form import ItemForm
from publishing.posting import posts


def _context(form: ItemForm) -> dict[str, Any]:
    return {
        "sheet": Sheet(form.item, form.original),
        "alike": titled_alike(form.item, form.original.title),
    }


EDITOR = Editor(
    model=Offer,
    form_template="offers/offer_form.html",
    preview_template="offers/offer_preview.html",
    hints_template="offers/_hints.html",
    context=_context,
)


@transaction.atomic
def offer_create(request: HttpRequest) -> HttpResponse:
    if not posts(request.user, Offer):
        return redirect("partners:pending")
    kind = request.GET.get("kind")
    initial = {
        "kind": kind if kind in Kind.values else Kind.OFFER,
        "work_languages": [get_language()[:2]],
    }
    return EDITOR.create(request, initial=initial)


@transaction.atomic
def offer_edit(request: HttpRequest, reference: str) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.visible_to(request.user), reference=reference)
    return EDITOR.edit(request, offer)


@require_POST
@transaction.atomic
def autosave(request: HttpRequest) -> HttpResponse:
    return EDITOR.autosave(request)
