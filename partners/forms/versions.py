"""What forms know of the version they were opened at (partners.models.versions)."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

LARGEST_VERSION = 2**31 - 1
CHANGED_MEANWHILE = _("Somebody has changed it since you opened it. Look at what is new first.")


class VersionField(forms.IntegerField):
    """The version that the page showed; who saves compares it with that of the row."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=LARGEST_VERSION)


class VersionedForm(forms.ModelForm):
    """Changes something Versioned that is there already."""

    seen_version = VersionField()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version


class TokenedForm(VersionedForm):
    """Makes something new as well, which keeps the token of its form: sent twice, it is one."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["token"] = self.instance.token


def made_before(rows: models.QuerySet, data: QueryDict) -> models.Model | None:
    """What of `rows` the form that is sent has made already."""
    try:
        return rows.filter(token=forms.UUIDField().clean(data.get("token"))).first()
    except ValidationError:
        return None


class LockingForm(VersionedForm):
    """For the admin, whose pages are transactions: refused where it was saved meanwhile."""

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        # Locked until the admin's transaction ends.
        rows = type(self.instance)._base_manager.select_for_update().only("version")
        row = rows.filter(pk=self.instance.pk).first()
        if row and row.version != data.get("seen_version"):
            raise ValidationError(CHANGED_MEANWHILE)
        return data
