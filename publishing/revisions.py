"""What an item said at one time, and what differs between two of its times."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from partners.differences import Change, compare_lists, compare_words
from publishing import kinds
from publishing.models.records import Attachment, Image, Revision
from publishing.richtext import as_text


def record(item: models.Model, *, user, now: datetime) -> Revision:
    """Keep what `item` says now as its newest revision, and return that.

    Where nothing has changed since the newest, that one is returned. Call it in the transaction
    of the change, with the row of a known item locked. Counts `item.revision`, and `of_revision`
    of the original texts where they changed: by that a translation is older than its original.
    """
    data = snapshot(item)
    newest = Revision.objects.about(item).first()
    if newest and newest.data == data:
        return newest
    item.revision += 1
    item.updated_at = now
    item.save(update_fields=["revision", "updated_at"])
    if newest is None or _original(newest.data) != _original(data):
        item.texts.filter(language=item.language).update(of_revision=item.revision, updated_at=now)
    return Revision.objects.create(
        item=item,
        number=item.revision,
        data=data,
        user=user if user is not None and user.is_authenticated else None,
        at=now,
    )


def snapshot(item: models.Model, *, instead: models.Model | None = None) -> dict[str, Any]:
    """The fields of `item`, its texts in every language, images and attachments, as plain JSON.

    An unsaved text can be given `instead` of the saved one in its language.
    """
    rows = {text.language: text for text in item.texts.order_by("language")}
    if instead:
        rows[instead.language] = instead
    texts = {code: _values(text, _text_fields(type(text))) for code, text in rows.items()}
    data = {
        "fields": _values(item, written_fields(type(item))),
        "texts": texts,
        "images": [
            [image.pk, " · ".join(filter(None, [image.alternative_text, image.caption]))]
            for image in Image.objects.about(item)
        ],
        "attachments": [[file.pk, file.name] for file in Attachment.objects.about(item)],
    }
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def differences(
    model: type[models.Model], before: dict[str, Any], after: dict[str, Any]
) -> list[Change]:
    """What differs between two snapshots of an item of `model`: texts first, then the fields."""
    return [
        *_text_differences(model, before, after),
        *_field_differences(model, before, after),
        *_file_differences(before, after),
    ]


def original_differences(
    model: type[models.Model], before: dict[str, Any], after: dict[str, Any]
) -> list[Change]:
    """What differs in the texts of the original alone: what a translator has to look at."""
    language = after["fields"]["language"]
    changes = _text_differences(model, before, after)
    return [change for change in changes if change.language == language]


def _text_differences(model, before, after) -> list[Change]:
    fields = _text_fields(kinds.kind_of(model).text_model)
    languages = [code for code, _name in settings.LANGUAGES]
    changes = []
    for language in languages:
        old, new = (data["texts"].get(language, {}) for data in (before, after))
        for field in fields:
            words = [as_text(side.get(field.name, "")) for side in (old, new)]
            if words[0] != words[1]:
                changes.append(Change(_label(field), *compare_words(*words), language))
    return changes


def _field_differences(model, before, after) -> list[Change]:
    changes = []
    for field in written_fields(model):
        old, new = (data["fields"].get(field.name) for data in (before, after))
        if old != new:
            labels = _labels(model, field, [*_as_list(old), *_as_list(new)])
            sides = [[(value, labels(value)) for value in _as_list(side)] for side in (old, new)]
            changes.append(Change(_label(field), *compare_lists(*sides)))
    return changes


def _file_differences(before, after) -> list[Change]:
    return [
        Change(label, *compare_lists(before[name], after[name]))
        for name, label in (("images", _("Images")), ("attachments", _("Attachments")))
        if before[name] != after[name]
    ]


def _labels(model, field, values: list[Any]):
    """The function that says in words what a value of `field` means."""
    if field.is_relation:
        named = field.related_model._base_manager.in_bulk(values)
        return lambda value: str(named.get(value, value))
    own = kinds.kind_of(model).labels.get(field.name)
    codes = own() if own else dict(getattr(field, "base_field", field).flatchoices)
    return lambda value: str(codes.get(value) or _in_words(field, value))


def _in_words(field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField) and (day := parse_date(value)):
        return formats.date_format(day, "DATE_FORMAT")
    return str(value)


def _as_list(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _label(field) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def _original(data: dict[str, Any]) -> dict[str, Any]:
    return data["texts"].get(data["fields"]["language"], {})


def written_fields(model: type[models.Model]) -> list[models.Field]:
    """What people write of an item or a text; all else has its own verbs."""
    return [f for f in model._meta.concrete_fields if f.editable and not f.primary_key]


def _text_fields(model) -> list[models.Field]:
    apart = ("item", "language")
    return [f for f in written_fields(model) if f.name not in apart]


def _values(row: models.Model, fields: Iterable[models.Field]) -> dict[str, Any]:
    return {field.name: _value(row, field) for field in fields}


def _value(row: models.Model, field: models.Field) -> Any:
    """Codes in one order: which of them was chosen first means nothing."""
    value = field.get_prep_value(field.value_from_object(row))
    return sorted(value) if isinstance(value, list) else value
