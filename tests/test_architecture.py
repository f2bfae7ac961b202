"""The house as docs/architecture.md draws it: rooms, arrows, and how long things may be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Each imports from those before it only.
ROOMS = ("moves", "partners", "publishing", "threads", "offers", "events", "gin")
SIBLINGS = ("offers", "events")  # which know nothing of one another
SOURCES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
)
VIEWS = [
    path for path in SOURCES if path.name == "views.py" or path.parent.name in {"views", "pages"}
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Seen through scopes alone: what is published, and what is said in confidence.
SCOPED = {"Offer", "Thread", "Organisation"}
SCOPES = re.compile(
    r"_(by|to|for|at|on)$|^(listed|published|visible|active|known|verified|described|waiting|open|taking|claimable)"
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def dotted(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """The modules that are imported anywhere under `node`."""
    for part in ast.walk(node):
        if isinstance(part, ast.ImportFrom):
            yield part.module or ""
        elif isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)


def functions(paths: list[Path]) -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in paths:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                yield f"{named(path)}:{node.name}", node


def is_view(function: ast.FunctionDef) -> bool:
    first = function.args.args[:1]
    return bool(first) and first[0].arg == "request" and not function.name.startswith("_")


def length(node: ast.FunctionDef) -> int:
    """Lines from `def` on, but for the docstring."""
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node):
        lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_import_from_rooms_before_them_only(room):
    later = set(ROOMS[ROOMS.index(room) + 1 :])
    if room in SIBLINGS:
        later |= set(SIBLINGS) - {room}
    wrong = [
        f"{named(path)}: {module}"
        for path in SOURCES
        if path.is_relative_to(ROOT / room)
        for module in imports(tree(path))
        if module.partition(".")[0] in later
    ]
    assert not wrong


def test_nothing_is_imported_inside_a_function():
    wrong = [name for name, node in functions(SOURCES) if any(imports(node))]
    assert not wrong


def test_modules_import_one_another_in_no_circle():
    modules = {dotted(path) for path in SOURCES}
    wanted: dict[str, set[str]] = {}
    for path in SOURCES:
        wanted[dotted(path)] = set()
        for node in tree(path).body:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    part = f"{node.module}.{alias.name}"
                    wanted[dotted(path)].add(part if part in modules else node.module)
            elif isinstance(node, ast.Import):
                wanted[dotted(path)] |= {alias.name for alias in node.names}
    known = {module: names & modules - {module} for module, names in wanted.items()}
    while free := [module for module, names in known.items() if not names & known.keys()]:
        for module in free:
            del known[module]
    assert not known


def test_nothing_hangs_on_signals():
    wrong = [
        named(path)
        for path in SOURCES
        if any(module.endswith("signals") for module in imports(tree(path)))
    ]
    assert not wrong


def test_no_exception_is_swallowed_whole():
    wrong = [
        named(path)
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    ]
    assert not wrong


def test_views_reach_content_through_scopes_alone():
    wrong = []
    for path in VIEWS:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Attribute)
                and node.value.attr == "objects"
                and getattr(node.value.value, "id", "") in SCOPED
                and not SCOPES.search(node.attr)
            ):
                wrong.append(f"{named(path)}:{node.lineno} .{node.attr}")
    assert not wrong


def test_views_hold_no_rules():
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in VIEWS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Q"
    ]
    assert not wrong


def test_views_are_short():
    lengths = {name: length(node) for name, node in functions(VIEWS) if is_view(node)}
    assert median(lengths.values()) <= 12
    long = {name: lines for name, lines in lengths.items() if lines > 25}
    assert len(long) <= len(lengths) / 10, long


def test_files_are_short():
    assert not [named(path) for path in SOURCES if len(path.read_text().splitlines()) > 400]
    assert len((ROOT / "gin/settings.py").read_text().splitlines()) <= 250


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_templates_are_short_and_hold_no_style_or_script(template):
    text = template.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/' in script, script
