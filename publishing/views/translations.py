"""Translations of an item, side by side with the original."""

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.differences import Change
from partners.forms.versions import CHANGED_MEANWHILE
from partners.models import Conflict
from publishing.forms import VersionForm
from publishing.kinds import Kind
from publishing.translating import (
    Translation,
    is_fit,
    remove_translation,
    save_translation,
    translations,
)


def overview(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = kind.get_or_deny(pk, user=request.user, scope="writable_by")
    context = {"item": item, "translations": translations(item)}
    return render(request, "publishing/translations.html", context)


def translate(request: HttpRequest, kind: Kind, pk: int, language: str) -> HttpResponse:
    item = kind.get_or_deny(pk, user=request.user, scope="writable_by")
    translation = next((t for t in translations(item) if t.language == language), None)
    if translation is None:
        raise Http404
    if request.method == "POST":
        return _take(request, translation)
    return _page(request, translation, translation.form())


def _take(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Save or remove it, as the button says."""
    form, seen = translation.form(request.POST), VersionForm(request.POST)
    is_removed = "remove" in request.POST and translation.text is not None
    if not seen.is_valid() or not (is_removed or is_fit(form)):
        return _page(request, translation, form, status=422)
    about = {"user": request.user, "now": timezone.now(), **seen.cleaned_data}
    try:
        if is_removed:
            remove_translation(translation, **about)
        else:
            save_translation(form, translation.item, **about)
    except Conflict:
        translation.item.refresh_from_db()
        return _conflict(request, translation, None if is_removed else form)
    messages.success(request, _("The translation is removed.") if is_removed else _("Saved."))
    return _to_overview(translation)


def _conflict(
    request: HttpRequest, translation: Translation, form: ModelForm | None
) -> HttpResponse:
    """Somebody saved it since: both texts and a choice; but what is sent twice is done once."""
    if form is None:
        messages.error(request, CHANGED_MEANWHILE)
        return redirect(request.path)
    changes = translation.difference_to_saved(form)
    if not changes:
        return _to_overview(translation)
    return _page(request, translation, form, conflict=changes, status=409)


def _to_overview(translation: Translation) -> HttpResponse:
    item = translation.item
    return redirect("publishing:translations", item.kind_of_item, item.pk)


def _page(
    request: HttpRequest,
    translation: Translation,
    form: ModelForm,
    *,
    conflict: list[Change] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "item": translation.item,
        "translation": translation,
        "form": form,
        "sides": translation.sides(form),
        "conflict": conflict,
    }
    return render(request, "publishing/translate.html", context, status=status)
