from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from partners.pictures import open_picture
from publishing.images import FORMATS, MOST, add_image, remove_image
from publishing.models import Image
from tests.make import make_offer


def upload(width: int = 900, height: int = 600, mode: str = "RGB", kind: str = "JPEG", **options):
    data = BytesIO()
    Pillow.new(mode, (width, height), "teal").save(data, kind, **options)
    return SimpleUploadedFile("picture.jpg", data.getvalue())


def camera_data(*, orientation: int = 1) -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (50.0, 3.0, 0.0)  # where it was taken
    return exif


def content(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def written(image: Image, name: str, width: str) -> Pillow.Image:
    picture = Pillow.open(BytesIO(content(image.renditions[name][width])))
    picture.load()
    return picture


def test_a_picture_is_kept_in_sizes_no_larger_than_itself(krakow):
    image = add_image(make_offer(cluster=krakow), open_picture(upload()), alternative_text="A vat")

    assert set(image.renditions) == {"avif", "webp", "jpeg"}
    for name in FORMATS:
        assert list(image.renditions[name]) == ["320", "640", "900"]
    assert written(image, "webp", "320").size == (320, 213)
    assert written(image, "avif", "900").format == "AVIF"


def test_what_the_camera_wrote_is_taken_out(krakow):
    picture = open_picture(upload(exif=camera_data(), comment=b"secret place"))
    image = add_image(make_offer(cluster=krakow), picture, alternative_text="A vat")

    for name, widths in image.renditions.items():
        for width in widths:
            kept = written(image, name, width)
            assert not kept.getexif() and "comment" not in kept.info
            assert b"secret place" not in content(widths[width])


def test_a_picture_taken_sideways_is_turned():
    assert open_picture(upload(900, 600, exif=camera_data(orientation=6))).size == (600, 900)


def test_transparent_ground_is_laid_on_white_for_jpeg(krakow):
    data = BytesIO()
    Pillow.new("RGBA", (50, 50), (0, 0, 0, 0)).save(data, "PNG")
    picture = open_picture(SimpleUploadedFile("logo.png", data.getvalue()))
    image = add_image(make_offer(cluster=krakow), picture, alternative_text="A logo")

    assert written(image, "jpeg", "50").getpixel((10, 10)) == (255, 255, 255)
    assert written(image, "webp", "50").getpixel((10, 10))[3] == 0


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"%PDF-1.7", b"<svg onload='alert(1)'/>", b"\xff\xd8\xff\xe0broken"],
    ids=["empty", "text", "pdf", "svg", "broken"],
)
def test_what_is_no_picture_is_refused_in_words(data):
    with pytest.raises(ValidationError, match="not a picture we can read"):
        open_picture(SimpleUploadedFile("picture.jpg", data))


def test_a_cut_off_picture_is_refused():
    whole = upload().read()

    with pytest.raises(ValidationError, match="not a picture"):
        open_picture(SimpleUploadedFile("picture.jpg", whole[: len(whole) // 2]))


def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_decoded():
    bomb = upload(9000, 9000, mode="1", kind="PNG")
    assert bomb.size < 200_000

    with pytest.raises(ValidationError, match="too many pixels"):
        open_picture(bomb)


def test_a_heavy_file_is_refused():
    heavy = upload()
    heavy.size = 11 * 1024 * 1024

    with pytest.raises(ValidationError, match="larger than 10 MB"):
        open_picture(heavy)


def test_an_item_has_a_handful_of_pictures(krakow):
    offer = make_offer(cluster=krakow)
    picture = open_picture(upload(40, 40))
    for _number in range(MOST):
        add_image(offer, picture, alternative_text="A vat")

    with pytest.raises(ValidationError, match="at most 6"):
        add_image(offer, picture, alternative_text="A vat")


def test_a_removed_picture_leaves_no_file(krakow, django_capture_on_commit_callbacks):
    image = add_image(make_offer(cluster=krakow), open_picture(upload()), alternative_text="A vat")
    names = [name for widths in image.renditions.values() for name in widths.values()]

    with django_capture_on_commit_callbacks(execute=True):
        remove_image(image)

    assert not any(default_storage.exists(name) for name in names)


def test_a_page_offers_the_smallest_format_first(krakow):
    image = add_image(make_offer(cluster=krakow), open_picture(upload()), alternative_text="A vat")

    assert [kind for kind, _srcset in image.sources] == ["image/avif", "image/webp", "image/jpeg"]
    assert "320w" in image.sources[0][1] and image.url.endswith("900.jpeg")
