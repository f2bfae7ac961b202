"""Saving the profiles that readers see."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.forms import BaseInlineFormSet

from moves.generation import touch
from partners.forms.clusters import ClusterForm
from partners.forms.organisations import OrganisationForm
from partners.forms.texts import Texts
from partners.mentions import NAMES, renamed


def save_organisation(form: OrganisationForm, texts: Texts, *, now: datetime) -> None:
    """Keep a profile; who saves it says that it holds."""
    with transaction.atomic():
        form.instance.confirmed_at = now
        _save_with_logo(form)
        texts.save()
        if NAMES.intersection(form.changed_data):
            renamed([form.instance.pk])
        touch()


def save_cluster(form: ClusterForm, texts: Texts, contacts: BaseInlineFormSet) -> None:
    with transaction.atomic():
        _save_with_logo(form)
        texts.save()
        contacts.save()
        touch()


def _save_with_logo(form: OrganisationForm | ClusterForm) -> None:
    """Save what `form` holds; a logo that was replaced or removed is deleted at the end."""
    before: models.fields.files.FieldFile | str = form.initial.get("logo") or ""
    instance = form.save()
    old = str(before)
    if old and old != instance.logo.name:
        transaction.on_commit(lambda: default_storage.delete(old))
