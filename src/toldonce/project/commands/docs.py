"""Write the pages of the reference that are made from the code: commands and configuration.

A test fails while a page is not what this command would write.
"""

from __future__ import annotations

import argparse
from pathlib import Path

NEEDS_DATABASE = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=Path("docs"), help="where the pages are (docs)")


def run(arguments: argparse.Namespace) -> int:
    from toldonce.project.documenting import write

    changed = write(arguments.folder)
    print("\n".join(str(path) for path in changed) or "Every page was up to date.")
    return 0
