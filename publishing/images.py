"""Pictures of items, kept in sizes. Uploads are read by partners.pictures."""

from functools import partial
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow

from partners.pictures import WIDEST
from publishing.models import Image

MOST = 6  # pictures of one item
WIDTHS = (320, 640, WIDEST)
# In the order in which a browser is offered them. JPEG is for mails and readers of old.
FORMATS = {
    "avif": {"quality": 60, "speed": 8},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
}


def add_image(
    item: models.Model, picture: Pillow.Image, *, alternative_text: str, caption: str = ""
) -> Image:
    """Keep `picture`, as `pictures.open_picture` gives it, beside `item` in all sizes and formats.

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


def share_images(item: models.Model, other: models.Model) -> None:
    """Show the pictures of `item` beside an `other` that has none; their files are there once.

    Call it in a transaction with the row of `item` locked.
    """
    Image.objects.bulk_create(
        Image(
            item=other,
            renditions=image.renditions,
            width=image.width,
            height=image.height,
            alternative_text=image.alternative_text,
            caption=image.caption,
            order=image.order,
        )
        for image in Image.objects.about(item)
    )


def remove_image(image: Image) -> None:
    """Delete a picture; and its files once that is certain, if no other item shows them."""
    names = [name for widths in image.renditions.values() for name in widths.values()]
    image.delete()
    if Image.objects.filter(renditions=image.renditions).exists():
        return
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


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
