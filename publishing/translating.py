"""Translating an item: the original at one side, a translation at the other."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.forms import BoundField, ModelForm

from publishing import kinds
from publishing.models import Item, Revision, Text
from publishing.revisions import Change, original_differences, snapshot
