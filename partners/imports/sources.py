"""The lists organisations are imported from, and what their columns mean here (docs/importing.md).

Each source turns a row into raw values of Organisation's fields; nothing is checked yet.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from partners.imports.countries import OTHER_CODES
from partners.names import fold, legal_forms

Row = dict[str, str]
SEVERAL = " | "  # between several values in one cell


@dataclass(frozen=True, slots=True)
class Source:
    """`columns` must be in the header. With `has_true_ids` two ids are surely two bodies."""

    name: str
    columns: frozenset[str]
    read: Callable[[Row], Row]
    has_true_ids: bool = False


def source_of(header: list[str], name: str = "") -> Source | None:
    """The source called `name`, or else the one whose columns stand in `header`; None if none."""
    for source in SOURCES:
        if name in ("", source.name) and source.columns.issubset(header):
            return source
    return None


# The Research Organization Registry

# What the register calls a body. It does not tell small companies from large ones.
_ROR_KINDS = {
    "archive": "public",
    "company": "sme",
    "education": "university",
    "facility": "research",
    "funder": "association",
    "government": "public",
    "healthcare": "public",
    "nonprofit": "association",
    "other": "association",
}
_ROR_COUNTRY = re.compile(r" \([A-Z][A-Za-z ]+\)$")  # 'Solaris Bus & Coach (Poland)'


def read_ror(row: Row) -> Row:
    name = row["name"]
    if row["type"] == "company":
        name = _ROR_COUNTRY.sub("", name)
    return {
        "source_id": row["ror_id"],
        "kind": _ROR_KINDS.get(row["type"], row["type"]),
        "legal_name": name,
        "short_name": row.get("acronyms", "").partition(SEVERAL)[0],
        "country": row["country"],
        "city": row["city"],
        "nuts": row["nuts3_2021"],
        "founded": row.get("established", ""),
        "website": row.get("website", ""),
        "lat": row["lat"],
        "lng": row["lng"],
        "other_names": row.get("other_names", ""),
    }


# Beneficiaries of the structural funds

_BENEFICIARY_KINDS = {
    "company": "sme",
    "education": "public",
    "government": "public",
    "healthcare": "public",
    "nonprofit": "association",
    "other": "association",
    "research": "research",
}
_UNIVERSITY = re.compile(
    r"univers|uniwersytet|politec|politech|akadem|academi|wyzsza szkola|szkola wyzsza"
    r"|πανεπιστημι|πολυτεχνει|τ\. ?ε\. ?ι\."
)
_TOWN_RANK = re.compile(r"^(?:municipiul|orasul|oras|comuna)\s+", re.IGNORECASE)


def read_beneficiary(row: Row) -> Row:
    name, country, kind = row["name"], row["country"], row["kind_guess"]
    if kind in ("education", "other") and _UNIVERSITY.search(fold(name)):
        kind = "university"
    elif kind == "other" and legal_forms(name, country) - {"coop"}:
        kind = "sme"
    return {
        "source_id": row["id"],
        "kind": _BENEFICIARY_KINDS.get(kind, kind),
        "legal_name": name,
        "country": country,
        # Where the projects were: the seat only if all were in one place.
        "city": _one_town(row.get("localities", "")),
        "nuts": "" if SEVERAL in row["nuts"] else row["nuts"],
    }


def _one_town(localities: str) -> str:
    towns = {fold(town): town for town in localities.split(SEVERAL)}
    if len(towns) != 1 or "," in localities:
        return ""
    town = _TOWN_RANK.sub("", localities.partition(SEVERAL)[0])
    return town.title() if town.isupper() else town


# The simple table of docs/importing.md


def read_simple(row: Row) -> Row:
    country = row["country"].strip().upper()
    values = {name: row[name] for name in SIMPLE_COLUMNS if name in row}
    values["country"] = OTHER_CODES.get(country, country)
    values["kind"] = row["kind"].strip().lower()
    named = (values["country"], values["legal_name"], values.get("city", ""))
    values["source_id"] = row.get("id", "").strip() or own_id(*named)
    return values


def own_id(*parts: str) -> str:
    """An id for a row without one: the same again for the same name, country and town, say."""
    identity = " | ".join(" ".join(fold(part).split()) for part in parts)
    return blake2b(identity.encode("utf-8"), digest_size=12).hexdigest()


SIMPLE_COLUMNS = (
    "legal_name",
    "short_name",
    "kind",
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

SOURCES = (
    Source(
        "ror",
        frozenset(("ror_id", "name", "type", "country", "city", "nuts3_2021", "lat", "lng")),
        read_ror,
        has_true_ids=True,
    ),
    Source(
        "beneficiaries",
        frozenset(("id", "name", "country", "kind_guess", "nuts")),
        read_beneficiary,
    ),
    Source("csv", frozenset(("legal_name", "kind", "country")), read_simple),
)
