"""The page of the tables by which messages are read, made from the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.exchange.hl7v2.mapping import STANDARD, Mapping, SegmentMap, Table, mapping_for, names

INTRODUCTION = """\
What is read from a message, field by field, and what each local code means. The tables are files in
`src/toldonce/exchange/hl7v2/maps/`: one a segment (`segments/`), one a code table (`codes/`), one a source that
differs (`sources/`), and what each kind of message does (`messages.yaml`). An element with a plus before it is
something that several elements are made of, as the status of a stay is made of its events.

- A field that is empty says nothing: what was known stays. `""` says that there is nothing any more.
- For each field the last word counts, by the time of the event (EVN-2, else MSH-7), in whatever order messages come.
- What a movement of the patient (ADT) says of the patient goes before what other messages repeat.
- A code that no table names is kept as it was sent, with its words, and noted; it is never guessed. A code for which
  the sender names another coding system is not looked up in these tables.
- Fields and segments that are not listed stay in the message as it came.
"""
OVERLAY = """\
A file in `sources/` changes the tables for the feeds that name it. It may hold `fields` (a field of any segment, a Z
segment included, or `null` to read it no more), `segments` (a Z segment says what it is `about`), `codes` (rows over
those of a code table), `authorities` (the `system` of an authority's numbers) and `reads` (kinds of messages):

```yaml
says: the hospital's own segments and codes
segments:
  ZPI: {about: patient, says: what the hospital adds}
fields:
  ZPI-2: {name: Text telephone, to: telecom, as: telecoms, use: home}
  PV1-10: null
codes:
  patient_class:
    WA: {code: IMP, display: inpatient encounter}
authorities:
  RXX: {system: "https://toldonce.example/id/RXX/hospital-number"}
```
"""


def page() -> str:
    """Return the page as Markdown, without its heading."""
    mapping = mapping_for(STANDARD)
    parts = [INTRODUCTION, "## Kinds of messages\n", *_kinds(mapping), "\n## Segments\n"]
    parts += [_segment(each) for each in mapping.segments.values()]
    parts += ["## Code tables\n", *(_table(each) for each in mapping.tables.values())]
    parts += ["## Sources\n", *_sources(), "", OVERLAY]
    return "\n".join(parts)


def _kinds(mapping: Mapping) -> Iterator[str]:
    yield "| message | what it is |\n| --- | --- |"
    for code, kind in mapping.kinds.items():
        yield f"| `{code}` | {kind.says} |"
    others = ", ".join(f"{name} ({says})" for name, says in sorted(mapping.names.items()))
    yield f"\nEvery other message is kept and named: {others}."


def _segment(segment: SegmentMap) -> str:
    rows = [
        f"| {row.place} | {row.name} | {row.to} | {row.reads_as} | {row.table and f'`{row.table}`'} |"
        for row in segment.rows
    ]
    head = ["| field | name | element | read as | code table |", "| --- | --- | --- | --- | --- |"]
    return "\n".join(
        [f"### {segment.name}\n\nAbout the {segment.about}: {segment.says}.\n", *head, *rows, ""]
    )


def _table(table: Table) -> str:
    number = f" (HL7 {table.hl7})" if table.hl7 and table.hl7 not in table.says else ""
    if not table.codes:
        return f"### {table.name}\n\n{table.says}{number}.\n"
    rows = [
        f"| {_cell(local)} | {_cell(target.code)} | {_cell(target.display)} |"
        for local, target in table.codes.items()
    ]
    return "\n".join(
        [
            f"### {table.name}\n\n{table.says}{number}.\n",
            "| sent | means | words |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|")


def _sources() -> Iterator[str]:
    yield "| mapping | what it holds |\n| --- | --- |"
    for name in names():
        yield f"| `{name}` | {mapping_for(name).says} |"
