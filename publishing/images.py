"""Pictures of items: read with care, freed of what the camera wrote, kept in sizes."""

import warnings
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from publishing.models import Image

MEGABYTES = 10
MOST = 6  # pictures of one item
MOST_PIXELS = 40_000_000  # 120 MB in memory; a camera's 36 megapixels fit
WIDTHS = (320, 640, 1280)
READ = ("JPEG", "PNG", "WEBP")
# In the order in which a browser is offered them. JPEG is for mails and readers of old.
FORMATS = {
    "avif": {"quality": 60, "speed": 8},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
}


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
        picture.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
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


def add_image(
    item: models.Model, picture: Pillow.Image, *, alternative_text: str, caption: str = ""
) -> Image:
    """Keep `picture`, as `open_picture` gives it, beside `item` in all sizes and formats.

    Call it in a transaction with the row of the item locked. ValidationError where it has enough.
    """
    known = Image.objects.about(item).count()
    if known >= MOST:
        raise ValidationError(_("An item has at most %(most)d pictures."), params={"most": MOST})
    renditions = _write(picture)
    return Image.objects.create(
        item=item,
        renditions=renditions,
        width=picture.width,
        height=picture.height,
        alternative_text=alternative_text,
        caption=caption,
        order=known,
    )


def remove_image(image: Image) -> None:
    """Delete a picture, and its files once that is certain."""
    names = [name for widths in image.renditions.values() for name in widths.values()]
    image.delete()
    transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


def _write(picture: Pillow.Image) -> dict[str, dict[str, str]]:
    """Store the renditions under a name nobody can guess: format → width → name."""
    folder = f"images/{uuid4().hex}"
    widths = [width for width in WIDTHS if width < picture.width]
    widths.append(min(picture.width, WIDTHS[-1]))
    renditions: dict[str, dict[str, str]] = {name: {} for name in FORMATS}
    for width in dict.fromkeys(widths):
        height = max(1, round(picture.height * width / picture.width))
        sized = picture.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
        for name, options in FORMATS.items():
            data = BytesIO()
            _fit(sized, name).save(data, name, **options)
            renditions[name][str(width)] = default_storage.save(
                f"{folder}/{width}.{name}", ContentFile(data.getvalue())
            )
    return renditions


def _fit(picture: Pillow.Image, name: str) -> Pillow.Image:
    """JPEG knows no transparency: it is laid on white."""
    if name != "jpeg" or picture.mode == "RGB":
        return picture
    ground = Pillow.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
