"""Arrows point down, files are short, and names are nouns of the domain."""

from __future__ import annotations

import ast

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
