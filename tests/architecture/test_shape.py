"""Arrows point down, files are short, and names are nouns of the domain."""

from __future__ import annotations

import ast
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from importlinter.cli import lint_imports

from tests.architecture.source import FLOORS, ROOT, files, functions, name, tree

LONGEST_FILE, LONGEST_FUNCTION = 500, 60
NAMES_WITHOUT_A_NOUN = {
    "core",
    "common",
    "utils",
    "util",
    "helpers",
    "helper",
    "base",
    "manager",
    "service",
    "misc",
}


def test_each_floor_uses_only_the_floors_below_it(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0


def floor_of(model: type) -> int | None:
    """Return how high a model stands; None for Django's own, which may be used from everywhere."""
    parts = model.__module__.split(".")
    return FLOORS.index(parts[1]) if parts[0] == "toldonce" else None


def test_foreign_keys_point_down_or_stay_on_their_floor():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                here, there = floor_of(model), floor_of(field.related_model)
                if there is not None:
                    assert here is not None and there <= here, f"{model.__name__}.{field.name} points up"


@pytest.mark.parametrize("path", files(), ids=name)
def test_files_and_functions_are_short(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    long = [node.name for node in functions(path) if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION]
    assert long == []


def test_no_module_is_called_after_a_technical_role():
    assert [name(path) for path in files() if NAMES_WITHOUT_A_NOUN & {path.stem, path.parent.name}] == []


def test_every_module_says_what_it_is():
    assert [name(path) for path in files() if path.read_text() and not ast.get_docstring(tree(path))] == []


@pytest.mark.parametrize("path", files(), ids=name)
def test_what_is_asked_of_our_modules_is_there(path):
    known = modules_of_ours(path)
    asked = [
        (node.value.id, node.attr)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known
    ]
    assert [f"{module}.{what}" for module, what in asked if not hasattr(known[module], what)] == []


def modules_of_ours(path: Path) -> dict[str, ModuleType]:
    """The names by which a file knows modules of ours, but for those that it uses for something else as well."""
    known = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toldonce"):
            for each in node.names:
                with suppress(ModuleNotFoundError):
                    known[each.asname or each.name] = import_module(f"{node.module}.{each.name}")
    return {local: module for local, module in known.items() if local not in assigned(path)}


def assigned(path: Path) -> set[str]:
    """The names to which a file gives a value of its own."""
    stored = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name) and not is_read(node)}
    return stored | {node.arg for node in ast.walk(tree(path)) if isinstance(node, ast.arg)}


def is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
