"""Changes of state, said once: a table of moves feeds the buttons and enforces itself.

A model that takes part has a field `state`, a tuple `moves` and a queryset with the scopes that
its moves name. Nothing else in the project assigns `state`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from moves.models import Decision

NOTE_LIMIT = 2000


@dataclass(frozen=True)
class Move:
    """One allowed change of state.

    `label` is on its button, `done` in the history, `said` is what the page says when it was made:
    what happens next. `scope` names the queryset method that says
    who may; `requires` a method of the item that raises ValidationError where the item is not
    ready; `then` a verb of the item that is called with the decision in the same transaction;
    `announce` a task that is given the decision's id. One that `is_implied` is made by the portal
    as a part of something else, and has no button.
    """

    name: str
    sources: frozenset[str]
    target: str
    scope: str
    label: str | Promise
    done: str | Promise = ""
    said: str | Promise = ""
    needs_note: bool = False
    is_danger: bool = False
    is_implied: bool = False
    requires: str = ""
    then: str = ""
    announce: str = ""

    @cached_property
    def task(self):
        return import_string(self.announce)


class Stale(ValidationError):
    """The item is no longer in a state from which the move can be made."""


def moves_for(user, item: models.Model) -> list[Move]:
    """The moves `user` may make with `item` now, in the order of the item's table.

    Costs one query for each distinct scope among the moves that the state allows.
    """
    possible = [m for m in item.moves if item.state in m.sources and not m.is_implied]
    allowed = {
        scope: _within(item, scope, user) for scope in dict.fromkeys(m.scope for m in possible)
    }
    return [move for move in possible if allowed[move.scope]]


def move_of(item: models.Model, name: str) -> Move:
    """The move of its table that is called `name`. Raises PermissionDenied for any other."""
    move = next((move for move in item.moves if move.name == name), None)
    if move is None:
        raise PermissionDenied
    return move


def make(name: str, item: models.Model, *, user, note: str = "") -> Decision:
    """Make the move `name` with `item` as `user`, and record it. Updates `item` in place.

    Raises PermissionDenied where the scope denies it or there is no such move, Stale where the
    state has changed meanwhile, ValidationError where a reason is missing or the item not ready.
    """
    move = move_of(item, name)
    note = note.strip()
    with transaction.atomic():
        # The row is locked alone: a scope's joins must not lock the cluster or the organisation.
        locked = type(item)._base_manager.select_for_update(of=("self",)).get(pk=item.pk)
        if not _within(locked, move.scope, user):
            raise PermissionDenied
        if locked.state not in move.sources:
            raise Stale(_("This has changed in the meantime. Look at it again before you decide."))
        if move.needs_note and not note:
            raise ValidationError({"note": _("Give a reason: the author reads it.")})
        if len(note) > NOTE_LIMIT:
            raise ValidationError(
                {"note": _("Shorten the reason to %(limit)d characters.") % {"limit": NOTE_LIMIT}}
            )
        if move.requires:
            getattr(locked, move.requires)()
        decision = Decision(
            content_type=ContentType.objects.get_for_model(item),
            object_id=item.pk,
            move=move.name,
            from_state=locked.state,
            to_state=move.target,
            note=note,
            user=user if user is not None and user.is_authenticated else None,
            at=timezone.now(),
        )
        decision.save()
        locked.state = move.target
        # First what the new state rests on (a day of publication): the database asks for it.
        if move.then:
            getattr(locked, move.then)(decision)
        locked.save(update_fields=["state"])
        if move.announce:
            # The queue lives in the same database: the mail is promised if, and only if, the
            # change is committed.
            move.task.enqueue(decision.pk)
    item.refresh_from_db()
    return decision


def make_for_all(
    name: str, items: Iterable[models.Model], *, user, note: str = ""
) -> tuple[list[Decision], list[tuple[models.Model, str]]]:
    """Make one move for many items, each by itself; what cannot be moved does not stop the rest.

    Returns the decisions, and the items refused with the reason in words.
    """
    made, refused = [], []
    for item in items:
        try:
            made.append(make(name, item, user=user, note=note))
        except PermissionDenied:
            refused.append((item, str(_("You may not do this."))))
        except ValidationError as error:
            refused.append((item, " ".join(error.messages)))
    return made, refused


def _within(item: models.Model, scope: str, user) -> bool:
    return getattr(type(item).objects, scope)(user).filter(pk=item.pk).exists()
