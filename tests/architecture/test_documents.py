"""What the documents say is so: links lead somewhere, commands and settings exist, every danger has its test."""

from __future__ import annotations

import re
import shlex
import subprocess
from functools import cache
from pathlib import Path

import pytest

from toldonce.project import cli, configuration

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^\s*```.*?^\s*```\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^\s*```(?:sh)?\n(.*?)^\s*```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|[\s(=$;|&])(?:\.venv/bin/)?toldonce (?P<words>[a-z][^|;&#)`\n]*)")
VARIABLE = re.compile(r"\b(?:TOLDONCE_[A-Z_]+|DATABASE_URL)\b")
WRITTEN_BY_COMMANDS = {
    "docs/reference/benchmarks.md",
    "docs/pictures/record.png",
}  # by `make bench` and the journeys
NOT_OURS = {"TOLDONCE_SHARED", "TOLDONCE_PICTURES"}  # settings of the tests


@cache
def documents() -> list[Path]:
    """Every Markdown file that is kept."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted({ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).exists()})


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


each_document = pytest.mark.parametrize("path", documents(), ids=name_of)


def headings(path: Path) -> set[str]:
    """The anchors of a document, as they are made of its headings."""
    lines = FENCE.sub("", path.read_text(encoding="utf-8")).splitlines()
    titles = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_document
def test_every_link_leads_somewhere(path):
    lost = []
    for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        found = there.exists() or str(there.relative_to(ROOT)) in WRITTEN_BY_COMMANDS
        if not found or (anchor and there.suffix == ".md" and anchor not in headings(there)):
            lost.append(target)
    assert lost == []


def commands_in(path: Path) -> list[str]:
    """Every `toldonce …` of a document, in code blocks and in running text."""
    text = path.read_text(encoding="utf-8")
    pieces = [block.replace("\\\n", " ") for block in BLOCK.findall(text)] + SPAN.findall(FENCE.sub("", text))
    return [found["words"].strip() for piece in pieces for found in COMMAND.finditer(piece)]


def fault_of(words: str) -> str:
    """What is wrong with a command; nothing if its word and its options exist."""
    first, *rest = shlex.split(words, comments=True)
    known = cli.parser()._subparsers._group_actions[0].choices
    if first not in known:
        return f"there is no toldonce {first}"
    options = {option for action in known[first]._actions for option in action.option_strings}
    unknown = [word for word in rest if word.startswith("--") and word.partition("=")[0] not in options]
    if unknown:
        return f"toldonce {first} knows no {', '.join(unknown)}"
    acts = next((action.choices for action in known[first]._actions if action.dest == "what"), None)
    said = next((word for word in rest if not word.startswith("-")), None)
    if acts and said and said.islower() and not set(said.split("|")) <= set(acts):
        return f"toldonce {first} does not know {said}"
    return ""


@each_document
def test_every_command_that_is_named_exists_with_its_options(path):
    faults = {words: fault for words in commands_in(path) if (fault := fault_of(words))}
    assert faults == {}


@each_document
def test_every_setting_that_is_named_exists(path):
    known = {setting.name for setting in configuration.SETTINGS} | NOT_OURS
    assert set(VARIABLE.findall(path.read_text(encoding="utf-8"))) - known == set()


@each_document
def test_no_document_makes_promises_to_itself(path):
    assert re.findall(r"\b(?:TODO|FIXME|TBC|TBD)\b", path.read_text(encoding="utf-8")) == []


def table(path: str, *heads: str) -> list[dict[str, str]]:
    """The rows of the table with these heads in a document."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    start = lines.index(f"| {' | '.join(heads)} |")
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(heads, (cell.strip() for cell in line.strip("|").split("|")), strict=True)))
    return rows


def test_every_folder_of_the_code_has_its_word():
    words = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    drawn = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    top = ROOT / "src" / "toldonce"
    folders = [each.parent for each in [*top.glob("*/__init__.py"), *top.glob("*/*/__init__.py")]]
    missing = [
        name_of(folder)
        for folder in folders
        if f"{name_of(folder)}/" not in words
        and f"`{folder.name}/`" not in drawn
        and folder.name != "migrations"
    ]
    assert missing == []


def test_every_measure_names_tests_that_are_there():
    words = (ROOT / "docs/safety/data-protection.md").read_text(encoding="utf-8")
    for file, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", words):
        source = ROOT / file
        assert source.exists() and f"def {test}(" in source.read_text(encoding="utf-8"), f"{file}::{test}"


def test_no_hazard_is_without_a_test():
    heads = ("id", "hazard", "cause", "effect", "initial risk", "control", "held by", "residual risk")
    rows = table("docs/safety/hazard-log.md", *heads)
    assert [row["id"] for row in rows] == [f"H{number:02}" for number in range(1, len(rows) + 1)]
    assert [row["id"] for row in rows if "`tests/" not in row["held by"]] == []


def test_the_risks_are_those_of_the_matrix():
    matrix = {
        row["likelihood ↓ severity →"]: row
        for row in table(
            "docs/safety/hazard-log.md",
            "likelihood ↓ severity →",
            *("minor", "significant", "considerable", "major", "catastrophic"),
        )
    }
    words = (ROOT / "docs/safety/hazard-log.md").read_text(encoding="utf-8")
    rated = re.findall(r"(\w+) × ([\w ]+) = \*\*(\d)\*\*", words)
    assert rated
    assert [each for each in rated if matrix[each[1]][each[0]] != each[2]] == []
