"""How views answer with iCalendar."""

from django.http import HttpResponse


def calendar_answer(content: bytes, *, file_name: str = "") -> HttpResponse:
    """A calendar for a program that reads it, or with a `file_name` to be kept as a file."""
    disposition = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers=disposition if file_name else None,
    )
