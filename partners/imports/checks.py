"""Checking rows by the rules of the model, each different value once."""

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from partners.imports.sources import Row
from partners.models import Organisation
from partners.names import name_key
from partners.vocabularies import DATA, labels

# What a row may bring, in the order in which faults are told.
FIELDS = (
    "source_id",
    "legal_name",
    "short_name",
    "kind",
    "country",
    "city",
    "nuts",
    "founded",
    "nace",
    "size",
    "website",
    "technology",
    "market",
    "lat",
    "lng",
)
LISTS = ("technology", "market")
# Addresses that Django's URLValidator surely takes, told twenty times faster; others are asked.
PLAIN_URL = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,9}[a-z]{2,63}(?:/[!-~]*)?"
)
_SEPARATOR = re.compile(r"[|;,]")
KEY_LENGTH = Organisation._meta.get_field("name_key").max_length


class Fault(str):
    """What is wrong with a value, in words."""


class Checker:
    """Turns the raw values of a row into values of the model, or says what is wrong with them.

    Every field is cleaned by the model's own field, as forms do; codes must stand in the loaded
    lists. Most values come again and again, so each is cleaned once.
    """

    def __init__(self) -> None:
        self._regions = Regions(labels("nuts", "en"))
        self._clean: dict[str, Callable[[str], Any]] = {}
        for name in FIELDS:
            field = Organisation._meta.get_field(name)
            self._clean[name] = self._cleaner(name, field)
        self._known: dict[str, dict[str, Any]] = {name: {} for name in FIELDS}
        self._nothing = {name: self._cleaned(name, "") for name in FIELDS}

    def check(self, row: Row) -> tuple[dict[str, Any], list[str]]:
        """(values by field, faults); the values are whole only if there is no fault."""
        values = self._nothing.copy()
        for name, raw in row.items():
            known = self._known.get(name)
            if known is None:
                continue  # no field of the model
            if raw not in known:
                known[raw] = self._cleaned(name, raw)
            values[name] = known[raw]
        faults = [f"{k}: {value}" for k, value in values.items() if value.__class__ is Fault]
        if not faults:
            values["name_key"] = name_key(values["legal_name"], values["country"])[:KEY_LENGTH]
            if not values["name_key"]:
                faults.append("legal_name: a name has letters or digits")
            elif values["nuts"] and _country(values["nuts"]) != values["country"]:
                faults.append(f"nuts: {values['nuts']} is not in {values['country']}")
        return values, faults

    def _cleaned(self, name: str, raw: str) -> Any:
        try:
            return self._clean[name](" ".join(raw.split()))
        except ValidationError as error:
            return Fault(" ".join(error.messages))

    def _cleaner(self, name: str, field: models.Field) -> Callable[[str], Any]:
        def plain(raw: str) -> Any:
            return field.clean(raw or (None if field.null else raw), None)

        def website(raw: str) -> str:
            if PLAIN_URL.fullmatch(raw) and len(raw) <= field.max_length:
                return raw
            return plain(f"https://{raw}" if raw and "://" not in raw else raw)

        def degrees(raw: str) -> Any:
            places = getattr(field, "decimal_places", None)
            if raw and places is not None:
                with suppress(ValueError):  # the field tells it better
                    raw = f"{float(raw):.{places}f}"
            return plain(raw)

        def codes(raw: str) -> list[str]:
            found = [code.strip() for code in _SEPARATOR.split(raw) if code.strip()]
            for code in found:
                _look_up(name, code)
            return field.clean(found, None)

        def nace(raw: str) -> str:
            return plain(_look_up("nace", raw) if raw else raw)

        def nuts(raw: str) -> str:
            return plain(self._regions.current(raw) if raw else raw)

        special = {"website": website, "nace": nace, "nuts": nuts, "lat": degrees, "lng": degrees}
        return codes if name in LISTS else special.get(name, plain)


def _look_up(vocabulary: str, code: str) -> str:
    if code not in labels(vocabulary, "en"):
        raise ValidationError(f"the list {vocabulary} has no code {code}")
    return code


def _country(nuts: str) -> str:
    """ISO code of the country of a NUTS code, which differ for Greece."""
    return {"EL": "GR"}.get(nuts[:2], nuts[:2])


class Regions:
    """The NUTS codes of the loaded list, and the way to them from codes of former editions."""

    def __init__(self, current: dict[str, str]):
        self._current = current
        self._divided = {code[:-1] for code in current}
        with open(DATA / "nuts_former.csv", encoding="utf-8", newline="") as file:
            self._former = {row["code_former"]: row["code"] for row in csv.DictReader(file)}

    def current(self, code: str) -> str:
        """The code, or what stands for it now: its successor, or the region above it where the
        list does not go deeper. Raises ValidationError if there is no such region."""
        code = code.upper()
        code = self._former.get(code, code)
        if code in self._current:
            return code
        above = self._former.get(code[:-1], code[:-1])
        if above in self._current and above not in self._divided:
            return above
        raise ValidationError(f"the list nuts has no code {code}")
