"""A page of the list of one kind of items: which, how many, and what else could be chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.filters import Group, Option, Search
from publishing.facets import ANYWHERE, LISTED, Choice, Selection, Stretch, kind_of
from publishing.lexicon import did_you_mean
from publishing.richtext import as_text
from publishing.search import LANGUAGES, RANKED, Question, are_enough
from publishing.words import snippet

PAGE = 20
MOST_WAYS = 4
NEWEST = "newest"  # the order of publication
_ROLLED: dict[tuple[str, str], date] = {}  # what this process knows to be done
_ROLL_LOCK = 4_158_203  # arbitrary
# Positions of the page in their order, the cursor of the page before, that of the next ('': none).
Positions = tuple[list[int], str, str]


@dataclass
class WayOut:
    """A wider search from an empty page, and what it finds."""

    label: str
    url: str
    total: int


@dataclass
class Page:
    """A page of results. `is_about` marks the total, and all counts, as estimates."""

    lines: list[Any]
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

    Of a word that is common even in what is chosen, only those from the position `since` on; then
    `narrowed`, if there is one, finds those of further pages.
    """

    within: list[int] | None = None
    narrowed: Question | None = None
    since: int = 0


@dataclass(frozen=True, eq=False)
class Catalogue:
    """How one kind of items is listed.

    `lines` makes of items what a list shows of them on a day, and of the words looked for.
    `renew` sets right what lists show as of a day: takes out what has expired, and the like.
    `columns` names for an order the column it goes by, which has an index, with the position, of
    what is listed; `stretch` tells within what part of that column all stand that a search finds on
    a day. `passing` are the facets that change with the day; `words` do not know them.
    """

    model: type[models.Model]
    lines: Callable[..., list[Any]]
    renew: Callable[[date], None]
    columns: Mapping[str, str] = field(default_factory=dict)
    stretch: Callable[[Search, date], Stretch] = lambda search, day: ANYWHERE
    passing: frozenset[str] = frozenset()

    def find(self, search: Search, *, day: date) -> Page:
        """The page of what is listed on `day` that `search` asks for. Ten queries at the most."""
        self.roll(day)
        matches = self._matches(search)
        choice = Choice(kind_of(self.model), search.selection, within=matches.within)
        counts = choice.counts([*_counted(search), LISTED[0]])
        total = counts.pop(LISTED[0]).get(LISTED[1], 0)
        positions, previous, following = self._ordered(search, day, choice, total, matches.narrowed)
        items = {item.position: item for item in self.model.objects.listed_at(positions)}
        return Page(
            # An item that was archived this very moment is passed over.
            lines=self.lines([items[p] for p in positions if p in items], day, search.text),
            total=self._estimated(total, search, matches.since) if matches.since else total,
            is_about=matches.since > 0,
            facets=_shown(search, counts),
            previous_cursor=previous if search.cursor else None,
            next_cursor=following,
            search=search,
        )

    def found_by(self, search: Search) -> Choice:
        """All that `search` finds; of a word common in what is chosen, those among the newest."""
        within = self._matches(search).within
        return Choice(kind_of(self.model), search.selection, within=within)

    def first_by(self, sort: str, search: Search, *, day: date, limit: int) -> list[int]:
        """The positions of the first that `search` finds, in the order of a column."""
        self.roll(day)
        choice = self.found_by(search)
        column = self.columns[sort]
        rows = choice.by_column(
            self.model,
            column.removeprefix("-"),
            limit,
            total=choice.total(),
            within=self.stretch(search, day),
            is_descending=column.startswith("-"),
        )
        return [position for _value, position in rows]

    def ways_out(self, search: Search, *, day: date) -> list[WayOut]:
        """Wider searches than one that found nothing: without one facet, or what may be meant."""
        wider = {}
        if search.text and (meant := did_you_mean(search.text, LANGUAGES)):
            wider[_("Did you mean “%(text)s”?") % {"text": meant}] = replace(search, text=meant)
        for facet in search.FACETS:
            if search.chosen.get(facet.name):
                chosen = {
                    name: codes for name, codes in search.chosen.items() if name != facet.name
                }
                label = _("Search without the filter “%(facet)s”") % {"facet": facet.label}
                wider[label] = replace(search, chosen=chosen)
        if search.text and len(search.chosen) > 1:
            wider[_("Search everywhere, without filters")] = replace(search, chosen={})
        found = [
            WayOut(label, other.query(), self.find(other, day=day).total)
            for label, other in list(wider.items())[:MOST_WAYS]
        ]
        return [way for way in found if way.total]

    def roll(self, day: date) -> None:
        """Let lists show what is true on `day`, whether or not a worker runs.

        Before the first list of a day, in each process; where another has done it, a few short
        queries.
        """
        known = connection.alias, self.model._meta.label
        if _ROLLED.get(known) == day:
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ROLL_LOCK])
            self.renew(day)
        _ROLLED[known] = day

    def _matches(self, search: Search) -> Matches:
        if not search.text:
            return Matches()
        question = Question(self.model, search.text, self._in_words(search.granted))
        found = question.find()
        if not found.is_part:
            return Matches(found.positions)
        chosen = self._in_words(search.selection)
        narrowed = question.narrowed(chosen)
        if search.chosen:
            among_them = Choice(kind_of(self.model), chosen, within=found.positions)
            if not are_enough(among_them.total()):
                return Matches(narrowed.all())
        # What is narrowed by words knows nothing of what passes: pages end where the newest do.
        is_passing = any(search.selection.get(facet) for facet in self.passing)
        return Matches(found.positions, None if is_passing else narrowed, found.since)

    def _estimated(self, number: int, search: Search, since: int) -> int:
        """How many match where `number` do from a position on: as many in proportion before it."""
        total, newest = Choice(kind_of(self.model), search.selection).totals(since)
        return number * total // newest if newest else number

    def _in_words(self, chosen: Selection) -> Selection:
        return {facet: codes for facet, codes in chosen.items() if facet not in self.passing}

    def _ordered(
        self, search: Search, day: date, choice: Choice, total: int, narrowed: Question | None
    ) -> Positions:
        if search.sort == search.by_relevance:
            return self._most_relevant(search, choice)
        if search.sort == NEWEST:
            return _newest(search, narrowed or choice)
        return self._by_column(search, day, choice, total)

    def _by_column(self, search: Search, day: date, choice: Choice, total: int) -> Positions:
        column, stretch = self.columns[search.sort], self.stretch(search, day)
        name, is_descending = column.removeprefix("-"), column.startswith("-")

        def rows(beyond: tuple | None, *, is_descending: bool) -> list[tuple]:
            return choice.by_column(
                self.model,
                name,
                PAGE + 1,
                total=total,
                within=stretch,
                beyond=beyond,
                is_descending=is_descending,
            )

        beyond = _value_and_number(self.model._meta.get_field(name), search.cursor)
        found = rows(beyond, is_descending=is_descending)
        previous = ""
        if beyond:
            value, position = beyond
            back = value, position - 1 if is_descending else position + 1
            earlier = rows(back, is_descending=not is_descending)
            previous = _cursor(earlier[PAGE]) if len(earlier) > PAGE else ""
        following = _cursor(found[PAGE - 1]) if len(found) > PAGE else ""
        return [position for _value, position in found[:PAGE]], previous, following

    def _most_relevant(self, search: Search, choice: Choice) -> Positions:
        start = _number(search.cursor) or 0
        ranked = Question(self.model, search.text, {}).ranked(choice.newest(RANKED))
        previous = str(start - PAGE) if start > PAGE else ""
        following = str(start + PAGE) if len(ranked) > start + PAGE else ""
        return ranked[start : start + PAGE], previous, following


def _newest(search: Search, source: Choice | Question) -> Positions:
    before = _number(search.cursor)
    positions = source.newest(PAGE + 1, before=before)
    previous = ""
    if before is not None:
        newer = source.oldest(PAGE + 1, after=before - 1)
        previous = str(newer[PAGE]) if len(newer) > PAGE else ""
    following = str(positions[PAGE - 1]) if len(positions) > PAGE else ""
    return positions[:PAGE], previous, following


def _number(text: str) -> int | None:
    """A position or a place in the list; None if it is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 12
    return int(text) if is_number else None


def _cursor(row: tuple[date, int]) -> str:
    value, position = row
    return f"{value.isoformat()}_{position}"


def _value_and_number(column: models.Field, text: str) -> tuple | None:
    value, _underscore, number = text.partition("_")
    try:
        return column.to_python(value), _number(number) or 0
    except ValidationError:
        return None


def _counted(search: Search) -> list[str]:
    return [
        facet.name
        for facet in search.FACETS
        if not facet.below or search.chosen.get(facet.below) or search.chosen.get(facet.name)
    ]


def _shown(search: Search, counts: dict[str, dict[str, int]]) -> list[Group]:
    """The facets in their order; in each, chosen values stay even where they find nothing."""
    shown = []
    for facet in search.FACETS:
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


def excerpt(texts: Iterable[str], searched: str, *, language: str) -> list[tuple[str, bool]]:
    """The first text, or the piece of one that says why it was found: in parts, each with whether
    it was looked for. Texts may be rich.
    """
    first, *others = texts
    if searched:
        for words in (first, *map(as_text, others)):
            pieces = snippet(words, searched, LANGUAGES, language=language)
            if any(is_hit for _piece, is_hit in pieces):
                return pieces
    return [(first, False)]


def forget_roll() -> None:
    """Look again whether something has expired; for tests and after a restore."""
    _ROLLED.clear()


def start_of(day: date) -> datetime:
    """The moment at which a day of the network begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def today() -> date:
    """The network's day: what is open until a day is open to its end."""
    return timezone.localdate()
