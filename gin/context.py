"""What every page needs around its content. Lazy: a page that does not show it does not pay."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise, cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import Cluster
from threads.models import Thread

THEMES = ("light", "dark")

# The parts of the portal in the masthead: the list with which each begins, and its name. The views
# of a part have names that begin as that of its list.
SECTIONS = (
    ("offers:list", _("Offers")),
    ("events:list", _("Events")),
    ("partners:cluster_list", _("Clusters")),
    ("partners:organisation_list", _("Companies")),
)


class Language(NamedTuple):
    code: str
    name: str
    url: str
    absolute_url: str  # without a query, as crawlers take it
    is_current: bool

    @property
    def is_default(self) -> bool:
        return self.code == settings.LANGUAGE_CODE


class Section(NamedTuple):
    url: str
    label: str | Promise
    is_current: bool


class Page:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.help_email = settings.HELP_EMAIL
        self.has_mailbox = settings.MAILBOX

    @property
    def theme(self) -> str:
        """'light' or 'dark' where the reader chose one; else empty, and the system decides."""
        theme = self.request.COOKIES.get("theme", "")
        return theme if theme in THEMES else ""

    @cached_property
    def languages(self) -> list[Language]:
        """This page in each language of the portal."""
        query = self.request.META.get("QUERY_STRING", "")
        current = get_language()
        languages = []
        for code, name in settings.LANGUAGES:
            path = translate_url(self.request.path, code)
            url = f"{path}?{query}" if query else path
            languages.append(Language(code, name, url, settings.SITE_URL + path, code == current))
        return languages

    @cached_property
    def canonical(self) -> str:
        """The address of a page that search engines may list; empty where visitors may not go."""
        match = self.request.resolver_match
        is_public = match is not None and not getattr(match.func, "login_required", True)
        return settings.SITE_URL + self.request.path if is_public else ""

    @cached_property
    def sections(self) -> list[Section]:
        match = self.request.resolver_match
        here = match.view_name if match else ""
        return [
            Section(reverse(name), label, here.startswith(name.removesuffix("list")))
            for name, label in SECTIONS
        ]

    @cached_property
    def clusters(self) -> list[Cluster]:
        return list(Cluster.objects.active().with_texts())

    @cached_property
    def unread(self) -> int:
        """Conversations of the signed-in reader in which something is new."""
        return Thread.objects.unread_by(self.request.user).count()


def page(request: HttpRequest) -> dict[str, Page]:
    return {"page": Page(request)}
