"""The page on which an item is written: who posts it, its facts and its texts as one form."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from uuid import uuid4

from django import forms
from django.forms import BoundField, modelform_factory
from django.http import QueryDict

from partners.differences import Change
from partners.forms.versions import LARGEST_VERSION
from partners.models import Organisation
from publishing.kinds import kind_of
from publishing.models import Item
from publishing.posting import PostingForm
from publishing.revisions import differences, snapshot
from publishing.writing import create, save


class OpenedForm(forms.Form):
    """Which draft the page was opened for, and as it was at which save (0: not saved before)."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)


class ItemForm:
    """Reads and writes `item` and the text of its original; unsaved ones where it is new.

    What its kind says of it: `facts_form`, `text_form`, and which of their fields are `asked`.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        item: Item,
        user,
        extra: Organisation | None = None,
        initial: dict | None = None,
    ) -> None:
        kind = kind_of(item)
        self.item = item
        self.original = (item.pk and item.original) or kind.text_model(language=item.language)
        opened = {"token": item.token if item.pk else uuid4(), "version": 0}
        if item.pk:
            opened["version"] = item.version
        posting_form: type[PostingForm] = modelform_factory(kind.model, PostingForm)
        about = {"instance": item, "initial": initial}
        self.opened = OpenedForm(data, initial=opened)
        self.posting = posting_form(data, user=user, extra=extra, **about)
        self.facts = kind.facts_form(data, user=user, **about)
        self.texts = kind.text_form(data, instance=self.original)
        for form in self._forms:
            for name, field in form.fields.items():
                field.is_asked = name in kind.asked

    @property
    def _forms(self) -> list[forms.ModelForm]:
        return [self.posting, self.facts, self.texts]

    def is_valid(self) -> bool:
        """Whether it can be kept as a draft."""
        return self.opened.is_bound and not self.errors

    def is_complete(self, *, day: date) -> bool:
        """Whether it can also be submitted; if not, each field says how to mend it."""
        if self.is_valid():
            for name, hint in self.item.gaps_with(self.original, day=day).items():
                (self.texts if name in self.texts.fields else self.facts).add_error(name, hint)
        return not self.errors

    def save(self, *, user, now: datetime) -> Item:
        """Keep it, once it is valid. Raises Conflict where it was saved since it was opened."""
        opened = self.opened.cleaned_data
        if not self.item.pk:
            self.item.token = opened["token"]
            return create(self.item, self.original, user=user, now=now)
        version = opened["version"]
        return save(self.item, self.original, version=version, user=user, now=now)

    def difference_to(self, saved: Item) -> list[Change]:
        """What would change of an item `saved` meanwhile, if this were kept."""
        # Of two equal forms that were sent at once, the second comes here with an item unsaved.
        self.item.pk, self.original.language = saved.pk, self.item.language
        ours = snapshot(self.item, instead=self.original)
        return differences(type(saved), snapshot(saved), ours)

    @property
    def errors(self) -> dict:
        return {
            name: errors
            for form in (self.opened, *self._forms)
            for name, errors in form.errors.items()
        }

    @property
    def non_field_errors(self) -> list[str]:
        return [error for form in self._forms for error in form.non_field_errors()]

    def __iter__(self) -> Iterator[BoundField]:
        return chain(*self._forms)
