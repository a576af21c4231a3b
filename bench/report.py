"""The page of benchmarks: budgets, what was measured, and where and by how much a budget is missed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench import kept
from bench.tables import tables

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"
LOAD_RATE, BYTES, PAGE_P95, PAGE_P99, READS, SEARCHES, SEARCH_P50 = 20_000, 700, 100, 200, 2_000, 1_500, 35
SOCKET_TO_PAGE, FOUND_WITHIN = 1000, 100
RECORD = "the whole record page"


def write() -> Path:
    """Write the page of what each part found last, and return where it is."""
    lines = [HEAD, *_record(kept.fetch("record"))]
    for part, head in ABOUT.items():
        lines += _beside_budgets(head, kept.fetch(part))
    lines.append("")
    PAGE.write_text("\n".join(lines))
    return PAGE


HEAD = """\
# Benchmarks
Written by `make bench`, or by `python -m bench` with the part that is wanted: what was measured is kept in
`bench/results/`, and the reasons are what profiling had shown. Client, server and database share the machine, which
others use as well: figures vary from run to run.
"""
RECORD_HEAD = """\
Invented people (seed 1), the embedded PostgreSQL with durable commits, access and the ledger on.
"""
ABOUT = {
    "figures": """\
## Figures
The million figures, the indicators and the ten years of months are invented; the pages of planners and of the public
are asked for with the place's own published files. Each page by one reader at a time, after two seconds of warming.
""",
    "steering": """\
## Plans and money
Large plans are invented: 500 lines typed, checked and drawn. The pages are those of the plans that the place ships,
each asked for by one reader at a time, after two seconds of warming.
""",
}
MEASURED = """\
Measured {date:%d %B %Y}{reduced} with Python {python}, Django {django}, granian {granian},
on {system}, {cores} cores of one {machine} machine ({memory}). A million additions in Python took {speed:.0f} ms then.
"""


def _record(told: dict[str, Any]) -> list[str]:
    if not told:
        return []
    found = told["found"]
    return [
        "## The record",
        _measured(told) + RECORD_HEAD,
        *_loads(found),
        *_timings(found, "rest"),
        *_timings(found, "busy"),
        *_messages(found),
        *_verdicts(found),
    ]


def _beside_budgets(head: str, told: dict[str, Any]) -> list[str]:
    return tables(head + _measured(told), told["found"]) if told else []


def _measured(told: dict[str, Any]) -> str:
    """When and on what a part was measured."""
    reduced = " **at a reduced size, only to try it**" if told["reduced"] else ""
    return MEASURED.format(**{**told, "date": date.fromisoformat(told["date"]), "reduced": reduced})


LOADS = """\
### Loading files
`toldonce load` of NDJSON: parsed, validated, indexed, compressed, written, linked. Bytes are those of all tables of the
record with their indexes, attachments apart. Inventing the people is not part of the load.

| people | resources | seconds | resources/s | bytes a resource | content MB | invented/s |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""
LOAD = (
    "| {people:,} | {resources:,} | {seconds:.1f} | {rate:,.0f} | {bytes_each:.0f} | {content:.0f}"
    " | {invented:,.0f} |"
)


def _loads(found: list[dict]) -> list[str]:
    rows = [
        LOAD.format(
            people=one["people"],
            resources=load["resources"],
            seconds=load["seconds"],
            rate=load["resources"] / load["seconds"],
            bytes_each=load["bytes_each"],
            content=load["content_bytes"] / 2**20,
            invented=load["resources"] / load["invented_in"],
        )
        for one in found
        for load in [one["loaded"]]
    ]
    return [LOADS + "\n".join(rows), ""]


def _timings(found: list[dict], when: str) -> list[str]:
    title = "At rest" if when == "rest" else "While another process invents and loads people"
    lines = [
        f"### {title}",
        "Milliseconds, after two seconds of warming; 4 connections for the page, 16 for FHIR.",
        "",
    ]
    lines += [
        "| | people | a second | p50 | p95 | p99 | errors |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in found[0][when] if found else []:
        for one in found:
            timing = one[when][name]
            lines.append(
                f"| {name} | {one['people']:,} | {timing['rate']:,.0f} | {timing['p50']:.1f} | {timing['p95']:.1f} |"
                f" {timing['p99']:.1f} | {timing['errors']} |"
            )
    return [*lines, ""]


MESSAGES = """\
### HL7 v2
Admissions of people who are in the record, sent by MLLP over ten lines at a hundred a second: to the
acknowledgement (the message is on disk), to the word on an open record page that something is new, and to that
page with the stay on it. Then {burst:,} as fast as it goes, and searches among a million messages of {raw:.0f} bytes.
Milliseconds.

| people | sent/s | answered p50 | p99 | told p50 | p99 | page p50 | p99 | unseen | burst: answered | applied s | lost |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""
MESSAGE = (
    "| {people:,} | {rate:.0f} | {acknowledged_p50:.0f} | {acknowledged_p99:.0f}"
    " | {told_p50:.0f} | {told_p99:.0f} | {page_p50:.0f} | {page_p99:.0f}"
    " | {lost} of {probes} | {burst_acknowledged_in:.0f} | {burst_applied_in:.0f} | {burst_left} |"
)
FOUND = "Found among {kept:,} messages ({bytes_each:.0f} bytes each, indexes included), p99: {ways}."


def _messages(found: list[dict]) -> list[str]:
    """What was measured of HL7 v2, for each size."""
    told = [{"people": one["people"], **one["messages"]} for one in found]
    if not told:
        return []
    head = MESSAGES.format(burst=told[0]["burst"], raw=told[0]["raw_each"])
    ways = [", ".join(f"by {name} {ms:.1f} ms" for name, ms in each["found"].items()) for each in told]
    rows = [MESSAGE.format(**each) for each in told]
    lines = [FOUND.format(ways=way, **each) for way, each in zip(ways, told, strict=True)]
    return [head + "\n".join(rows), "", *lines, ""]


WHY = """
### Why budgets are missed
Profiled on two cores that client, server and database share (py-spy on a serving process; CPU time by parts of a load).

- **Load**: most of the time is Python's, preparing a resource: a third of that is validation and doubts, a third
  compressing and packing, a sixth indexing. PostgreSQL's part is a fifth. More cores help: two processes prepare.
- **FHIR reads and searches**: three quarters of a request is waiting for PostgreSQL, which plans each statement anew:
  the token, the rows, the ledger's row with its durable commit; a search has two or three more. Prepared statements
  gave a tenth when tried. Fewer statements a search would give more.
- **The record page**: a third is opening (the whole compartment is read and expanded, access decided, the ledger's
  row written), a third the readings (the counts at the side ask all of them), the rest is the session, the template
  and waiting for the other requests on the same two cores.
"""


def _verdicts(found: list[dict]) -> list[str]:
    lines = ["### Against the budgets", "| budget | people | measured | |", "| --- | ---: | ---: | --- |"]
    for one in found:
        for what, measured, budget, is_limit in _budgets(one):
            said = _verdict(measured, budget, is_limit)
            lines.append(f"| {what} | {one['people']:,} | {measured:,.0f} | {said} |")
    return [*lines, WHY]


def _verdict(measured: float, budget: float, is_limit: bool) -> str:
    """Say whether a budget is kept, and by how much it is missed."""
    if is_limit:
        return (
            "kept" if measured <= budget else f"**missed: {measured / max(budget, 1):.1f} times the budget**"
        )
    return "kept" if measured >= budget else f"**missed: {measured / budget:.0%} of the budget**"


def _budgets(one: dict) -> list[tuple[str, float, float, bool]]:
    load, rest, sent = one["loaded"], one["rest"], one["messages"]
    searches = [timing for name, timing in rest.items() if name != RECORD and not name.startswith("read")]
    return [
        (f"load {LOAD_RATE:,} resources/s", load["resources"] / load["seconds"], LOAD_RATE, False),
        (f"at most {BYTES} bytes a resource", load["bytes_each"], BYTES, True),
        (f"record page p95 {PAGE_P95} ms", rest[RECORD]["p95"], PAGE_P95, True),
        (f"record page p99 {PAGE_P99} ms", rest[RECORD]["p99"], PAGE_P99, True),
        (f"FHIR reads {READS:,}/s", rest["read an Observation"]["rate"], READS, False),
        (
            f"FHIR searches {SEARCHES:,}/s, mean of the kinds",
            sum(t["rate"] for t in searches) / len(searches),
            SEARCHES,
            False,
        ),
        (f"search p50 {SEARCH_P50} ms, slowest kind", max(t["p50"] for t in searches), SEARCH_P50, True),
        (f"HL7 v2 socket to page p99 {SOCKET_TO_PAGE:,} ms", sent["page_p99"], SOCKET_TO_PAGE, True),
        ("HL7 v2 messages lost of a burst", sent["burst_left"], 0, True),
        (f"messages found within {FOUND_WITHIN} ms", max(sent["found"].values()), FOUND_WITHIN, True),
        ("errors", sum(timing["errors"] for timing in rest.values()), 0, True),
    ]
