"""What was found in a file, in words: for a terminal, and as a page that can be sent on."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from html import escape
from typing import Any

STATES = {
    "new": "new",
    "changed": "changed since last time",
    "same": "as last time",
    "gone": "gone since last time",
    "refused": "refused",
    "repeated": "told twice in the same words",
}
STYLE = "body{font:16px sans-serif;margin:2em}td,th{text-align:left;padding:4px 10px;border-bottom:1px solid #ccc}"


def text(report: Map[str, Any], faults: list[dict]) -> str:
    """A report for a terminal."""
    lines = [f"{report['rows']:,} rows: {counted(report)}"]
    if report.get("resources"):
        lines.append(
            "They make " + ", ".join(f"{n:,} {rtype}" for rtype, n in report["resources"].items()) + "."
        )
    if report.get("written"):
        lines.append(
            "Resources "
            + ", ".join(f"{state}: {n:,}" for state, n in sorted(report["written"].items()))
            + "."
        )
    lines += report["notes"]
    lines += ["", f"{'column':<40} {'filled':>8} {'empty':>8} {'bad':>6}"]
    lines += [line for column in report["columns"] for line in _column_lines(column)]
    if faults:
        lines += ["", f"What was refused, {min(len(faults), 20)} of {report['faults']:,}:"]
        lines += [
            f"  line {each['line']}, {each['column'] or 'the row'}: {each['reason']}" for each in faults[:20]
        ]
    return "\n".join(lines)


def counted(report: Map[str, Any]) -> str:
    """What became of the rows, in one line."""
    return ", ".join(
        f"{report['states'][name]:,} {words}" for name, words in STATES.items() if report["states"][name]
    )


def _column_lines(column: Map[str, Any]) -> Iterator[str]:
    name = column["head"][:40]
    if not column["found"]:
        yield f"{name:<40} not in the file"
        return
    yield f"{name:<40} {column['filled']:>8,} {column['empty']:>8,} {column['bad']:>6,}"
    for reason, number in column["reasons"].items():
        yield f"    {number:,} times: {reason}"
    if column["examples"]:
        yield "    such as " + ", ".join(f"“{each}”" for each in column["examples"])
    if column["unknown"]:
        yield "    unknown codes: " + ", ".join(f"“{code}” ({n:,})" for code, n in column["unknown"].items())


def html(report: Map[str, Any], faults: list[dict], title: str) -> str:
    """A report as a page of its own; every word of the file is written as words and never as markup."""
    columns = "".join(_row(each["head"], *_cells(each)) for each in report["columns"])
    refused = "".join(_row(each["line"], each["column"], each["reason"]) for each in faults)
    return "".join(
        (
            f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>',
            f"<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>",
            f"<p>{report['rows']:,} rows: {escape(counted(report))}</p>",
            "".join(f"<p>{escape(note)}</p>" for note in report["notes"]),
            f"<h2>Columns</h2><table>{_heads('Column', 'Filled', 'Empty', 'Bad', 'Remarks')}{columns}</table>",
            f"<h2>Refused</h2><table>{_heads('Line', 'Column', 'Reason')}{refused}</table></body></html>",
        )
    )


def _cells(column: Map[str, Any]) -> tuple[Any, ...]:
    if not column["found"]:
        return "", "", "", "not in the file"
    return column["filled"], column["empty"], column["bad"], remarks(column)


def remarks(column: Map[str, Any]) -> str:
    """What is bad or unknown in a column, in one line."""
    told = [f"{reason} ({number:,})" for reason, number in column["reasons"].items()]
    told += [f"such as “{each}”" for each in column["examples"]]
    told += [f"unknown code “{code}” ({number:,})" for code, number in column["unknown"].items()]
    return "; ".join(told)


def _row(*cells: Any) -> str:
    return "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>"


def _heads(*words: str) -> str:
    return "<tr>" + "".join(f'<th scope="col">{each}</th>' for each in words) + "</tr>"
