"""Every message of the portal stands translated, whole and with its placeholders, in locale/.

The messages are read by Django's own template compiler and Python's parser, so that no gettext
is needed on the machine.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, Node, NodeList
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOMS = ("gin", "moves", "partners", "publishing", "threads", "offers", "events")
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
PLURAL_FORMS = {"pl": 3, "es": 2, "ro": 3, "el": 2}
# Where each function of gettext takes context, singular and plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}|</?[a-z][^>]*>")

Message = tuple[str | None, str, str | None]  # context, singular, plural


def in_python(path: Path) -> set[Message]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in CALLS:
            continue
        words = [
            None if at is None else getattr(node.args[at], "value", None) for at in CALLS[name]
        ]
        if isinstance(words[1], str):
            found.add(tuple(words))
    return found


def in_template(path: Path) -> set[Message]:
    source = path.read_text()
    found = {(None, words, None) for words in re.findall(r"_\(\"([^\"]+)\"\)", source)}
    for node in walk(engines["django"].from_string(source).template.nodelist):
        if isinstance(node, BlockTranslateNode):
            singular, _ = node.render_token_list(node.singular)
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            found.add((context_of(node), singular, plural))
        elif isinstance(node, TranslateNode):
            words = node.filter_expression.var
            found.add((context_of(node), getattr(words, "literal", words), None))
    return found


def walk(nodes: NodeList) -> Iterator[Node]:
    """All nodes below; a simple block tag keeps its own where get_nodes_by_type does not look."""
    for node in nodes:
        yield node
        for name in {*node.child_nodelists, "nodelist"}:
            yield from walk(getattr(node, name, None) or ())


def context_of(node: TranslateNode | BlockTranslateNode) -> str | None:
    context: FilterExpression | None = node.message_context
    return context.var if context else None


@cache
def messages() -> set[Message]:
    python = [path for room in ROOMS for path in Path(room).rglob("*.py")]
    templates = [path for path in Path("templates").rglob("*.*") if path.is_file()]
    return set().union(*map(in_python, python), *map(in_template, templates))


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(f"locale/{language}/LC_MESSAGES/django.po")


def test_the_messages_are_read():
    assert (None, "Sign out", None) in messages()
    assert len(messages()) > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_lacks_its_translation(language):
    translated = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue(language)
        if entry.translated() and "fuzzy" not in entry.flags
    }
    lacking = {(context, text) for context, text, _ in messages()} - translated
    assert not lacking, f"run `make messages`, then translate: {sorted(map(str, lacking))[:20]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_outlives_its_message(language):
    used = {(context, text) for context, text, _ in messages()}
    left = {(entry.msgctxt, entry.msgid) for entry in catalogue(language)} - used
    assert not left, f"run `make messages`: {sorted(map(str, left))[:20]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_every_plural_form(language):
    short = [
        entry.msgid
        for entry in catalogue(language)
        if entry.msgid_plural
        and (
            len(entry.msgstr_plural) != PLURAL_FORMS[language]
            or not all(entry.msgstr_plural.values())
        )
    ]
    assert not short


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_placeholders_and_markup(language):
    """The form for one may leave out a number that its English twin leaves out too."""
    broken = []
    for entry in catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        least = wanted & set(PLACEHOLDER.findall(entry.msgid))
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            if not least <= set(PLACEHOLDER.findall(text)) <= wanted:
                broken.append((entry.msgid, text))
    assert not broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_spelling_follows_the_glossary(language):
    """Romanian writes ș and ț with a comma below; straight quotes are those of code alone."""
    wrong = [
        text
        for entry in catalogue(language)
        for text in (entry.msgstr, *entry.msgstr_plural.values())
        if set("şţŞŢ") & set(text) or ('"' in text and '"' not in entry.msgid)
    ]
    assert not wrong
