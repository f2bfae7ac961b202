"""What those who register are told by mail: one function a message."""

from django.utils.translation import override

from events import feedback
from events.calendar import appointment, file_name, location
from events.models import Registration
from events.models.registrations import State
from events.times import Times
from moves.models import Decision
from partners.mailing import File, send, tell
from partners.models import User
from publishing.mail import writers
from publishing.models import Attachment

# Move → the message that tells of it, and what it does to the person's calendar.
_TOLD = {
    "request": ("requested", ""),
    "place": ("placed", "REQUEST"),
    "approve": ("placed", "REQUEST"),
    "queue": ("waiting", ""),
    "approve_later": ("waiting", ""),
    "offer": ("offered", ""),
    "lapse": ("lapsed", ""),
    "decline": ("declined", ""),
    "cancel": ("cancelled", "CANCEL"),
    "remove": ("removed", "CANCEL"),
}


def confirmation_asked(registration: Registration) -> None:
    """Ask who has registered whether the address is theirs, or remind them that they have."""
    is_new = registration.state == State.UNCONFIRMED
    _tell(registration, "confirm" if is_new else "already")


def decided(decision: Decision) -> None:
    """Tell what became of a registration; nothing of what is no longer so."""
    registration: Registration = decision.item
    if registration.state != decision.to_state or decision.move not in _TOLD:
        return
    template, method = _TOLD[decision.move]
    if method == "CANCEL" and decision.from_state != State.PLACED:
        method = ""  # it was in no calendar
    if decision.from_state == State.UNCONFIRMED and decision.to_state == State.CANCELLED:
        return
    _tell(registration, template, method=method, note=decision.note)
    if decision.move == "request":
        _ask_for_approval(registration)


def _ask_for_approval(registration: Registration) -> None:
    """Tell who wrote the event that somebody waits for them; else who decides for the cluster."""
    event = registration.event
    for user in writers(event) or User.objects.deciding_for(event.cluster):
        tell(user, "events/mail/to_approve", registration=registration, event=event)


def changed(registration: Registration) -> None:
    """Tell of a new time or place."""
    _tell(registration, "changed", method="REQUEST" if registration.has_seat else "")


def reminded(registration: Registration) -> None:
    """Remind of what begins soon."""
    _tell(registration, "reminded")


def thanked(registration: Registration) -> None:
    """Thank for coming, say where the materials are, and ask how it was."""
    event = registration.event
    until = feedback.open_until(event).astimezone(event.zone)
    _tell(registration, "thanked", materials=Attachment.objects.about(event), asked_until=until)


def materials_shared(registration: Registration) -> None:
    """Tell of materials that have come since they were thanked."""
    _tell(registration, "materials", materials=Attachment.objects.about(registration.event))


def called_off(registration: Registration, *, note: str) -> None:
    """Tell that the event does not take place."""
    method = "CANCEL" if registration.has_seat else ""
    _tell(registration, "called_off", method=method, note=note)


def _tell(registration: Registration, template: str, *, method: str = "", **context) -> None:
    event = registration.event
    send(
        f"events/mail/{template}",
        registration.email,
        language=registration.language,
        name=registration.name,
        context={
            "registration": registration,
            "event": event,
            "times": Times(event),
            "location": location(event),
            "position": registration.position(),
            "until": registration.offered_until,
            **context,
        },
        files=[_file(registration, method)] if method else [],
    )


def _file(registration: Registration, method: str) -> File:
    """The event for the calendar of the person, in the language of the mail."""
    with override(registration.language):
        content = appointment(registration, method=method).decode()
    return file_name(registration.event), content, f"text/calendar; method={method}"
