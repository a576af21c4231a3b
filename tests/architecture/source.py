"""The source as trees, for tests that look at how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "toldonce"
FLOORS = (
    *("codes", "directory", "ledger", "record"),
    *("care", "exchange", "flow", "population"),
    *("figures", "steering", "recall", "web", "rehearsal", "project"),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> list[Path]:
    """Return every file of ours that holds code; migrations are history, not code."""
    return sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def public_functions(path: Path) -> list[Function]:
    """Return the functions of a module that others may call."""
    return [node for node in tree(path).body if isinstance(node, Function) and not node.name.startswith("_")]


def name(path: Path) -> str:
    return str(path.relative_to(SRC))
