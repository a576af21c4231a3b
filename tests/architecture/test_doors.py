"""Every address is guarded, and every change is written down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import SRC, files, name, public_functions, tree
from toldonce.directory.models import Role
from toldonce.exchange.bulk import views as bulk
from toldonce.exchange.fhir_api.face import face
from toldonce.exchange.smart import views as smart
from toldonce.project import watching

# views that guard themselves, and what guards them
SELF_GUARDED = {
    face: "bearer tokens and scopes, tested in tests/exchange",
    smart.configuration: "tells how to sign in, and nothing else",
    smart.token: "assertions signed by a registered client, tested in tests/exchange/smart",
    bulk.begin: "bearer tokens and scopes, tested in tests/exchange/bulk",
    bulk.export: "the token of the client that asked, tested in tests/exchange/bulk",
    bulk.file: "the token of the client that asked and its scopes, tested in tests/exchange/bulk",
    watching.health: "tells nothing but that it answers",
    watching.metrics: "a token with system/metrics.read, tested in tests/project/test_watching.py",
}
EVERYONE = ("everyone",)


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for item in resolver.url_patterns:
        address = f"{prefix}{item.pattern}"
        if isinstance(item, URLPattern):
            yield address, item.callback
        else:
            yield from views(item, address)


@pytest.mark.parametrize(("address", "view"), list(views(get_resolver())), ids=lambda item: str(item)[:60])
def test_every_address_says_who_may_open_it(address, view):
    if view in SELF_GUARDED:
        return
    guard = getattr(view, "guard", None)
    assert guard, f"{address} has no guard: put @public or @for_roles(…) above its view, outermost"
    assert guard == EVERYONE or set(guard) <= set(Role.values), f"{address} names a role that nobody has"


def test_nothing_about_a_person_is_open_to_everyone():
    public = [address for address, view in views(get_resolver()) if getattr(view, "guard", None) == EVERYONE]
    assert [address for address in public if "person" in address or "record" in address] == []


# actions: keyword-only, and in the ledger


ACTIONS = [path for path in files() if path.name == "actions.py" and path.parent.name != "ledger"]
# constructors of a clock or of parts of an action: they change nothing by themselves
NOT_ACTIONS = {
    "record/actions.py": {"rounds", "now", "open_arrival", "retried"},
    "directory/actions.py": {"digest", "check_scopes"},
}


def actions() -> list[tuple[Path, ast.FunctionDef]]:
    return [
        (path, node)
        for path in ACTIONS
        for node in public_functions(path)
        if node.name not in NOT_ACTIONS.get(name(path), set())
    ]


def shown(item: object) -> str:
    return name(item) if isinstance(item, Path) else item.name


@pytest.mark.parametrize(("path", "action"), actions(), ids=shown)
def test_an_action_takes_its_arguments_by_name_and_says_by_whom(path, action):
    assert not action.args.args, "an action takes keywords only"
    assert "by" in {argument.arg for argument in action.args.kwonlyargs}


def calls(node: ast.AST) -> Iterator[str]:
    """Yield what a function calls, by its dotted name, and what it hands on as a function."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield ast.unparse(inner.func)


def writes_the_ledger(path: Path, node: ast.AST, seen: frozenset[str] = frozenset()) -> bool:
    """Tell whether a function calls the ledger's door, itself or by way of functions of its own module."""
    own = {item.name: item for item in tree(path).body if isinstance(item, ast.FunctionDef)}
    for call in calls(node):
        if call in {"ledger.write", "ledger.write_all", "write"} and imports_the_ledger(path, call):
            return True
        if call in own and call not in seen and writes_the_ledger(path, own[call], seen | {call}):
            return True
    return False


def imports_the_ledger(path: Path, call: str) -> bool:
    wanted = (
        "from toldonce.ledger import actions as ledger"
        if "." in call
        else "from toldonce.ledger.actions import write"
    )
    return wanted in path.read_text()


@pytest.mark.parametrize(
    ("path", "action"), [pair for pair in actions() if pair[0].parent.name != "directory"], ids=shown
)
def test_an_action_ends_in_a_row_of_the_ledger(path, action):
    assert writes_the_ledger(path, action)


DIRECTORY = {node.name for path, node in actions() if path.parent.name == "directory"}
DIRECTORY_CALLERS = [
    (path, node)
    for path in files()
    if path.parent != SRC / "directory" and "directory" in path.read_text()
    for node in tree(path).body
    if isinstance(node, ast.FunctionDef)
    and {call.rpartition(".")[2] for call in calls(node)} & DIRECTORY
    and ("directory import actions" in path.read_text() or "directory.actions import" in path.read_text())
]


@pytest.mark.parametrize(("path", "caller"), DIRECTORY_CALLERS, ids=shown)
def test_who_changes_the_directory_writes_the_ledger_for_it(path, caller):
    """The ledger stands above the directory, so the doors that call its actions write the row."""
    assert writes_the_ledger(path, caller)


def test_the_directory_is_changed_from_somewhere():
    assert DIRECTORY_CALLERS
