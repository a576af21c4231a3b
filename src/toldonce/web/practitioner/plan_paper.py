"""A plan as a PDF for the folder by the telephone: whether it is in force, what it decides, then all of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus.flowables import Flowable

from toldonce.care.documents.paper import BLUE, spelt
from toldonce.web.design.words import day, moment, nhs_number
from toldonce.web.practitioner.banner import Banner
from toldonce.web.practitioner.plans import ShownPlan

EDGE, RED = 18 * mm, colors.HexColor("#8A1007")


def plan_on_paper(plan: ShownPlan, who: Banner, now: datetime) -> bytes:
    """The plan with, on each page, whose it is, the day of printing, the version, and how to check it."""
    made, line = io.BytesIO(), plan.line
    spelt("")  # the letters are registered by the first word that is spelt
    paper = SimpleDocTemplate(
        made, pagesize=A4, leftMargin=EDGE, rightMargin=EDGE, topMargin=EDGE, bottomMargin=26 * mm,
        title=line.title, subject=line.title, author=line.author, lang="en-GB",
    )  # fmt: skip
    foot = [
        f"{who.name}, born {day(who.born)}, NHS number {nhs_number(who.nhs_number)}. Confidential.",
        f"{_validity(plan)} {day(now)}. A plan can be changed or ended at any time.",
        f"To check it, open the record in Toldonce or telephone {line.organisation} and compare the version:",
        f"{line.provenance.version} of {line.provenance.id}.",
    ]

    def frame(canvas, page) -> None:
        canvas.setFont("Vera", 7.5)
        for number, words in enumerate(foot):
            canvas.drawString(EDGE, 20 * mm - number * 3.6 * mm, spelt(words)[:130])
        canvas.drawRightString(A4[0] - EDGE, 20 * mm, f"Page {page.page}")

    paper.build([*_top(plan, who), *_parts(plan)], onFirstPage=frame, onLaterPages=frame)
    return made.getvalue()


def _validity(plan: ShownPlan) -> str:
    return (
        "Valid on the day it was printed:"
        if plan.line.is_current
        else "No longer in force when it was printed:"
    )


def _top(plan: ShownPlan, who: Banner) -> Iterator[Flowable]:
    line = plan.line
    yield _say(line.title, size=17, bold=True, color=BLUE, after=4)
    yield _say(
        f"{who.name}, born {day(who.born)} ({who.age}), NHS number {nhs_number(who.nhs_number)}", bold=True
    )
    if not line.is_current:
        yield _say(f"Do not follow this plan. {line.ended}", size=12, bold=True, color=RED)
    if line.is_overdue:
        yield _say(f"Review overdue since {day(line.review)}.", bold=True, color=RED)
    for decided in filter(None, line.summary.rstrip(".").split(". ")):
        yield _say(decided, size=12, bold=True)
    review = f" Review by {day(line.review)}." if line.review else ""
    yield _say(f"Signed by {line.author}, {line.organisation}, {moment(line.made)}.{review}")
    yield Spacer(1, 6)


def _parts(plan: ShownPlan) -> Iterator[Flowable]:
    for heading, answers in plan.groups:
        yield _say(heading, size=12, bold=True, color=BLUE, after=2)
        for question, said in answers:
            yield _say(question, size=8.5, color=colors.HexColor("#4C6272"), after=0)
            yield from (_say(each, after=1) for each in said)
            yield Spacer(1, 3)
    yield from (_say(note) for note in plan.notes)


def _say(words: str, size: float = 10, bold: bool = False, color=colors.black, after: float = 3) -> Paragraph:
    style = ParagraphStyle(
        "plan", fontName="VeraBd" if bold else "Vera", fontSize=size, leading=size * 1.35, textColor=color,
        spaceAfter=after,
    )  # fmt: skip
    return Paragraph(escape(spelt(words)).replace("\n", "<br/>"), style)
