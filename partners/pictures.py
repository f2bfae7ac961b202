"""Uploaded pictures: read with care, and freed of what the camera wrote."""

import warnings
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

MEGABYTES = 10
MOST_PIXELS = 40_000_000  # 120 MB in memory; a camera's 36 megapixels fit
WIDEST = 1280  # of what is kept
LOGO = 480  # width and height of a logo at the most
READ = ("JPEG", "PNG", "WEBP")


def open_picture(upload: UploadedFile) -> Pillow.Image:
    """The picture in `upload`, upright, in sRGB, without metadata.

    ValidationError, with how to mend it, for what is too large, broken or no picture. The size is
    read before anything is decoded, so a small file cannot fill the memory.
    """
    if upload.size > MEGABYTES * 1024 * 1024:
        raise ValidationError(
            _("The picture is larger than %(limit)d MB. Choose a smaller one."),
            params={"limit": MEGABYTES},
        )
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            # Pillow warns of large ones; the limit here is our own.
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            picture = Pillow.open(upload, formats=READ)
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise ValidationError(
                _("The picture has too many pixels. Make it at most %(limit)d megapixels."),
                params={"limit": MOST_PIXELS // 1_000_000},
            )
        # JPEG can be decoded at a fraction of its size; others ignore it.
        picture.draft("RGB", (2 * WIDEST, 2 * WIDEST))
        picture.load()
    except (OSError, SyntaxError, ValueError, Pillow.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not a picture we can read. Choose a JPEG, PNG or WebP file.")
        ) from error
    return _in_srgb(ImageOps.exif_transpose(picture))


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    profile = picture.info.get("icc_profile")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            target = ImageCms.createProfile("sRGB")
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            picture = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(BytesIO(profile)), target, outputMode=mode
            )
        except ImageCms.PyCMSError:
            pass  # a broken profile: the colours are taken as they stand
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture.info = {}  # what is there would be written again: place, camera, comments
    return picture


def as_logo(picture: Pillow.Image) -> ContentFile:
    """`picture`, as `open_picture` gives it, made small enough for a logo; under a new name."""
    picture = picture.copy()
    picture.thumbnail((LOGO, LOGO), Pillow.Resampling.LANCZOS)
    data = BytesIO()
    picture.save(data, "webp", quality=90, method=4)
    return ContentFile(data.getvalue(), name=f"{uuid4().hex}.webp")
