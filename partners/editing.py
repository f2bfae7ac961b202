"""The profiles that readers see, as forms: what is typed, who typed meanwhile, and saving it."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from moves.generation import touch
from partners.differences import Change, unsaved
from partners.forms.clusters import ClusterForm, Contacts
from partners.forms.organisations import OrganisationForm
from partners.forms.texts import ClusterTextForm, LanguageForm, OrganisationTextForm, Texts
from partners.forms.versions import VersionedForm
from partners.mentions import NAMES, renamed
from partners.models import Cluster, Organisation


class Profile:
    """The forms of `item`: its facts, and its texts in all languages."""

    form_class: type[VersionedForm]
    text_form: type[LanguageForm]
    also: tuple[str, ...] = ()  # fields that are saved besides those of the form

    def __init__(
        self,
        item: Organisation | Cluster,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
    ) -> None:
        self.item = item
        self._data = data
        self.form = self.form_class(data, files, instance=item)
        self.texts = Texts(self.text_form, item, data)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.texts.is_valid()])

    @transaction.atomic
    def save(self, *, now: datetime) -> None:
        """Keep it, once it is valid. Raises Conflict where it was saved since it was opened."""
        rows = type(self.item)._base_manager.select_for_update(of=("self",)).only("version")
        row = rows.get(pk=self.item.pk)
        row.take_version(self.form.cleaned_data["seen_version"])
        self.item.version = row.version
        self._save(now=now)
        touch()

    def reopened(self) -> "Profile":
        """The same, typed into what somebody else has saved meanwhile. Without files."""
        saved = type(self.item)._base_manager.get(pk=self.item.pk)
        data = self._data.copy()
        data["seen_version"] = saved.version
        again = type(self)(saved, data)
        again.is_valid()
        return again

    def changes(self) -> list[Change]:
        """What saving it would change."""
        texts = (unsaved(form, language=form.language) for form in self.texts)
        return sum(texts, unsaved(self.form))

    def _save(self, *, now: datetime) -> None:
        """In a transaction. A logo that was replaced or removed is deleted at the end."""
        old = str(self.form.initial.get("logo") or "")
        self.form.save(commit=False)
        # What is not typed here may have changed meanwhile: moves, imports.
        self.item.save(update_fields=[*self.form._meta.fields, "version", *self.also])
        if old and old != self.item.logo.name:
            transaction.on_commit(lambda: default_storage.delete(old))
        self.texts.save()


class OrganisationProfile(Profile):
    """Who saves it says that it holds."""

    form_class = OrganisationForm
    text_form = OrganisationTextForm
    also = ("name_key", "confirmed_at")

    def _save(self, *, now: datetime) -> None:
        self.item.confirmed_at = now
        super()._save(now=now)
        if NAMES.intersection(self.form.changed_data):
            renamed([self.item.pk])


class ClusterProfile(Profile):
    """With the persons whom readers may call or write to."""

    form_class = ClusterForm
    text_form = ClusterTextForm

    def __init__(self, item: Cluster, data=None, files=None) -> None:
        super().__init__(item, data, files)
        self.contacts = Contacts(data, instance=item, prefix="contacts")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.contacts.is_valid()])

    def changes(self) -> list[Change]:
        return sum(map(unsaved, self.contacts), super().changes())

    def _save(self, *, now: datetime) -> None:
        super()._save(now=now)
        self.contacts.save()
