"""Pictures and attachments of an item."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from publishing.files import attach, detach
from publishing.forms import AttachmentsForm, ImageForm
from publishing.images import add_image, remove_image
from publishing.kinds import Kind
from publishing.models import Attachment, Image, Item
from publishing.saving import saving


def files(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    return _page(request, _item(request, kind, pk))


@require_POST
def image_add(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = _item(request, kind, pk)
    form = ImageForm(request.POST, request.FILES)
    if form.is_valid():
        words = dict(form.cleaned_data)
        try:
            with saving(item, user=request.user, now=timezone.now()):
                add_image(item, words.pop("picture"), **words)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _changed(request, kind, pk, _("The picture is added."))
    return _page(request, item, image_form=form)


@require_POST
def image_remove(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = _item(request, kind, pk)
    image = get_object_or_404(Image.objects.about(item), pk=_number(request))
    with saving(item, user=request.user, now=timezone.now()):
        remove_image(image)
    return _changed(request, kind, pk, _("The picture is removed."))


@require_POST
def attachments_add(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = _item(request, kind, pk)
    form = AttachmentsForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with saving(item, user=request.user, now=timezone.now()):
                attach(item, form.cleaned_data["files"], user=request.user)
        except ValidationError as error:
            form.add_error("files", error)
        else:
            return _changed(request, kind, pk, _("The files are attached."))
    return _page(request, item, attachments_form=form)


@require_POST
def attachment_remove(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    item = _item(request, kind, pk)
    attachment = get_object_or_404(Attachment.objects.about(item), pk=_number(request))
    with saving(item, user=request.user, now=timezone.now()):
        detach(attachment)
    return _changed(request, kind, pk, _("The file is removed."))


@login_not_required
@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Always a download, whatever it is: nothing that was uploaded opens as a page of ours."""
    found = get_object_or_404(Attachment, pk=pk)
    if not found.is_visible_to(request.user):
        raise Http404
    return FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type=found.media_type
    )


def _item(request: HttpRequest, kind: Kind, pk: int) -> Item:
    return kind.get_or_deny(pk, user=request.user, scope="writable_by")


def _number(request: HttpRequest) -> int:
    """Which of them the button means."""
    number = request.POST.get("pk", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return int(number)


def _changed(request: HttpRequest, kind: Kind, pk: int, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("publishing:files", kind, pk)


def _page(
    request: HttpRequest,
    item: Item,
    *,
    image_form: ImageForm | None = None,
    attachments_form: AttachmentsForm | None = None,
) -> HttpResponse:
    context = {
        "item": item,
        "images": Image.objects.about(item),
        "attachments": Attachment.objects.about(item),
        "image_form": image_form or ImageForm(),
        "attachments_form": attachments_form or AttachmentsForm(),
    }
    is_refused = image_form is not None or attachments_form is not None
    return render(request, "publishing/files.html", context, status=422 if is_refused else 200)
