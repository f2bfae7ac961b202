"""Translating an item: the original at one side, a translation at the other."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.forms import BoundField, ModelForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners.differences import Change
from publishing import kinds
from publishing.models import Item, Revision, Text
from publishing.revisions import differences, original_differences, snapshot
from publishing.richtext import visible_length
from publishing.saving import saving

LANGUAGES = dict(settings.LANGUAGES)


class Status(TextChoices):
    MISSING = "missing", _("not translated yet")
    OLDER = "older", _("older than the original")
    CURRENT = "current", _("up to date")


@dataclass(frozen=True)
class Translation:
    """What an item says, or does not yet say, in a language other than its own."""

    item: Item
    language: str

    @property
    def name(self) -> str:
        """Of the language, in itself."""
        return LANGUAGES[self.language]

    @cached_property
    def text(self) -> Text | None:
        return next((t for t in self.item.texts.all() if t.language == self.language), None)

    @property
    def status(self) -> Status:
        if self.text is None:
            return Status.MISSING
        return Status.OLDER if self.text.is_older_than_original else Status.CURRENT

    @cached_property
    def changes(self) -> list[Change]:
        """What changed in the original since it was translated, as far as revisions tell."""
        if self.status != Status.OLDER:
            return []
        then = Revision.objects.about(self.item).filter(number=self.text.of_revision).first()
        if then is None:
            return []
        return original_differences(type(self.item), then.data, snapshot(self.item))

    def form(self, data: QueryDict | None = None) -> ModelForm:
        """To write it: all that the original says, and nothing that it does not say."""
        kind = kinds.kind_of(self.item)
        text = self.text or kind.text_model(item=self.item, language=self.language)
        form = kind.text_form(data, instance=text)
        for name in list(form.fields):
            form.fields[name].widget.attrs["lang"] = self.language
            if getattr(self.item.original, name):
                form.fields[name].required = True
            elif not getattr(text, name):
                del form.fields[name]
        return form

    def sides(self, form: ModelForm) -> list[tuple[BoundField, str, bool]]:
        """Each field of the form, beside what the original says, and whether that is HTML."""
        original = self.item.original
        return [
            (field, getattr(original, field.name), field.name in original.RICH) for field in form
        ]

    def difference_to_saved(self, form: ModelForm) -> list[Change]:
        """What a fit form would change in what somebody else has saved meanwhile."""
        saved = snapshot(self.item)
        texts = saved["texts"]
        ours = {**texts, self.language: texts.get(self.language, {}) | form.cleaned_data}
        return differences(type(self.item), saved, {**saved, "texts": ours})


def translations(item: Item) -> list[Translation]:
    """In every language but its own; none while the original has not been begun."""
    if item.original is None:
        return []
    return [Translation(item, code) for code in LANGUAGES if code != item.language]


def is_fit(form: ModelForm) -> bool:
    """Valid, and within the limits: readers get it at once, while a draft may be too long."""
    if not form.is_valid():
        return False
    for name, field in form.fields.items():
        text = form.cleaned_data[name]
        length = visible_length(text) if name in form.instance.RICH else len(text)
        if field.max_length and length > field.max_length:
            over = length - field.max_length
            words = ngettext(
                "Shorten it by %(n)d character.", "Shorten it by %(n)d characters.", over
            )
            form.add_error(name, words % {"n": over})
    return not form.errors


@transaction.atomic
def save_translation(form: ModelForm, item: Item, *, user, now: datetime, version: int) -> None:
    """Keep a form of `Translation.form` that `is_fit`: it says what the original says now.

    Raises Conflict where the item was saved since `version` was shown.
    """
    with saving(item, user=user, now=now, version=version):
        text = form.save(commit=False)
        text.updated_at = now
        text.save()
    # The revision that was just kept may be the first to hold these words of the original.
    original = item.texts.get(language=item.language)
    item.texts.filter(pk=text.pk).update(of_revision=original.of_revision)


def remove_translation(translation: Translation, *, user, now: datetime, version: int) -> None:
    """Raises Conflict where the item was saved since `version` was shown."""
    with saving(translation.item, user=user, now=now, version=version):
        translation.text.delete()
