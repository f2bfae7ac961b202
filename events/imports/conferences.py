"""The list of conferences on technology that the contributors of confs.tech keep (MIT licence)."""

from typing import Any

from django.utils.html import escape
from django.utils.text import get_text_list

from events.imports.entries import Defaults, clocks, country, day_or_time, spoken
from events.imports.zones import zone_at
from events.models.events import Kind, Mode, RegistrationBy

COLUMNS = ("id", "name", "topics", "start_date", "end_date", "city", "country", "online", "url")
# What the list leaves unsaid.
VENUE = "See the website"
CREDIT = 'From the list of <a href="https://confs.tech/">confs.tech</a>.'
_TOPICS = {
    "api": "APIs",
    "cpp": "C++",
    "css": "CSS",
    "dotnet": ".NET",
    "general": "technology",
    "golang": "Go",
    "graphql": "GraphQL",
    "ios": "iOS",
    "iot": "the internet of things",
    "java": "Java",
    "javascript": "JavaScript",
    "kotlin": "Kotlin",
    "opensource": "open source",
    "php": "PHP",
    "python": "Python",
    "ruby": "Ruby",
    "rust": "Rust",
    "scala": "Scala",
    "sre": "site reliability",
    "tech-comm": "technical communication",
    "typescript": "TypeScript",
    "ux": "user experience",
}


def conference(row: dict[str, str], defaults: Defaults) -> dict[str, Any]:
    """The form's values of a row. Raises Unreadable."""
    code, city = country(row["country"]), row["city"]
    starts = day_or_time(row["start_date"], "start_date")
    ends = day_or_time(row["end_date"] or row["start_date"], "end_date")
    summary = _summary(row)
    return {
        "kind": Kind.CONFERENCE.value,
        "language": "en",
        "title": row["name"],
        "summary": summary,
        "description": _description(row, summary),
        **clocks(starts, ends, zone_at(code, city) or defaults.zone),
        "mode": _mode(row),
        "venue": VENUE if city else "",
        "city": city,
        "country": code,
        "languages": spoken(row.get("language", "") or "en"),
        "audience": "public",
        "website": row["url"],
        "registration": RegistrationBy.ELSEWHERE.value,
        "registration_url": row["url"],
    }


def _mode(row: dict[str, str]) -> str:
    if row["online"] != "yes":
        return Mode.ON_SITE.value
    return (Mode.BOTH if row["city"] else Mode.ONLINE).value


def _summary(row: dict[str, str]) -> str:
    topics = [_TOPICS.get(topic, topic) for topic in row["topics"].split(" | ") if topic]
    about = get_text_list(topics or ["technology"], "and")
    if not row["city"]:
        return f"Online conference on {about}."
    also = " and online" if row["online"] == "yes" else ""
    where = f"{row['city']}, {row['country']}{also}".removesuffix(".")
    return f"Conference on {about} in {where}."


def _description(row: dict[str, str], summary: str) -> str:
    website = escape(row["url"])
    said = f'<p>{escape(summary)} More on <a href="{website}">its website</a>.</p>'
    if row.get("cfp_url") and row.get("cfp_end_date"):
        call = f'<a href="{escape(row["cfp_url"])}">Call for papers</a>'
        said += f"<p>{call} until {escape(row['cfp_end_date'])}.</p>"
    return f"{said}<p>{CREDIT}</p>"
