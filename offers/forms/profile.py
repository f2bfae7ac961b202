"""The page on which an offer is written: facts and texts as one form."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from offers.forms.facts import FactsForm
from offers.forms.texts import OfferTextForm
from offers.models import Offer, OfferText
from offers.requirements import ASKED, gaps
from offers.writing import create, save
from partners.models import Organisation
from publishing.forms import LARGEST_VERSION
from publishing.revisions import Change, differences, snapshot


class OpenedForm(forms.Form):
    """Which draft the page was opened for, and as it was at which save (0: not saved before)."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)


class ProfileForm:
    """Reads and writes `offer` and the text of its original; unsaved ones where it is new."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offer: Offer,
        user,
        extra: Organisation | None = None,
        initial: dict | None = None,
    ) -> None:
        self.offer = offer
        self.original = (offer.pk and offer.original) or OfferText(language=offer.language)
        opened = {"token": offer.token if offer.pk else uuid4(), "version": 0}
        if offer.pk:
            opened["version"] = offer.version
        self.opened = OpenedForm(data, initial=opened)
        self.facts = FactsForm(data, instance=offer, user=user, extra=extra, initial=initial)
        self.texts = OfferTextForm(data, instance=self.original)
        for name, field in {**self.facts.fields, **self.texts.fields}.items():
            field.is_asked = name in ASKED

    def is_valid(self) -> bool:
        """Whether it can be kept as a draft."""
        return all([self.opened.is_valid(), self.facts.is_valid(), self.texts.is_valid()])

    def is_complete(self, *, day: date) -> bool:
        """Whether it can also be submitted; if not, each field says how to mend it."""
        if self.is_valid():
            for name, hint in gaps(self.offer, self.original, day=day).items():
                (self.texts if name in self.texts.fields else self.facts).add_error(name, hint)
        return not self.errors

    def save(self, *, user, now: datetime) -> Offer:
        """Keep it, once it is valid. Raises Conflict where it was saved since it was opened."""
        opened = self.opened.cleaned_data
        if not self.offer.pk:
            self.offer.token = opened["token"]
            return create(self.offer, self.original, user=user, now=now)
        version = opened["version"]
        return save(self.offer, self.original, version=version, user=user, now=now)

    def difference_to(self, saved: Offer) -> list[Change]:
        """What would change of an offer `saved` meanwhile, if this were kept."""
        # Of two equal forms that were sent at once, the second comes here with an offer unsaved.
        self.offer.pk, self.original.language = saved.pk, self.offer.language
        ours = snapshot(self.offer, instead=self.original)
        return differences(Offer, snapshot(saved), ours)

    @property
    def errors(self) -> dict:
        return {**self.opened.errors, **self.facts.errors, **self.texts.errors}

    @property
    def non_field_errors(self) -> list[str]:
        return [*self.facts.non_field_errors(), *self.texts.non_field_errors()]

    def __iter__(self) -> Iterator[BoundField]:
        return chain(self.facts, self.texts)
