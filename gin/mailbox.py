"""A mailbox instead of a mail server: for the demo network and for development.

Each mail is a file in MAILBOX_DIR. The pages show all of them to everybody, so they are there
only while the setting MAILBOX is on: with it, every address is invented.
"""

import email
import time
from collections.abc import Iterator, Sequence
from email.message import EmailMessage as ParsedMessage
from email.policy import default
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

PAGE_SIZE = 30


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, content: bytes) -> None:
        """At once or not at all. The names sort by time."""
        name = f"{time.time_ns()}-{uuid4().hex[:8]}"
        unfinished = settings.MAILBOX_DIR / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(settings.MAILBOX_DIR / f"{name}.eml")


@login_not_required
def mailbox(request: HttpRequest) -> HttpResponse:
    """What the portal has sent, newest first."""
    paths = Paginator(sorted(_folder().glob("*.eml"), reverse=True), PAGE_SIZE)
    page = paths.get_page(request.GET.get("page"))
    mails = [(path.stem, _parse(path)) for path in page]
    return render(request, "gin/mailbox.html", {"mails": mails, "pages": page})


@login_not_required
def mail(request: HttpRequest, name: str) -> HttpResponse:
    message = _read(name)
    context = {
        "mail": message,
        "name": name,
        "language": message["Content-Language"] or "",
        "body": message.get_body(("plain",)).get_content(),
        "files": [(part.get_filename(), len(_content(part))) for part in _files(message)],
    }
    return render(request, "gin/mail.html", context)


@login_not_required
def mail_file(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A file that came with a mail, as a mail program would hand it to a calendar."""
    files = list(_files(_read(name)))
    if number >= len(files):
        raise Http404
    part = files[number]
    return FileResponse(
        BytesIO(_content(part)),
        as_attachment=True,
        filename=part.get_filename(),
        content_type=part.get_content_type(),
    )


def _files(message: ParsedMessage) -> Iterator[ParsedMessage]:
    return (part for part in message.walk() if part.get_content_disposition() == "attachment")


def _content(part: ParsedMessage) -> bytes:
    return part.get_payload(decode=True)


def _read(name: str) -> ParsedMessage:
    path = _folder() / f"{name}.eml"
    if not path.is_file():
        raise Http404
    return _parse(path)


def _folder() -> Path:
    if not settings.MAILBOX:
        raise Http404
    return settings.MAILBOX_DIR


def _parse(path: Path) -> ParsedMessage:
    return email.message_from_bytes(path.read_bytes(), policy=default)
