import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from moves.machine import make
from publishing.files import MOST, attach, check_upload, clean_name, file_type
from publishing.models import Attachment, Image
from tests.make import make_offer, make_published_offer

PDF = b"%PDF-1.7 invented"


def pdf(name: str = "profile.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def archive(**entries: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return data.getvalue()


def url(name: str, offer) -> str:
    return reverse(f"publishing:{name}", args=[offer.kind_of_item, offer.pk])


def attached(offer, user, name: str = "profile.pdf") -> Attachment:
    upload = pdf(name)
    return attach(offer, [(upload, check_upload(upload))], user=user)[0]


def fetch(client, file: Attachment):
    response = client.get(file.get_absolute_url())
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response, content


def jpeg() -> SimpleUploadedFile:
    data = io.BytesIO()
    Pillow.new("RGB", (400, 300), "teal").save(data, "JPEG")
    return SimpleUploadedFile("vat.jpg", data.getvalue())


# What a file is


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (archive(**{"[Content_Types].xml": "", "word/document.xml": ""}), "docx"),
        (archive(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_a_file_is_known_by_its_content(data, ending):
    assert file_type(io.BytesIO(data)).endings[0] == ending


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"MZ\x90\0",
        b"PK\x03\x04 broken",
        archive(**{"index.html": ""}),
        archive(**{"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}),
    ],
    ids=["empty", "html", "program", "broken archive", "archive", "macros"],
)
def test_what_may_not_be_attached_is_told_in_words(data):
    with pytest.raises(ValidationError) as refused:
        check_upload(pdf("profile.pdf", data))

    assert "“profile.pdf” cannot be attached" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("profile.pdf", "profile.pdf"),
        ("profile.html", "profile.html.pdf"),
        ("C:\\letters\\profile.PDF", "profile.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("in\u202efdp.exe", "infdp.exe.pdf"),
        ('a"b\r\nX: y.pdf', "a_bX_ y.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name, shown):
    assert clean_name(name, ("pdf",)).lower() == shown.lower()


def test_a_long_name_keeps_its_ending():
    assert len(clean_name("ż" * 1000 + ".pdf", ("pdf",))) == 200
    assert clean_name("ż" * 1000 + ".pdf", ("pdf",)).endswith(".pdf")


# Who may have it


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 404),
        ("stranger", 404),
        ("zgz_coordinator", 404),
        ("krk_member", 200),
        ("krk_editor", 200),
        ("administrator", 200),
    ],
)
def test_files_of_a_draft_are_for_those_who_may_see_it(who, status, krk_company, request, client):
    user = request.getfixturevalue(who)
    file = attached(make_offer(krk_company), request.getfixturevalue("krk_member"))
    if user.is_authenticated:
        client.force_login(user)

    assert fetch(client, file)[0].status_code == status


def test_files_of_what_is_published_are_for_everybody(krk_company, krk_member, client):
    file = attached(make_published_offer(krk_company), krk_member)

    assert fetch(client, file)[0].status_code == 200


def test_files_go_when_the_item_goes(krk_company, krk_member, krk_coordinator, client):
    offer = make_published_offer(krk_company)
    file = attached(offer, krk_member)
    make("archive", offer, user=krk_coordinator)

    assert fetch(client, file)[0].status_code == 404


def test_a_file_is_a_download_whatever_it_is(krk_company, krk_member, client):
    file = attached(make_published_offer(krk_company), krk_member, "żółty profile.html")

    response, content = fetch(client, file)

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Disposition"].endswith("profile.html.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert content == PDF


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9" * 30, "9" * 5000])
def test_no_such_file_is_no_such_page(number, db, client):
    assert client.get(f"/content/attachments/{number}/").status_code == 404


# The page


def test_a_writer_attaches_files_and_takes_them_away(
    krk_company, krk_member, client, django_capture_on_commit_callbacks
):
    offer = make_offer(krk_company)
    client.force_login(krk_member)

    client.post(url("attachments_add", offer), {"files": [pdf("one.pdf"), pdf("two.pdf")]})

    assert [file.name for file in Attachment.objects.about(offer)] == ["one.pdf", "two.pdf"]
    page = client.get(url("files", offer)).content.decode()
    assert "one.pdf" in page and "two.pdf" in page

    first = Attachment.objects.about(offer).first()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("attachment_remove", offer), {"pk": first.pk})

    assert [file.name for file in Attachment.objects.about(offer)] == ["two.pdf"]
    assert not first.file.storage.exists(first.file.name)


def test_a_change_of_files_is_kept_for_the_reviewer(krk_company, krk_member, client):
    offer = make_published_offer(krk_company)
    client.force_login(krk_member)

    client.post(url("attachments_add", offer), {"files": pdf()})

    offer.refresh_from_db()
    assert offer.is_changed_since_review and offer.version == 2


def test_a_refused_file_is_told_beside_the_field(krk_company, krk_member, client):
    offer = make_offer(krk_company)
    client.force_login(krk_member)

    response = client.post(url("attachments_add", offer), {"files": pdf("x.pdf", b"<html>")})

    assert response.status_code == 422
    assert "“x.pdf” cannot be attached" in response.content.decode()
    assert not Attachment.objects.exists()


def test_more_files_than_fit_are_told_so(krk_company, krk_member, client):
    offer = make_offer(krk_company)
    client.force_login(krk_member)
    for number in range(MOST):
        attached(offer, krk_member, f"{number}.pdf")

    response = client.post(url("attachments_add", offer), {"files": pdf()})

    assert response.status_code == 422 and "at most 5 files" in response.content.decode()
    offer.refresh_from_db()
    assert offer.version == 1


def test_a_writer_adds_a_picture_and_takes_it_away(krk_company, krk_member, client):
    offer = make_offer(krk_company)
    client.force_login(krk_member)

    client.post(url("image_add", offer), {"picture": jpeg(), "alternative_text": "A copper vat"})

    image = Image.objects.about(offer).get()
    assert 'alt="A copper vat"' in client.get(url("files", offer)).content.decode()

    client.post(url("image_remove", offer), {"pk": image.pk})

    assert not Image.objects.exists()


def test_a_picture_needs_words_and_keeps_what_was_typed(krk_company, krk_member, client):
    offer = make_offer(krk_company)
    client.force_login(krk_member)

    response = client.post(url("image_add", offer), {"picture": jpeg(), "caption": "Made in 1911"})

    assert response.status_code == 422 and "Made in 1911" in response.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize("name", ["image_remove", "attachment_remove"])
@pytest.mark.parametrize("number", ["", "x", "-1", "0", "9" * 18, "9" * 30, "\0"])
def test_what_is_not_there_cannot_be_removed(name, number, krk_company, krk_member, client):
    offer = make_offer(krk_company)
    client.force_login(krk_member)

    assert client.post(url(name, offer), {"pk": number}).status_code == 404


def test_files_of_another_item_cannot_be_removed(krk_company, zgz_company, krk_member, client):
    own, foreign = make_offer(krk_company), make_offer(zgz_company)
    file = attached(foreign, krk_member)
    client.force_login(krk_member)

    assert client.post(url("attachment_remove", own), {"pk": file.pk}).status_code == 404
    assert Attachment.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("zgz_coordinator", [404, 403]),
        ("stranger", [404, 403]),
        ("krk_editor", [200, 200]),
        ("krk_member", [200, 200]),
    ],
)
def test_the_page_is_for_writers(who, statuses, krk_company, request, client):
    client.force_login(request.getfixturevalue(who))

    offers = make_offer(krk_company), make_published_offer(krk_company)
    assert [client.get(url("files", offer)).status_code for offer in offers] == statuses


def test_files_of_what_is_archived_stay_as_they_are(krk_company, krk_member, client):
    offer = make_published_offer(krk_company)
    make("archive", offer, user=krk_member)
    client.force_login(krk_member)

    assert client.post(url("attachments_add", offer), {"files": pdf()}).status_code == 403
