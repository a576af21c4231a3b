"""The command `toldonce`: one module in `commands/` for each of its words."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.db.utils import InternalError, OperationalError

from toldonce.project import commands, configuration
from toldonce.project.discretion import discreet_threads, where
from toldonce.project.embedded import Server, running
from toldonce.project.errors import CommandTrouble, ServerTrouble

FAULT = 1  # the exit code of Python itself


def main(words: list[str] | None = None) -> int:
    """Run one command and return its exit code; troubles become one sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
    arguments = parser().parse_args(words)
    try:
        with discreet_threads(), database(arguments.module, arguments):
            return arguments.module.run(arguments) or 0
    except CommandTrouble as trouble:
        print(f"toldonce {arguments.command}: {trouble}", file=sys.stderr)
        return trouble.exit_code
    except (OperationalError, InternalError) as trouble:
        print(f"toldonce {arguments.command}: {_lost(trouble)}", file=sys.stderr)
        return ServerTrouble.exit_code
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as trouble:  # a fault of ours, whose words may repeat what the command had in its hands
        print(f"toldonce {arguments.command} failed:\n{where(trouble)}", file=sys.stderr)
        return FAULT


def _lost(trouble: Exception) -> str:
    """Say in one sentence that the database went away, or refused for want of room, in the middle of a command."""
    first = (str(trouble).strip().splitlines() or ["no reason was given"])[0]
    return f"The database could not go on ({first}): what was said to be stored is stored; mend that and start again."


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands, made from the modules in `commands/`."""
    made = argparse.ArgumentParser(
        prog="toldonce", description="A story told once and heard in every care setting."
    )
    chosen = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in modules().items():
        one = chosen.add_parser(name, help=summary(module), description=module.__doc__)
        module.arguments(one)
        one.set_defaults(module=module)
    return made


def modules() -> dict[str, ModuleType]:
    """Return the commands by their word."""
    names = sorted(info.name for info in pkgutil.iter_modules([str(Path(commands.__file__).parent)]))
    found = {name: importlib.import_module(f"toldonce.project.commands.{name}") for name in names}
    return {name.replace("_", "-"): module for name, module in found.items()}


def summary(module: ModuleType) -> str:
    """Return the first sentence of what a command says of itself."""
    return (module.__doc__ or "").strip().splitlines()[0].rstrip(".")


@contextlib.contextmanager
def database(module: ModuleType, arguments: argparse.Namespace) -> Iterator[None]:
    """Give a command the database that it needs: the embedded server up, the tables as this version wants them.

    A command that needs none says so by NEEDS_DATABASE, or by `needs_database` where its arguments decide.
    """
    asked = getattr(module, "needs_database", None)
    if not (asked(arguments) if asked else getattr(module, "NEEDS_DATABASE", True)):
        yield
        return
    with contextlib.ExitStack() as stack:
        if configuration.value_of("DATABASE_URL"):
            configuration.check_database_url(configuration.value_of("DATABASE_URL"))
        else:
            stack.enter_context(running(Server(configuration.home())))
        _prepare()
        try:
            yield
        finally:
            _disconnect()


def _prepare() -> None:
    import django
    from django.db import OperationalError

    django.setup()
    from toldonce.project.tables import bring_up_to_date

    try:
        bring_up_to_date()
    except OperationalError as trouble:
        first = str(trouble).strip().splitlines()[0]
        raise ServerTrouble(f"The database does not answer ({first}): look at DATABASE_URL.") from trouble


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
