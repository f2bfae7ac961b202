"""Mails are written as templates, in the language of who gets them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, engines
from django.utils.translation import override

from partners.models import User

# A file that goes with a mail: its name, content and media type.
File = tuple[str, str, str]


def send(
    template: str,
    to: str,
    *,
    language: str,
    context: Mapping[str, Any],
    name: str = "",
    stop_path: str = "",
    files: Sequence[File] = (),
) -> None:
    """Send `<template>_subject.txt` and `<template>.txt` (which extends mail.txt) to one address.

    Both are rendered as plain text in `language`. They know `name`, to greet with, and `site`, the
    address to put before a path: links lead to the page in that language. Mails that come again and
    again have a `stop_path`: a page that asks whether to stop them, and by POST stops them.
    """
    # RFC 3834: no 'out of office' answers.
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    if stop_path:  # RFC 8058: one click, in the mail program itself
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}{stop_path}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    known = {"name": name, "site": settings.SITE_URL, "stop_path": stop_path, **context}
    engine = engines["django"].engine
    with override(language):
        subject, body = (
            engine.get_template(f"{template}{part}.txt").render(Context(known, autoescape=False))
            for part in ("_subject", "")
        )
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[to],
        headers=headers,
        attachments=list(files),
    ).send()


def tell(user: User, template: str, *, stop_path: str = "", **context) -> None:
    """Send a template to a person, in their language and with their name."""
    send(
        template,
        user.email,
        language=user.language,
        name=user.first_name,
        context=context,
        stop_path=stop_path,
    )
