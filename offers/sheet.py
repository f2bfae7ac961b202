"""An offer as its page shows it: the sheet of texts, and the facts beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_countries import countries

from offers import requirements
from partners import languages
from partners.vocabularies import labels, path


@dataclass(frozen=True)
class Section:
    """A heading and what stands beside it: HTML that was cleaned when it was saved, or plain words.

    `language` is that of the text; empty for what is said in the reader's language.
    """

    heading: str | Promise
    html: str = ""
    words: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()


class Sheet:
    """What `offer` says in the language of `text`: the reader's, else that of its original."""

    def __init__(self, offer: models.Model, text: models.Model | None) -> None:
        self.offer = offer
        self.text = text

    @property
    def sections(self) -> list[Section]:
        return [
            section
            for section in self._sections()
            if section.html or section.words or section.keywords
        ]

    def _sections(self) -> Iterator[Section]:
        offer = self.offer
        yield self._rich(_("Description"), "description")
        yield self._rich(_("Advantages and innovations"), "advantages")
        yield self._rich(_("Expertise or specification sought"), "expertise")
        yield Section(_("Stage of development"), words=self._labels("stage", [self._own("stage")]))
        yield Section(_("Intellectual property"), words=self._labels("ipr", [self._own("ipr")]))
        note = getattr(self.text, "ipr_note", "") if self._has("ipr_note") else ""
        yield Section(_("Note on intellectual property"), words=note, language=self._language)
        yield self._rich(_("Partner sought"), "partner_role")
        yield Section(
            _("Kinds of partner"), words=self._labels("partner_kind", offer.partner_kinds)
        )
        yield Section(
            _("Type of cooperation"), words=self._labels("cooperation", offer.cooperation)
        )
        for label, field in ((_("Programme"), "programme"), (_("Call"), "call")):
            yield Section(label, words=self._own(field), language=offer.language)
        known = labels("technology") | labels("market")
        codes = [*offer.technology, *offer.market]
        keywords = dict.fromkeys(known[code] for code in codes if code in known)
        yield Section(_("Keywords"), keywords=tuple(keywords))

    @property
    def _language(self) -> str:
        return self.text.language if self.text else ""

    def _has(self, field: str) -> bool:
        return requirements.has(self.offer.type, field)

    def _own(self, field: str) -> str:
        return getattr(self.offer, field) if self._has(field) else ""

    def _rich(self, heading: str, field: str) -> Section:
        html = getattr(self.text, field, "") if self._has(field) else ""
        return Section(heading, html=html, language=self._language)

    def _labels(self, vocabulary: str, codes: Iterable[str]) -> str:
        known = labels(vocabulary)
        return " · ".join(known[code] for code in codes if code in known)

    @property
    def sector_code(self) -> str:
        """The section of its sector, by which lists are narrowed."""
        return next(iter(path("nace", self.offer.nace)), "")

    @property
    def sector(self) -> str:
        return labels("nace").get(self.offer.nace, "")

    @property
    def stage(self) -> str:
        return self._labels("stage", [self._own("stage")])

    @property
    def targets(self) -> str:
        known = dict(countries)
        return ", ".join(str(known[code]) for code in self.offer.countries if code in known)

    @property
    def work_languages(self) -> str:
        known = languages.names()
        return ", ".join(known[code] for code in self.offer.work_languages if code in known)
