"""Writing items through the forms of their pages, as their authors would."""

from datetime import date, datetime

from gin.demo.reading import BadEntry, Entry, texts
from publishing.item_form import ItemForm
from publishing.models import Item
from publishing.translating import Translation, is_fit, save_translation


def fill(item: Item, data: Entry, *, user, day: date, is_draft: bool = False) -> ItemForm:
    """The page of `item`, filled in. Raises BadEntry where it does not let `data` through."""
    form = ItemForm(data, item=item, user=user)
    if not (form.is_valid() if is_draft else form.is_complete(day=day)):
        raise BadEntry(f"{item.source_id}: {form.errors}")
    return form


def translate(item: Item, entry: Entry, *, user, now: datetime) -> None:
    """Keep the texts of `entry` in other languages than that of `item`."""
    for language, said in texts(entry).items():
        if language == item.language:
            continue
        form = Translation(item, language).form(said)
        if unknown := said.keys() - form.fields.keys():
            raise BadEntry(f"{item.source_id}: {language} says more than the original: {unknown}")
        if not is_fit(form):
            raise BadEntry(f"{item.source_id}: {language} {form.errors}")
        item.refresh_from_db(fields=["version"])
        save_translation(form, item, user=user, now=now, version=item.version)
