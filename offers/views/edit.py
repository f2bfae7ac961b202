"""Writing an offer: the form, drafts kept by the way, the preview, and two who write at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moves.machine import make
from offers.forms import ProfileForm
from offers.forms.profile import OpenedForm
from offers.listing import today
from offers.models import Offer
from offers.models.offers import Kind
from offers.sheet import Sheet
from offers.similar import titled_alike
from partners.models import Cluster, Organisation
from publishing.models import Conflict, State
from publishing.review import DONE
from publishing.revisions import Change

DRAFTS = (State.DRAFT, State.RETURNED)  # kept by the way; all else changes by a button


@transaction.atomic
def offer_create(request: HttpRequest) -> HttpResponse:
    if not _writes(request.user):
        return redirect("partners:pending")
    if request.method == "POST":
        return _take(request, _made_before(request) or Offer())
    kind = request.GET.get("kind")
    initial = {
        "kind": kind if kind in Kind.values else Kind.OFFER,
        "language": get_language()[:2],
        "work_languages": [get_language()[:2]],
    }
    return _page(request, _form(request, Offer(), initial=initial))


@transaction.atomic
def offer_edit(request: HttpRequest, reference: str) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.visible_to(request.user), reference=reference)
    writable = Offer.objects.writable_by(request.user).filter(pk=offer.pk)
    if request.method == "POST":
        offer = writable.select_for_update(of=("self",)).first()
        if offer:
            return _take(request, offer)
    if not writable.exists():
        raise PermissionDenied
    return _page(request, _form(request, offer))


@require_POST
@transaction.atomic
def autosave(request: HttpRequest) -> HttpResponse:
    """Keeps a draft while it is written: version, saved_at, hints; 409 if another tab has, too."""
    if not _writes(request.user):
        raise PermissionDenied
    offer = _made_before(request) or Offer()
    form = ProfileForm(request.POST, offer=offer, user=request.user, extra=_extra(request))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    now = timezone.now()
    try:
        if offer.state not in DRAFTS:
            raise Conflict
        form.save(user=request.user, now=now)
    except Conflict:
        return JsonResponse({}, status=409)
    hints = render_to_string("offers/_hints.html", _hints(form, form.offer.gaps()))
    return JsonResponse({"version": form.offer.version, "saved_at": now, "hints": hints})


def _take(request: HttpRequest, offer: Offer) -> HttpResponse:
    """What a button of the form asks for; without any, as by the Enter key, to keep it."""
    form = ProfileForm(request.POST, offer=offer, user=request.user, extra=_extra(request))
    action = request.POST.get("action", "save")
    if action == "continue":  # back from the preview
        return _page(request, form)
    must_be_complete = action == "submit" or (action == "save" and offer.state not in DRAFTS)
    if not (form.is_complete(day=today()) if must_be_complete else form.is_valid()):
        return _page(request, form, status=422)
    if action == "preview":
        return _preview(request, form)
    try:
        form.save(user=request.user, now=timezone.now())
    except Conflict:
        return _conflict(request, form, _saved(request, offer))
    return _done(request, form.offer, action)


def _done(request: HttpRequest, offer: Offer, action: str) -> HttpResponse:
    if action == "submit" and offer.state in DRAFTS:
        make("submit", offer, user=request.user)
        messages.success(request, DONE["submit"])
        return redirect(offer)
    if offer.state in DRAFTS:
        messages.success(
            request, _("Draft saved. Nobody but your organisation and cluster sees it.")
        )
        return redirect(offer.get_edit_url())
    messages.success(request, _("Saved."))
    return redirect(offer)


def _conflict(request: HttpRequest, form: ProfileForm, saved: Offer) -> HttpResponse:
    """Somebody saved it since: both texts and a choice; but what is sent twice is done once."""
    changes = form.difference_to(saved)
    if not changes:
        return redirect(saved)
    data = request.POST.copy()
    data["version"] = saved.version
    again = ProfileForm(data, offer=saved, user=request.user, extra=_extra(request))
    return _page(request, again, changes=changes, status=409)


def _page(
    request: HttpRequest, form: ProfileForm, *, changes: list[Change] = (), status: int = 200
) -> HttpResponse:
    offer = form.offer
    gaps = offer.gaps() if offer.pk and not form.facts.is_bound else {}
    context = {"form": form, "offer": offer, "changes": changes, **_hints(form, gaps)}
    return render(request, "offers/offer_form.html", context, status=status)


def _hints(form: ProfileForm, gaps: dict[str, str]) -> dict[str, Any]:
    """What stands beside the form."""
    return {
        "gaps": gaps,
        "alike": titled_alike(form.offer, form.original.title),
        "is_draft": form.offer.state in DRAFTS,
    }


def _preview(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    apart = ("csrfmiddlewaretoken", "action")
    context = {
        "form": form,
        "offer": form.offer,
        "text": form.original,
        "sheet": Sheet(form.offer, form.original),
        "is_draft": form.offer.state in DRAFTS,
        "posted": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in apart
        ],
        "alike": titled_alike(form.offer, form.original.title),
    }
    return render(request, "offers/offer_preview.html", context)


def _form(request: HttpRequest, offer: Offer, **options) -> ProfileForm:
    return ProfileForm(offer=offer, user=request.user, extra=_extra(request), **options)


def _writes(user) -> bool:
    clusters, organisations = Cluster.objects, Organisation.objects
    return clusters.staffed_by(user).exists() or organisations.represented_by(user).exists()


def _made_before(request: HttpRequest) -> Offer | None:
    """The draft that this very page has made already, locked."""
    opened = OpenedForm(request.POST)
    opened.is_valid()
    token = opened.cleaned_data.get("token")
    drafts = Offer.objects.writable_by(request.user).select_for_update(of=("self",))
    return drafts.filter(token=token).first() if token else None


def _saved(request: HttpRequest, offer: Offer) -> Offer:
    """`offer` as somebody has saved it in the meantime."""
    mine = Offer.objects.editable_by(request.user)
    saved = get_object_or_404(mine, pk=offer.pk) if offer.pk else _made_before(request)
    if saved is None:  # the page was made for somebody else's draft
        raise PermissionDenied
    return saved


def _extra(request: HttpRequest) -> Organisation | None:
    """The organisation for which the page was opened from the directory."""
    slug = request.GET.get("organisation", "").replace("\0", "")
    return Organisation.objects.listed().filter(slug=slug).first() if slug else None
