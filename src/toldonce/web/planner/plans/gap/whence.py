"""Where does this pound come from: a number with its arithmetic, down to the cells that somebody typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.money.gap.declared import cell
from toldonce.steering.money.gap.traced import Node, Unknown
from toldonce.steering.money.gap.tracing import trace
from toldonce.web.planner.plans.gap.worked import Worked, page_of_the_gap


@dataclass(frozen=True, slots=True)
class Branch:
    """A number of the tree with the address of its cell, and the branches below it."""

    node: Node
    cell: str
    where: str
    below: list[Branch]


@page_of_the_gap
def this_pound(request: HttpRequest, worked: Worked, output: str) -> HttpResponse:
    """One output of the plan as a tree."""
    try:
        tree = trace(worked.told, output)
    except Unknown as unknown:
        raise Http404(f"This plan has no number {output}.") from unknown
    return render(
        request, "planner/pages/plans/gap/whence.html", worked.framed("", tree=_branch(worked, tree))
    )


def _branch(worked: Worked, node: Node) -> Branch:
    origin = node.origin
    where = ""
    if origin and origin.row:
        found = cell(origin.sheet, origin.row)
        where = f"{found.sheet.title}, row {origin.row}"
    address = worked.cell(origin, node.column) if origin else ""
    return Branch(node, address, where, [_branch(worked, each) for each in node.parts])
