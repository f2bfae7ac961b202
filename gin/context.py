"""What every page needs around its content. Lazy: a page that does not show it does not pay."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import Cluster

THEMES = ("light", "dark")

# The parts of the portal in the masthead: the start page of each, and its name.
SECTIONS = (
    ("offers:list", _("Offers")),
    ("partners:cluster_list", _("Clusters")),
    ("partners:organisation_list", _("Companies")),
)


class Language(NamedTuple):
    code: str
    name: str
    url: str
    absolute_url: str
    is_current: bool


class Section(NamedTuple):
    url: str
    label: str | Promise
    is_current: bool


class Page:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.help_email = settings.HELP_EMAIL

    @property
    def theme(self) -> str:
        """'light' or 'dark' where the reader chose one; else empty, and the system decides."""
        theme = self.request.COOKIES.get("theme", "")
        return theme if theme in THEMES else ""

    @cached_property
    def languages(self) -> list[Language]:
        """This page in each language of the portal."""
        path = self.request.get_full_path()
        current = get_language()
        urls = {code: translate_url(path, code) for code, _name in settings.LANGUAGES}
        return [
            Language(code, name, urls[code], settings.SITE_URL + urls[code], code == current)
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def sections(self) -> list[Section]:
        match = self.request.resolver_match
        here = match.view_name if match else ""
        return [Section(reverse(name), label, name == here) for name, label in SECTIONS]

    @cached_property
    def clusters(self) -> list[Cluster]:
        return list(Cluster.objects.active().with_texts())


def page(request: HttpRequest) -> dict[str, Page]:
    return {"page": Page(request)}
