"""The kinds of content, enrolled by the rooms that make them: in `kinds.py`, which is found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.shortcuts import get_object_or_404
from django.urls import register_converter
from django.utils.functional import Promise


@dataclass(frozen=True, eq=False)
class Kind:
    """What the pages that serve every kind need to know of one.

    `slug` names it in URLs. `facts_form`, a publishing.forms.ItemFactsForm, edits what an item says
    in any language, `text_form` its texts in one: its `instance` is the row of the item's `texts`.
    `asked` are those fields of both that a draft may leave out, but not what is submitted.
    `preview` is a template that shows `item` as readers will see it. `labels` gives for a field of
    codes the function that returns code → label in the reader's language; fields with choices need
    none.
    """

    slug: str
    model: type[models.Model]
    facts_form: Callable[..., ModelForm]
    text_form: type[ModelForm]
    asked: frozenset[str]
    preview: str
    labels: Mapping[str, Callable[[], Mapping[str, str]]] = field(default_factory=dict)

    @property
    def name(self) -> str | Promise:
        return self.model._meta.verbose_name

    @property
    def plural(self) -> str | Promise:
        return self.model._meta.verbose_name_plural

    @property
    def text_model(self) -> type[models.Model]:
        return self.model._meta.get_field("texts").related_model

    def get_or_deny(self, pk: int, *, user, scope: str) -> models.Model:
        """The item `pk`, if it is in the queryset method `scope` of `user`.

        Http404 where the user may not know that it exists, PermissionDenied where they may see it
        and no more.
        """
        item = get_object_or_404(self.model.objects.visible_to(user), pk=pk)
        if not getattr(self.model.objects, scope)(user).filter(pk=pk).exists():
            raise PermissionDenied
        return item


_by_slug: dict[str, Kind] = {}
_by_model: dict[type[models.Model], Kind] = {}


def enrol(kind: Kind) -> None:
    """Make `kind` known; at start-up, once for each model."""
    if kind.slug in _by_slug or kind.model in _by_model:
        raise ValueError(f"{kind.slug}: enrolled already")
    _by_slug[kind.slug] = _by_model[kind.model] = kind


def every() -> list[Kind]:
    """All kinds, in the order in which they enrolled."""
    return list(_by_slug.values())


def by_slug(slug: str) -> Kind:
    """The kind that URLs call so. Raises KeyError where there is none."""
    return _by_slug[slug]


def kind_of(item: models.Model | type[models.Model]) -> Kind:
    """The kind of an item or of its model. Raises KeyError for what is not published content."""
    return _by_model[item if isinstance(item, type) else type(item)]


class KindConverter:
    """`<kind:kind>` in a path: an enrolled kind, by its slug; anything else is no such page."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> Kind:
        try:
            return by_slug(value)
        except KeyError:
            raise ValueError(value) from None

    def to_url(self, value: Kind) -> str:
        return value.slug


register_converter(KindConverter, "kind")
