"""Translations of an item, side by side with the original."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.forms import CHANGED_MEANWHILE, VersionForm
from publishing.kinds import Kind
from publishing.models import Conflict
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
    form = translation.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _save(request, translation, form):
        return redirect("publishing:translations", kind, pk)
    context = {
        "item": item,
        "translation": translation,
        "form": form,
        "sides": translation.sides(form),
    }
    return render(
        request, "publishing/translate.html", context, status=422 if form.is_bound else 200
    )


def _save(request: HttpRequest, translation: Translation, form) -> bool:
    """Save or remove it, as the button says. If that is refused, the form says why: False."""
    seen = VersionForm(request.POST)
    is_removed = "remove" in request.POST and translation.text is not None
    if not seen.is_valid() or not (is_removed or is_fit(form)):
        return False
    about = {"user": request.user, "now": timezone.now(), **seen.cleaned_data}
    try:
        if is_removed:
            remove_translation(translation, **about)
            messages.success(request, _("The translation is removed."))
        else:
            save_translation(form, translation.item, **about)
            messages.success(request, _("The translation is saved."))
    except Conflict:
        translation.item.refresh_from_db()
        form.add_error(None, CHANGED_MEANWHILE)
        return False
    return True
