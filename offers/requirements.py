"""What a profile must say before it is submitted, by the network's type (BO, BR, TO, TR, RDR).

The rules are those of the Enterprise Europe Network's form for partnering profiles.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.lengths import too_long

LONGEST_OPEN = timedelta(days=365)
# In characters of what is read: tags do not count.
LIMITS = {
    "title": 256,
    "summary": 500,
    "description": 4000,
    "advantages": 2000,
    "expertise": 2000,
    "partner_role": 4000,
    "ipr_note": 500,
}
# How many may be chosen.
MOST = {"cooperation": 3, "technology": 5, "market": 5}

OFFERS = frozenset({"BO", "TO"})
REQUESTS = frozenset({"BR", "TR", "RDR"})
RESEARCH = frozenset({"RDR"})
# Fields that only some types have; all others are for every type.
ONLY_FOR = {
    "advantages": OFFERS,
    "expertise": REQUESTS,
    "stage": OFFERS | {"TR"},
    "ipr": OFFERS | {"TR"},
    "ipr_note": OFFERS | {"TR"},
    "programme": RESEARCH,
    "call": RESEARCH,
    "call_deadline_on": RESEARCH,
    "interest_until_on": RESEARCH,
}
# Of those that a type has, what it may leave out: stage and rights are asked of technology.
_REQUIRED_FOR = ONLY_FOR | {"stage": {"TO"}, "ipr": {"TO"}}

_MISSING = {
    "title": _("Write a title: name the thing and its use."),
    "summary": _("Write a summary: what it is, why it is better, whom you look for."),
    "description": _("Write a description: how it works, what was tested, who uses it."),
    "advantages": _("Say what is new about it, and better than what there is."),
    "expertise": _("Say what expertise or specification you seek."),
    "nace": _("Choose a sector."),
    "technology": _("Choose at least one technology keyword."),
    "stage": _("Choose the stage of development."),
    "ipr": _("Choose the state of intellectual property."),
    "cooperation": _("Choose at least one type of cooperation."),
    "partner_kinds": _("Choose at least one kind of partner."),
    "partner_role": _("Describe what the partner would do."),
    "work_languages": _("Choose at least one language to work in."),
    "programme": _("Name the programme."),
    "call": _("Name the call."),
    "call_deadline_on": _("Give the deadline of the call."),
    "interest_until_on": _("Say until when partners may come forward."),
    "closes_on": _("Choose until when it is open."),
}
ASKED = frozenset(_MISSING)  # of some type at least


def has(kind: str, field: str) -> bool:
    """Whether a profile of the network's type `kind` has this field."""
    return kind in ONLY_FOR.get(field, {kind})


def gaps(offer: models.Model, text: models.Model | None, *, day: date) -> dict[str, str]:
    """What keeps an offer with its original `text` from being published: field → how to mend it."""
    found = {}
    for field, hint in _MISSING.items():
        said = getattr(text if field in LIMITS else offer, field, None)
        if not said and offer.type in _REQUIRED_FOR.get(field, {offer.type}):
            found[field] = str(hint)
    return found | dict(_too_much(offer, text)) | dict(_bad_dates(offer, day))


def _too_much(offer: models.Model, text: models.Model | None) -> Iterator[tuple[str, str]]:
    if text:
        yield from too_long(text, LIMITS, has=partial(has, offer.type))
    for field, most in MOST.items():
        if len(getattr(offer, field)) > most:
            label = type(offer)._meta.get_field(field).verbose_name
            yield field, f"{capfirst(label)}: {too_many(most)}"


def too_many(most: int) -> str:
    return ngettext("Choose %(most)d at most.", "Choose %(most)d at most.", most) % {"most": most}


def _bad_dates(offer: models.Model, day: date) -> Iterator[tuple[str, str]]:
    if offer.closes_on and (problem := closing_problem(offer.closes_on, day=day)):
        yield "closes_on", problem
    first, last = offer.interest_until_on, offer.call_deadline_on
    if offer.type in RESEARCH and first and last and first > last:
        yield (
            "interest_until_on",
            str(_("Let the deadline for interest come before that of the call.")),
        )


def closing_problem(closes_on: date, *, day: date) -> str:
    """Why an offer cannot be open until that day, seen from `day`; empty where it can."""
    if closes_on < day:
        return str(_("Let it be open until a day that is still to come."))
    if closes_on > day + LONGEST_OPEN:
        return str(_("Let it be open for twelve months from today at most."))
    return ""
