"""The pages on which items are written: the form, drafts kept by the way, the preview, two at once.

A room that has a kind gives it three views, each in a transaction (offers/views/edit.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moves.machine import make, move_of
from partners.differences import Change
from partners.forms.versions import made_before
from partners.models import Conflict, Organisation
from publishing.item_form import ItemForm
from publishing.listing import today
from publishing.models import Item, State
from publishing.posting import posts

DRAFTS = (State.DRAFT, State.RETURNED)  # kept by the way; all else changes by a button


@dataclass(frozen=True)
class Editor:
    """How items of `model` are written.

    Its templates are one that extends publishing/item_form.html, one that extends
    publishing/item_preview.html, and the hints that stand beside the form, under what is missing.
    `context` gives what these show of a form besides.
    """

    model: type[Item]
    form_template: str
    preview_template: str
    hints_template: str
    context: Callable[[ItemForm], dict[str, Any]] = lambda form: {}

    def create(self, request: HttpRequest, *, initial: dict[str, Any]) -> HttpResponse:
        """A new item; the view has asked whether its reader `posts`."""
        if request.method == "POST":
            return self._take(request, self._made_before(request) or self.model())
        initial = {"language": get_language()[:2], **initial}
        return self._page(request, _form(request, self.model(), initial=initial))

    def edit(self, request: HttpRequest, item: Item) -> HttpResponse:
        """An item that the reader may see. Raises PermissionDenied where they may not write it."""
        writable = self.model.objects.writable_by(request.user).filter(pk=item.pk)
        if request.method == "POST":
            locked = writable.select_for_update(of=("self",)).first()
            if locked:
                return self._take(request, locked)
        if not writable.exists():
            raise PermissionDenied
        return self._page(request, _form(request, item))

    def autosave(self, request: HttpRequest) -> HttpResponse:
        """Keeps a draft while it is written: version, saved_at, hints; 409 if somebody else has."""
        if not posts(request.user, self.model):
            raise PermissionDenied
        item = self._made_before(request) or self.model()
        form = _form(request, item)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        now = timezone.now()
        try:
            if item.state not in DRAFTS:
                raise Conflict
            form.save(user=request.user, now=now)
        except Conflict:
            return JsonResponse({}, status=409)
        hints = render_to_string("publishing/_hints.html", self._context(form, gaps=item.gaps()))
        return JsonResponse({"version": item.version, "saved_at": now, "hints": hints})

    def _take(self, request: HttpRequest, item: Item) -> HttpResponse:
        """What a button of the form asks for; without any, as by the Enter key, to keep it."""
        form = _form(request, item)
        action = request.POST.get("action", "save")
        if action == "continue":  # back from the preview
            return self._page(request, form)
        is_kept = action != "preview"
        must_be_complete = action == "submit" or (is_kept and item.state not in DRAFTS)
        if not (form.is_complete(day=today()) if must_be_complete else form.is_valid()):
            return self._page(request, form, status=422)
        if action == "preview":
            context = self._context(form, posted=_posted(request))
            return render(request, self.preview_template, context)
        try:
            form.save(user=request.user, now=timezone.now())
        except Conflict:
            return self._conflict(request, form, self._saved(request, item))
        return _done(request, item, action)

    def _conflict(self, request: HttpRequest, form: ItemForm, saved: Item) -> HttpResponse:
        """Somebody saved it since: both texts and a choice; but what is sent twice is done once."""
        changes = form.difference_to(saved)
        if not changes:
            return redirect(saved.get_absolute_url())
        data = request.POST.copy()
        data["version"] = saved.version
        again = _form(request, saved, data=data)
        return self._page(request, again, changes=changes, status=409)

    def _page(
        self,
        request: HttpRequest,
        form: ItemForm,
        *,
        changes: list[Change] = (),
        status: int = 200,
    ) -> HttpResponse:
        gaps = form.item.gaps() if form.item.pk and not form.opened.is_bound else {}
        context = self._context(form, gaps=gaps, changes=changes)
        return render(request, self.form_template, context, status=status)

    def _context(self, form: ItemForm, **more) -> dict[str, Any]:
        return {
            "form": form,
            "item": form.item,
            "text": form.original,
            "is_draft": form.item.state in DRAFTS,
            "hints_template": self.hints_template,
            **self.context(form),
            **more,
        }

    def _made_before(self, request: HttpRequest) -> Item | None:
        """The draft that this very page has made already, locked."""
        drafts = self.model.objects.writable_by(request.user).select_for_update(of=("self",))
        return made_before(drafts, request.POST)

    def _saved(self, request: HttpRequest, item: Item) -> Item:
        """`item` as somebody has saved it in the meantime."""
        mine = self.model.objects.editable_by(request.user)
        saved = get_object_or_404(mine, pk=item.pk) if item.pk else self._made_before(request)
        if saved is None:  # the page was made for somebody else's draft
            raise PermissionDenied
        return saved


def _form(request: HttpRequest, item: Item, **options) -> ItemForm:
    """The form as `request` opens or sends it."""
    options.setdefault("data", request.POST if request.method == "POST" else None)
    return ItemForm(item=item, user=request.user, extra=_extra(request), **options)


def _extra(request: HttpRequest) -> Organisation | None:
    """The organisation for which the page was opened from the directory."""
    slug = request.GET.get("organisation", "").replace("\0", "")
    return Organisation.objects.listed().filter(slug=slug).first() if slug else None


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again from the preview."""
    apart = ("csrfmiddlewaretoken", "action")
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in apart
        for value in values
    ]


def _done(request: HttpRequest, item: Item, action: str) -> HttpResponse:
    if action == "submit" and item.state in DRAFTS:
        make("submit", item, user=request.user)
        messages.success(request, move_of(item, "submit").said)
        return redirect(item.get_absolute_url())
    if item.state in DRAFTS:
        messages.success(
            request, _("Draft saved. Nobody but your organisation and cluster sees it.")
        )
        return redirect(item.get_edit_url())
    messages.success(request, _("Saved."))
    return redirect(item.get_absolute_url())
