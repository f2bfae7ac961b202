"""A page of the list of offers: which, how many, and what else could be chosen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from offers.filters import FACETS, SOON, Search, Sort
from offers.models import Offer, OfferText
from offers.models.offers import CLOSING_SOON
from partners.filters import Group, Option
from partners.vocabularies import labels
from publishing.facets import LISTED, Choice, add, kind_of
from publishing.lexicon import did_you_mean
from publishing.richtext import as_text
from publishing.search import LANGUAGES, RANKED, Question, unindex
from publishing.words import snippet

PAGE = 20
NEW_FOR = timedelta(days=7)
MOST_WAYS = 4
_ROLLED: dict[str, date] = {}  # what this process knows to be done
_ROLL_LOCK = 4_158_203  # arbitrary


@dataclass
class WayOut:
    """A wider search from an empty page, and what it finds."""

    label: str
    url: str
    total: int


@dataclass
class Line:
    """An offer as a line of a list; `excerpt` in parts, each with whether it was looked for."""

    offer: Offer
    text: OfferText
    excerpt: list[tuple[str, bool]]
    sector: str
    stage: str
    is_new: bool
    is_closing_soon: bool
    days_left: int


@dataclass
class Page:
    """A page of results. `is_about` marks the total, and all counts, as estimates."""

    lines: list[Line]
    total: int
    is_about: bool
    facets: list[Group]
    previous_cursor: str | None  # None on the first page, '' where it is the first
    next_cursor: str
    search: Search

    @property
    def previous_query(self) -> str:
        cursor = self.previous_cursor
        return "" if cursor is None else self.search.query(cursor=cursor)

    @property
    def next_query(self) -> str:
        return self.search.query(cursor=self.next_cursor) if self.next_cursor else ""

    @property
    def about(self) -> int:
        """The total to two digits, as an estimate deserves."""
        unit = 10 ** max(len(str(self.total)) - 2, 0)
        return round(self.total / unit) * unit


@dataclass
class Matches:
    """What the words of a search find: positions `within` which facets choose; None is all.

    Of a word that is common even in what is chosen, only those among the newest offers; `narrowed`
    then finds the pages, and `about` estimates how many there are.
    """

    within: list[int] | None = None
    narrowed: Question | None = None
    about: int = 0


def find(search: Search, *, day: date) -> Page:
    """The page of offers open on `day` that `search` asks for. Ten queries at the most."""
    roll(day)
    matches = _matches(search)
    narrowed = matches.narrowed
    choice = Choice(kind_of(Offer), search.chosen, within=matches.within)
    counts = choice.counts([*_counted(search), LISTED[0]])
    total = counts.pop(LISTED[0]).get(LISTED[1], 0)
    positions, previous, following = _ORDERS[search.sort](search, choice, total, narrowed)
    offers = {offer.position: offer for offer in Offer.objects.listed_at(positions)}
    return Page(
        # An offer that was archived this very moment is passed over.
        lines=lines([offers[p] for p in positions if p in offers], day=day, text=search.text),
        total=matches.about if narrowed else total,
        is_about=narrowed is not None,
        facets=_shown(search, counts),
        previous_cursor=previous if search.cursor else None,
        next_cursor=following,
        search=search,
    )


def found_by(search: Search) -> Choice:
    """All that `search` finds; of a word common in what is chosen, those among the newest."""
    return Choice(kind_of(Offer), search.chosen, within=_matches(search).within)


def _matches(search: Search) -> Matches:
    if not search.text:
        return Matches()
    found = Question(Offer, search.text, {}).find()
    within = found.positions
    if not found.is_part:
        return Matches(within)
    narrowed = Question(Offer, search.text, _in_words(search.chosen))
    if search.chosen:
        found = narrowed.find()
        if not found.is_part:
            return Matches(found.positions)
    return Matches(within, narrowed, found.about)


def lines(offers: Iterable[Offer], *, day: date, text: str = "") -> list[Line]:
    """`offers` (with texts) as lines of a list; with the piece of each that `text` was found in."""
    sectors, stages = labels("nace"), labels("stage")
    made = []
    for offer in offers:
        own = offer.text
        made.append(
            Line(
                offer=offer,
                text=own,
                excerpt=_excerpt(own, text) if text else [(own.summary, False)],
                sector=sectors.get(offer.nace[:2], ""),
                stage=stages.get(offer.stage, ""),
                is_new=day - timezone.localdate(offer.published_at) < NEW_FOR,
                is_closing_soon=offer.closes_soon_on(day),
                days_left=(offer.closes_on - day).days,
            )
        )
    return made


def _excerpt(own: OfferText, text: str) -> list[tuple[str, bool]]:
    """The summary, or the piece of the description that says why the offer was found."""
    for words in (own.summary, as_text(own.description)):
        pieces = snippet(words, text, LANGUAGES, language=own.language)
        if any(is_hit for _piece, is_hit in pieces):
            return pieces
    return [(own.summary, False)]


def _in_words(chosen: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What closes soon changes with the day, but the words of an offer do not."""
    return {facet: codes for facet, codes in chosen.items() if facet != "closing"}


def _counted(search: Search) -> list[str]:
    return [
        facet.name
        for facet in FACETS
        if not facet.below or search.chosen.get(facet.below) or search.chosen.get(facet.name)
    ]


# Positions of the page in their order, the cursor of the page before, that of the next ('': none).
Positions = tuple[list[int], str, str]


def _newest(search: Search, choice: Choice, _total: int, narrowed: Question | None) -> Positions:
    source = narrowed or choice
    before = _number(search.cursor)
    positions = source.newest(PAGE + 1, before=before)
    previous = ""
    if before is not None:
        newer = source.oldest(PAGE + 1, after=before - 1)
        previous = str(newer[PAGE]) if len(newer) > PAGE else ""
    following = str(positions[PAGE - 1]) if len(positions) > PAGE else ""
    return positions[:PAGE], previous, following


def _closing_first(
    search: Search, choice: Choice, total: int, _narrowed: Question | None
) -> Positions:
    beyond = _day_and_number(search.cursor)
    by_date = partial(choice.by_column, Offer, "closes_on", PAGE + 1, total=total)
    rows = by_date(beyond=beyond)
    previous = ""
    if beyond:
        back = beyond[0], beyond[1] + 1
        earlier = by_date(beyond=back, is_descending=True)
        previous = "{}_{}".format(*earlier[PAGE]) if len(earlier) > PAGE else ""
    following = "{}_{}".format(*rows[PAGE - 1]) if len(rows) > PAGE else ""
    return [position for _day, position in rows[:PAGE]], previous, following


def _most_relevant(
    search: Search, choice: Choice, _total: int, _narrowed: Question | None
) -> Positions:
    start = _number(search.cursor) or 0
    ranked = Question(Offer, search.text, {}).ranked(choice.newest(RANKED))
    previous = str(start - PAGE) if start > PAGE else ""
    following = str(start + PAGE) if len(ranked) > start + PAGE else ""
    return ranked[start : start + PAGE], previous, following


_ORDERS: dict[str, Callable[[Search, Choice, int, Question | None], Positions]] = {
    Sort.NEWEST: _newest,
    Sort.CLOSING: _closing_first,
    Sort.RELEVANCE: _most_relevant,
}


def _number(text: str) -> int | None:
    """A position or a place in the list; None if it is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 12
    return int(text) if is_number else None


def _day_and_number(text: str) -> tuple[date, int] | None:
    day, _underscore, number = text.partition("_")
    try:
        return date.fromisoformat(day), _number(number) or 0
    except ValueError:
        return None


def _shown(search: Search, counts: dict[str, dict[str, int]]) -> list[Group]:
    """The facets in their order; in each, chosen values stay even where they find nothing."""
    shown = []
    for facet in FACETS:
        found = counts.get(facet.name, {})
        chosen = search.chosen.get(facet.name, ())
        names = facet.labels() if found or chosen else {}
        options = [
            Option(code, label, found.get(code, 0), code in chosen)
            for code, label in names.items()
            if code in found or code in chosen
        ]
        if options:
            shown.append(Group(facet.name, facet.label, options, facet.is_open or bool(chosen)))
    return shown


def ways_out(search: Search, *, day: date) -> list[WayOut]:
    """Wider searches than one that found nothing: without one facet, or what may be meant."""
    wider = {}
    if search.text and (meant := did_you_mean(search.text, LANGUAGES)):
        wider[_("Did you mean “%(text)s”?") % {"text": meant}] = replace(search, text=meant)
    for facet in FACETS:
        if search.chosen.get(facet.name):
            chosen = {name: codes for name, codes in search.chosen.items() if name != facet.name}
            label = _("Search without the filter “%(facet)s”") % {"facet": facet.label}
            wider[label] = replace(search, chosen=chosen)
    if search.text and len(search.chosen) > 1:
        wider[_("Search everywhere, without filters")] = replace(search, chosen={})
    found = [
        WayOut(label, other.query(), find(other, day=day).total)
        for label, other in list(wider.items())[:MOST_WAYS]
    ]
    return [way for way in found if way.total]


def roll(day: date) -> None:
    """Take out of the lists what has expired, and mark what closes soon, as of `day`.

    Before the first list of a day, in each process; where another has done it, two short queries.
    So expiry shows at midnight, whether or not a worker runs.
    """
    if _ROLLED.get(connection.alias) == day:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ROLL_LOCK])
        unindex(Offer.objects.listed().filter(closes_on__lt=day).only("pk", "position"))
        soon = Offer.objects.listed().filter(closes_on__lte=day + CLOSING_SOON)
        add(kind_of(Offer), ("closing", SOON), soon.values_list("position", flat=True))
    _ROLLED[connection.alias] = day


def forget_roll() -> None:
    """Look again whether something has expired; for tests and after a restore."""
    _ROLLED.clear()


def today() -> date:
    """The network's day: what is open until a day is open to its end."""
    return timezone.localdate()
