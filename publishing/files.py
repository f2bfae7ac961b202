"""Attachments: what may be uploaded is told from the content, never from the name."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from publishing.models import Attachment

MEGABYTES = 10
MOST = 5  # attachments beside one item or message
NAME_LENGTH = Attachment._meta.get_field("name").max_length


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be attached, and how names of such files end."""

    media_type: str
    endings: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = FileType("application/pdf", ("pdf",))
PNG = FileType("image/png", ("png",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
WEBP = FileType("image/webp", ("webp",))
DOCX = FileType(f"{_OOXML}wordprocessingml.document", ("docx",))
XLSX = FileType(f"{_OOXML}spreadsheetml.sheet", ("xlsx",))
PPTX = FileType(f"{_OOXML}presentationml.presentation", ("pptx",))
ODT = FileType(f"{_ODF}text", ("odt",))
ODS = FileType(f"{_ODF}spreadsheet", ("ods",))
ODP = FileType(f"{_ODF}presentation", ("odp",))
TYPES = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, PPTX, ODT, ODS, ODP)
ACCEPT = ",".join(f".{ending}" for known in TYPES for ending in known.endings)

# The entry that only this format has in its archive; the media type that an archive names first.
_BY_ENTRY = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_BY_MIMETYPE = {known.media_type: known for known in (ODT, ODS, ODP)}
_MACROS = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/")
_UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


def file_type(file: BinaryIO) -> FileType | None:
    """What `file` is, by its first bytes or its archive's table; None for what may not be attached.

    Nothing is unpacked, so an archive that would grow without end does no harm.
    """
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    return _office_type(file) if start.startswith(b"PK\x03\x04") else None


def _office_type(file: BinaryIO) -> FileType | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(_MACROS.search(name) for name in names):
                return None
            if "[Content_Types].xml" in names:
                return next((known for entry, known in _BY_ENTRY.items() if entry in names), None)
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    return _BY_MIMETYPE.get(entry.read(100).decode("ascii", "replace"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        pass  # broken, encrypted, or made by means this Python has not: not a document we take
    finally:
        file.seek(0)
    return None


def check_upload(upload: UploadedFile) -> FileType:
    """The type of an upload; ValidationError, with how to mend it, where it may not be attached."""
    if upload.size > MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB. Attach a smaller file."),
            params={"name": clean_name(upload.name), "limit": MEGABYTES},
        )
    found = file_type(upload)
    if found is None:
        raise ValidationError(
            _(
                "“%(name)s” cannot be attached. Choose a PDF, an image (PNG, JPEG, WebP) or a "
                "Word, Excel, PowerPoint or OpenDocument file without macros."
            ),
            params={"name": clean_name(upload.name)},
        )
    return found


def clean_name(name: str, endings: tuple[str, ...] = ()) -> str:
    """What the uploader called a file, fit to be shown and saved on any machine.

    It ends in one of `endings`, if given: what is called .html never opens as a page.
    """
    name = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).name)
    # Marks of direction would let 'exe.pdf' look like another ending.
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    stem, ending = _UNSAFE_IN_NAMES.sub("_", name).strip(" ."), ""
    if endings:
        before, dot, after = stem.rpartition(".")
        is_said = dot and after.lower() in endings
        stem, ending = (before, f".{after}") if is_said else (stem, f".{endings[0]}")
    return (stem or str(_("file")))[: NAME_LENGTH - len(ending)] + ending


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each checked; its value is a list of (upload, type)."""

    widget = MultipleFileInput

    def __init__(self, **options) -> None:
        options.setdefault("label", _("Files"))
        options.setdefault("widget", MultipleFileInput(attrs={"accept": ACCEPT}))
        options.setdefault(
            "help_text",
            format_lazy(
                _("PDF, images, Word, Excel, PowerPoint, OpenDocument; up to {limit} MB each."),
                limit=MEGABYTES,
            ),
        )
        super().__init__(**options)

    def clean(self, data, initial=None) -> list[tuple[UploadedFile, FileType]]:
        uploads = [super(FilesField, self).clean(upload, initial) for upload in data or [None]]
        uploads = [upload for upload in uploads if upload]
        if len(uploads) > MOST:
            raise ValidationError(_("Attach at most %(most)d files."), params={"most": MOST})
        return [(upload, check_upload(upload)) for upload in uploads]


def attach(
    owner: models.Model, files: Iterable[tuple[UploadedFile, FileType]], *, user
) -> list[Attachment]:
    """Keep checked `files` beside an item or a message, as the value of a FilesField gives them.

    Call it in a transaction with the row of a known owner locked. ValidationError where the owner
    would then have too many.
    """
    files = list(files)
    if Attachment.objects.about(owner).count() + len(files) > MOST:
        raise ValidationError(_("Attach at most %(most)d files."), params={"most": MOST})
    return [
        Attachment.objects.create(
            item=owner,
            file=upload,
            name=clean_name(upload.name, known.endings),
            media_type=known.media_type,
            size=upload.size,
            user=user,
        )
        for upload, known in files
    ]


def detach(attachment: Attachment) -> None:
    """Delete an attachment, and its file once that is certain."""
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))
