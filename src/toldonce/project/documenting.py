"""The pages of `docs/reference/` that are made from the code itself, so that they cannot be wrong."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from toldonce.exchange.files import manual as mappings
from toldonce.exchange.hl7v2 import documented
from toldonce.figures.receiving import manual as figures
from toldonce.project import cli, configuration, errors

MADE = "<!-- Made by `make docs` from the code: change it there. -->"
OTHER_CODES = ((0, "All went well."), (130, "Stopped by Ctrl-C."))


def pages() -> dict[str, str]:
    """Return the text of each page by its path under `docs/`."""
    return {
        "reference/commands.md": commands(),
        "reference/configuration.md": configured(),
        "reference/figures.md": f"# Figures\n\n{MADE}\n\n{figures.page()}\n",
        "reference/hl7v2.md": f"# HL7 v2\n\n{MADE}\n\n{documented.page()}",
        "reference/mappings.md": f"# Mapping files\n\n{MADE}\n\n{mappings.page()}\n",
    }


def write(docs: Path) -> list[Path]:
    """Write the pages and return those that changed."""
    changed = []
    for name, text in pages().items():
        path = docs / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            changed.append(path)
    return changed


def commands() -> str:
    """Return the page of all commands with their arguments and exit codes."""
    parts = [f"# Commands\n\n{MADE}\n", _exit_codes()]
    parts += [_command(name, module) for name, module in cli.modules().items()]
    return "\n".join(parts)


def _exit_codes() -> str:
    codes = [*OTHER_CODES, *((kind.exit_code, kind.__doc__ or "") for kind in _family(errors.CommandTrouble))]
    rows = [f"| {code} | {meaning.strip().splitlines()[0]} |" for code, meaning in sorted(set(codes))]
    first = "A command that cannot do what it was asked says one sentence on standard error and ends with one of these."
    return "\n".join([first, "", "| exit code | meaning |", "| --- | --- |", *rows, ""])


def _family(kind: type[errors.CommandTrouble]) -> Iterator[type[errors.CommandTrouble]]:
    """Yield the errors of the module in which the family is drawn; others share the exit code of their parent."""
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _family(child)


def _command(name: str, module: ModuleType) -> str:
    parser = argparse.ArgumentParser(prog=f"toldonce {name}", add_help=False)
    module.arguments(parser)
    rows = [f"| {_named(action)} | {action.help or ''} |" for action in parser._actions]
    table = ["| argument | meaning |", "| --- | --- |", *rows, ""] if rows else []
    return "\n".join([f"## toldonce {name}", "", (module.__doc__ or "").strip(), "", *table])


def _named(action: argparse.Action) -> str:
    choices = ", ".join(f"`{choice}`" for choice in action.choices or ())
    if not action.option_strings:
        name = choices or f"`{action.metavar or action.dest.upper()}`"
        return {
            "?": f"{name} (may be left out)",
            "+": f"{name} (one or more)",
            "*": f"{name} (any number)",
        }.get(str(action.nargs), name)
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return f"`{action.option_strings[-1]}{value}`" + (f" ({choices})" if choices else "")


def configured() -> str:
    """Return the page of all settings."""
    rows = [
        f"| `{setting.name}` | {setting.meaning} | {setting.default} |" for setting in configuration.SETTINGS
    ]
    text = "Toldonce is configured by the environment, and by nothing else. `toldonce doctor` says what is unfit."
    table = ["| variable | what it is for | default |", "| --- | --- | --- |", *rows, ""]
    return "\n".join([f"# Configuration\n\n{MADE}\n\n{text}\n", *table])
