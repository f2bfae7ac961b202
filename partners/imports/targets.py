"""Which organisation a row is about: by its id, by its name, or by a person's decision."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from partners import mentions
from partners.imports.checks import FIELDS
from partners.imports.sources import SEVERAL, Source
from partners.models import Organisation
from partners.names import DIFFERENT, SAME, Body, KnownBodies, Verdict, compare, name_key

Values = dict[str, Any]
NAMES = ("source", *FIELDS, "name_key", "cluster_id")  # the fields an import writes
IDENTITY = ("source", "source_id", "legal_name", "name_key", "kind", "country")
ADDITIONS = tuple(name for name in NAMES if name not in IDENTITY)
EMPTY: tuple[object, ...] = ("", None, [])
_LANGUAGE = re.compile("^[a-z]{2}:")
NEW = "new"  # the decision that a row is none of its candidates


@dataclass(slots=True, eq=False)
class Target:
    """An organisation that rows are imported into: one of the database, or a new one (no `pk`).

    `values` take in what the rows say, `before` is what the database holds. Only an entry that
    nobody has claimed is open to change.
    """

    values: Values
    pk: int | None = None
    before: Values | None = None
    is_open: bool = True

    @property
    def reference(self) -> str:
        """How a file of decisions names it: the same before and after it is created."""
        source, source_id = self.values["source"], self.values["source_id"]
        return f"{source}:{source_id}" if source else f"portal:{self.pk}"

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.values != self.before

    @property
    def is_renamed(self) -> bool:
        return self.before is not None and any(
            self.values[name] != self.before[name] for name in mentions.NAMES
        )

    def take(self, values: Values) -> None:
        """What its own row says; what the row leaves empty stays."""
        if self.is_open:
            self.values.update({k: v for k, v in values.items() if v not in EMPTY})

    def add(self, values: Values) -> None:
        """What a row under another spelling says, where nothing is known yet."""
        if self.is_open:
            for name in ADDITIONS:
                if self.values[name] in EMPTY:
                    self.values[name] = values[name]

    def body(self, aliases: tuple[str, ...] = ()) -> Body:
        values = self.values
        return Body(
            name=values["legal_name"],
            country=values["country"],
            key=values["name_key"],
            nuts=values["nuts"],
            city=values["city"],
            website=values["website"],
            aliases=aliases,
            reference=self,
        )


class Draft(NamedTuple):
    """A row that has passed the checks; `other_names` as 'en:Name | pl:Nazwa | Name'."""

    line: int
    values: Values
    other_names: str = ""

    def aliases(self) -> tuple[str, ...]:
        """The keys of its other names."""
        if not self.other_names:
            return ()
        names = [_LANGUAGE.sub("", name) for name in self.other_names.split(SEVERAL)]
        keys = {name_key(name, self.values["country"]) for name in names}
        return tuple(sorted(keys - {"", self.values["name_key"]}))


class Question(NamedTuple):
    """A row that may be one of `candidates`; `is_decided` if a person has said that it is."""

    draft: Draft
    reason: str | Promise
    candidates: tuple[Target, ...]
    is_decided: bool = False


class Targets:
    """The organisations a list is about. `find` every row first, then read off the rest.

    `new` and `changed` are to be written, `questions` to be asked. `by_id` are the targets met by
    the id of their row, `recognised` counts the rows met under another spelling.
    """

    def __init__(self, source: Source, decisions: Mapping[str, str], countries: Iterable[str]):
        self.new: list[Target] = []
        self.by_id: list[Target] = []
        self.questions: list[Question] = []
        self.recognised = 0
        self._source = source
        self._decisions = decisions
        self._known = _targets(Q(country__in=countries) | Q(source=source.name))

    @property
    def changed(self) -> list[Target]:
        return [target for target in self._known if target.is_changed]

    def find(self, drafts: Iterable[Draft]) -> None:
        own = {
            target.values["source_id"]: target
            for target in self._known
            if target.values["source"] == self._source.name
        }
        others = []
        for draft in drafts:
            target = own.get(draft.values["source_id"])
            if target is None:
                others.append(draft)
            elif self._is_doubtful(draft, target):
                self.questions.append(Question(draft, _("the same id, another name"), (target,)))
            else:
                target.take(draft.values)
                self.by_id.append(target)
        # Said to be the same as another row: that row may stand further down.
        decided = [d for d in others if self._decisions.get(d.values["source_id"], NEW) != NEW]
        waiting = {draft.line for draft in decided}
        if others:
            self._recognise([draft for draft in others if draft.line not in waiting])
            self._follow_decisions(decided)

    def _is_doubtful(self, draft: Draft, target: Target) -> bool:
        """Two lists may use one id for two bodies; that of a register is right, come what may."""
        if self._source.has_true_ids or not target.is_open:
            return False
        if draft.values["name_key"] == target.values["name_key"]:
            return False
        if self._decisions.get(draft.values["source_id"]) == target.reference:
            return False
        return compare(Target(draft.values).body(), target.body())[0] == DIFFERENT

    def _recognise(self, drafts: Iterable[Draft]) -> None:
        has_true_ids = self._source.has_true_ids
        others = [
            target
            for target in self._known
            if not (has_true_ids and target.values["source"] == self._source.name)
        ]
        if has_true_ids and not others:  # nothing they could be the same as
            self.new = [Target(draft.values) for draft in drafts]
            return
        bodies = KnownBodies(target.body() for target in others)
        for draft in drafts:
            target = Target(draft.values)
            body = target.body(draft.aliases())
            is_new = self._decisions.get(draft.values["source_id"]) == NEW
            verdict = Verdict(DIFFERENT) if is_new else bodies.find(body)
            if verdict.outcome == SAME:
                verdict.matches[0].reference.add(draft.values)
                self.recognised += 1
            elif verdict.outcome == DIFFERENT:
                self.new.append(target)
                if not has_true_ids:
                    bodies.add(body)
            else:
                candidates = tuple(match.reference for match in verdict.matches)
                self.questions.append(Question(draft, verdict.reason, candidates))

    def _follow_decisions(self, drafts: Iterable[Draft]) -> None:
        targets = {target.reference: target for target in (*self._known, *self.new)}
        for draft in drafts:
            target = targets.get(self._decisions[draft.values["source_id"]])
            if target is None:
                self.questions.append(Question(draft, _("what it was said to be is not there"), ()))
                continue
            target.add(draft.values)
            self.recognised += 1
            self.questions.append(Question(draft, _("decided"), (target,), is_decided=True))


def _targets(condition: Q) -> list[Target]:
    targets = []
    for before in (
        Organisation.objects.filter(condition).order_by("pk").values("pk", "state", *NAMES)
    ):
        pk, state = before.pop("pk"), before.pop("state")
        is_open = state == Organisation.State.UNCLAIMED
        targets.append(Target(dict(before), pk, before, is_open))
    return targets
