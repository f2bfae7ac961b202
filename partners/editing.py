"""What has texts in several languages, as forms: what is typed, who typed meanwhile, saving it."""

from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from moves.generation import touch
from partners.differences import Change, unsaved
from partners.forms.clusters import ClusterForm, Contacts
from partners.forms.organisations import OrganisationForm
from partners.forms.texts import ClusterTextForm, LanguageForm, OrganisationTextForm, Texts
from partners.forms.versions import VersionedForm
from partners.mentions import NAMES, renamed
from partners.models import Cluster, Conflict, Versioned


class Written:
    """The forms of `item`, which is Versioned: its facts, and its texts in several languages.

    Where its form is a TokenedForm the item may be new. `about` is told to the form besides.
    """

    form_class: type[VersionedForm]
    text_form: type[LanguageForm]
    also: tuple[str, ...] = ()  # fields that are saved besides those of the form

    def __init__(
        self,
        item: Versioned,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        **about,
    ) -> None:
        self.item = item
        self._data = data
        self._about = about
        self.form = self.form_class(data, files, instance=item, **about)
        self.texts = Texts(self.text_form, item, data, languages=self.languages)

    @property
    def languages(self) -> list[str]:
        """Those in which it may have a text, in the order shown."""
        return [code for code, _name in settings.LANGUAGES]

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.texts.is_valid()])

    @transaction.atomic
    def save(self, *, now: datetime) -> None:
        """Keep it, once it is valid.

        Raises Conflict where it was saved since it was opened, or has been made by this form.
        """
        if self.item.pk:
            rows = type(self.item)._base_manager.select_for_update(of=("self",)).only("version")
            row = rows.get(pk=self.item.pk)
            row.take_version(self.form.cleaned_data["seen_version"])
            self.item.version = row.version
        self._save(now=now)
        touch()

    def reopened(self) -> "Written":
        """The same, typed into what somebody else has saved meanwhile. Without files."""
        rows = type(self.item)._base_manager
        saved = rows.get(pk=self.item.pk) if self.item.pk else rows.get(token=self.item.token)
        data = self._data.copy()
        data["seen_version"] = saved.version
        again = type(self)(saved, data, **self._about)
        again.is_valid()
        return again

    def changes(self) -> list[Change]:
        """What saving it would change."""
        texts = (unsaved(form, language=form.language) for form in self.texts)
        return sum(texts, unsaved(self.form))

    def _save(self, *, now: datetime) -> None:
        """In a transaction."""
        self.form.save(commit=False)
        if self.item.pk:
            # What is not typed here may have changed meanwhile: moves, imports.
            self.item.save(update_fields=[*self.form._meta.fields, "version", *self.also])
        else:
            self._make()
        self.texts.save()

    def _make(self) -> None:
        self.item.token = self.form.cleaned_data["token"]
        try:
            with transaction.atomic():
                self.item.save(force_insert=True)
        except IntegrityError:
            if not type(self.item)._base_manager.filter(token=self.item.token).exists():
                raise
            self.item.pk = None
            raise Conflict from None


class Profile(Written):
    """With a logo: one that was replaced or removed is deleted at the end."""

    def _save(self, *, now: datetime) -> None:
        old = str(self.form.initial.get("logo") or "")
        super()._save(now=now)
        if old and old != self.item.logo.name:
            transaction.on_commit(lambda: default_storage.delete(old))


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
