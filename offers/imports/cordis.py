"""CORDIS projects as partnering profiles: what each field of a project says in a profile."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from offers.requirements import LIMITS
from partners.imports.countries import country_code
from partners.models import Organisation
from publishing.imports.items import Entry, Reject, Unreadable
from publishing.imports.texts import CUT, shortened
from publishing.richtext import visible_length

SOURCE = "cordis"
PAGE = "https://cordis.europa.eu/project/id/{}"
_TEXTS = ("project_id", "title", "objective", "coordinator_country", "funding_scheme")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNIVERSITY = re.compile(
    r"\b(univer|politec|polytech|hochschule|uniwersytet|szkola)", re.IGNORECASE
)
_RESEARCH = re.compile(
    r"\b(instit|research|forschung|centre|center|cent[rt]o|cnr|csic)", re.IGNORECASE
)


@dataclass(frozen=True)
class Scheme:
    """What a funding scheme says of a project's stage and of the cooperation it is fit for."""

    stage: str
    cooperation: tuple[str, ...]
    is_sme: bool


# By how the scheme's code begins, the longest first.
_SCHEMES = {
    "SME-1": Scheme("development", ("technical", "commercial_technical"), True),
    "SME-2": Scheme("demonstration", ("commercial_technical", "distribution"), True),
    "CP": Scheme("lab_tested", ("research", "technical"), False),
    "BSG": Scheme("concept", ("research",), False),
    "CSA": Scheme("concept", ("research",), False),
}

# Part of the programme → technology keyword and NACE division; the longest beginning decides.
_FIELDS = {
    "H2020-EU.2.1.1": ("31049261", "62"),
    "H2020-EU.3.1": ("31049869", "21"),
    "H2020-EU.3.2": ("31055287", "20"),
    "H2020-EU.3.2.1": ("31049345", "01"),
    "H2020-EU.3.2.2": ("31049442", "10"),
    "H2020-EU.3.2.3": ("31048950", "03"),
    "H2020-EU.3.2.5": ("31048950", "03"),
    "H2020-EU.3.3": ("31049908", "35"),
    "H2020-EU.3.4": ("31086157", "49"),
    "H2020-EU.3.5": ("31048641", "38"),
    "H2020-EU.3.6": ("31051330", "84"),
    "H2020-EU.3.7": ("31049914", "80"),
    "FP7-ENERGY": ("31049908", "35"),
    "FP7-ENVIRONMENT": ("31048641", "38"),
    "FP7-ICT": ("31049261", "62"),
}
_ANY_FIELD = ("31049043", "72")  # engineering and technology; research and development


@dataclass(frozen=True, kw_only=True)
class Project(Entry):
    """A project as the form of an offer takes it, and whose it is."""

    name: str
    country: str
    kind: str


def read_all(records: Iterable[Any]) -> Iterator[Project | Reject]:
    """The projects of a file, and why one cannot be read."""
    for place, record in enumerate(records, 1):
        try:
            yield read(record, place)
        except Unreadable as error:
            said = record if isinstance(record, dict) else {}
            source_id, title = (str(said.get(key, ""))[:200] for key in ("project_id", "title"))
            yield Reject(place, source_id, str(error), title)


def read(record: Any, place: int = 1) -> Project:
    """The profile that the project at a `place` of the file becomes. Raises Unreadable."""
    _check(record)
    scheme = _scheme(record["funding_scheme"])
    partners = [(_line(each["name"]), each["country"]) for each in record["participants"]]
    name, country = partners[0]
    technology, nace = _field(record["programme_parts"])
    return Project(
        place=place,
        source=SOURCE,
        source_id=record["project_id"].strip(),
        title=_line(record["title"]),
        name=name,
        country=_country(record["coordinator_country"] or country),
        kind=_kind(name, scheme),
        values={
            "kind": "offer",
            "profile": "technology",
            "language": "en",
            "title": _line(record["title"]),
            "summary": shortened(_line(record["objective"]), LIMITS["summary"]),
            "description": _description(record),
            "advantages": _advantages(record),
            "partner_role": _partner_role(partners[1:]),
            "nace": nace,
            "technology": [technology],
            "stage": scheme.stage,
            "ipr": "none",
            "ipr_note": "Not stated in the source.",
            "cooperation": list(scheme.cooperation),
            "partner_kinds": ["sme_11_50", "sme_51_250"] if scheme.is_sme else ["rd", "university"],
            "work_languages": ["en"],
            "accepts_interest": "on",
        },
    )


def _check(record: Any) -> None:
    if not isinstance(record, dict):
        raise Unreadable("not an object")
    for field in _TEXTS:
        if not isinstance(record.get(field), str) or not record[field].strip():
            raise Unreadable(f"{field}: missing")
        if _CONTROL.search(record[field]):
            raise Unreadable(f"{field}: a control character")
    if not isinstance(record.get("programme_parts"), list):
        raise Unreadable("programme_parts: not a list")
    partners = record.get("participants")
    if not isinstance(partners, list) or not partners:
        raise Unreadable("participants: no coordinator")
    for each in partners:
        said = each if isinstance(each, dict) else {}
        if not all(isinstance(said.get(key), str) for key in ("name", "country")):
            raise Unreadable("participants: one without name or country")
        if not said["name"].strip() or _CONTROL.search(said["name"]):
            raise Unreadable("participants: one without a readable name")


def _scheme(text: str) -> Scheme:
    for beginning, scheme in _SCHEMES.items():
        if text.startswith(beginning):
            return scheme
    raise Unreadable(f"funding_scheme: unknown: {text[:60]}")


def _country(name: str) -> str:
    code = country_code(name)
    if not code:
        raise Unreadable(f"coordinator_country: unknown: {name[:60]}")
    return code


def _kind(name: str, scheme: Scheme) -> str:
    if scheme.is_sme:
        return Organisation.Kind.SME
    if _UNIVERSITY.search(name):
        return Organisation.Kind.UNIVERSITY
    return Organisation.Kind.RESEARCH if _RESEARCH.search(name) else Organisation.Kind.SME


def _field(parts: list[Any]) -> tuple[str, str]:
    known = [
        beginning
        for beginning in _FIELDS
        if any(isinstance(part, str) and part.startswith(beginning) for part in parts)
    ]
    return _FIELDS[max(known, key=len)] if known else _ANY_FIELD


def _description(record: dict[str, Any]) -> str:
    said = " ".join(record["objective"].split())
    source = PAGE.format(record["project_id"].strip())
    name = record.get("acronym") or record["project_id"]
    note = f'EU project {escape(name)}, <a href="{escape(source)}">on CORDIS</a>'
    text = shortened(said, LIMITS["description"] - visible_length(note) - len(CUT))
    return f"<p>{escape(text)}</p><p>{note}{'' if text == said else CUT}</p>"


def _advantages(record: dict[str, Any]) -> str:
    said = f"Chosen for funding by the European Union: {record.get('programme', '')}, "
    said += record["funding_scheme"]
    if record.get("topic"):
        said += f". Topic: {record['topic']}"
    return f"<p>{escape(shortened(_line(said), LIMITS['advantages']))}</p>"


def _partner_role(partners: list[tuple[str, str]]) -> str:
    if not partners:
        said = "Carried out alone so far; sought are partners who test, adapt or sell it elsewhere."
        return f"<p>{said}</p>"
    listed = "".join(
        f"<li>{escape(name)}, {escape(country)}</li>" for name, country in partners[:20]
    )
    more = f"<p>And {len(partners) - 20} more.</p>" if len(partners) > 20 else ""
    return f"<p>Sought are partners like those of the project so far:</p><ul>{listed}</ul>{more}"


def _line(text: str) -> str:
    return " ".join(text.split())
