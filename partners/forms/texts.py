"""Texts in several languages side by side: one small form a language."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.db import models

from partners.models import ClusterText, OrganisationText


class LanguageForm(forms.ModelForm):
    """The texts of one language. Left empty, there are none in this language."""

    def __init__(self, *args, language: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.language_name = dict(settings.LANGUAGES)[language]
        for name in self.fields:
            self.fields[name].widget.attrs["lang"] = language

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    @property
    def is_open(self) -> bool:
        """Unfolded: there is something to read or to mend."""
        return not self.is_blank or bool(self.errors)

    def full_clean(self) -> None:
        self.empty_permitted = self.is_bound and self.is_blank
        super().full_clean()
        if self.empty_permitted:
            self._errors.clear()


class OrganisationTextForm(LanguageForm):
    class Meta:
        model = OrganisationText
        fields = ["offers", "seeks"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in fields}


class ClusterTextForm(LanguageForm):
    class Meta:
        model = ClusterText
        fields = ["name", "tagline", "about"]
        widgets = {"about": forms.Textarea(attrs={"rows": 6})}


class Texts:
    """The forms of `languages` for one `owner`: of all that the portal has, unless they are given.

    An owner that is not saved yet has no texts; it is saved before them.
    """

    def __init__(
        self,
        form_class: type[LanguageForm],
        owner: models.Model,
        data=None,
        *,
        languages: Iterable[str] = dict(settings.LANGUAGES),
    ) -> None:
        known = {text.language: text for text in owner.texts.all()} if owner.pk else {}
        model = form_class._meta.model
        self.forms = [
            form_class(
                data,
                prefix=f"text-{code}",
                language=code,
                instance=known.get(code) or model(language=code),
            )
            for code in languages
        ]
        self._owner = owner

    def __iter__(self):
        return iter(self.forms)

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def save(self) -> None:
        """Keep what is there and delete what was emptied."""
        field = next(
            f.name
            for f in self.forms[0].instance._meta.fields
            if f.related_model is type(self._owner)
        )
        for form in self.forms:
            setattr(form.instance, field, self._owner)
            if not form.is_blank:
                form.save()
            elif form.instance.pk:
                form.instance.delete()
