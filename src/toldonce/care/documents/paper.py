"""A letter as a PDF: who it is about, what is asked first, then everything under its headings."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus.flowables import Flowable

from toldonce.care.documents.bundles import Signing
from toldonce.care.documents.headings import MEDICINES
from toldonce.care.documents.letters import CHANGES, STOPPED, UNCHANGED, LetterText
from toldonce.record.readings.demographics import Demographics

BLUE, LINE, PALE = colors.HexColor("#003087"), colors.HexColor("#768692"), colors.HexColor("#E8EDEE")
WIDTH = A4[0] - 36 * mm
DRAFT = "DRAFT: not signed, not sent"


@cache
def _letters() -> frozenset[int]:
    """The letters of the font that comes with reportlab, those of Western Europe and some of the East."""
    plain, bold = TTFont("Vera", "Vera.ttf"), TTFont("VeraBd", "VeraBd.ttf")
    pdfmetrics.registerFont(plain)
    pdfmetrics.registerFont(bold)
    return frozenset(plain.face.charToGlyph)


def spelt(text: str) -> str:
    """The text in letters that the font has: what it lacks loses its accents, and what is left is a question mark."""
    known = _letters()
    return "".join(each if ord(each) in known or each == "\n" else _nearest(each, known) for each in text)


def _nearest(letter: str, known: frozenset[int]) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if ord(c) in known)
    return plain or "?"


def pdf(text: LetterText, who: Demographics, signing: Signing | None) -> bytes:
    """The letter on paper; without a signing it is a draft and says so at the head of every page."""
    _letters()
    made = io.BytesIO()
    title = text.of_kind.title
    paper = SimpleDocTemplate(
        made, pagesize=A4, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=22 * mm, bottomMargin=20 * mm,
        title=title, author=signing.name if signing else "", subject=title, lang="en-GB",
    )  # fmt: skip
    foot = _foot(who, signing)

    def frame(canvas, page) -> None:
        canvas.setFont("VeraBd", 9)
        canvas.setFillColor(colors.HexColor("#8A1007") if signing is None else BLUE)
        head = DRAFT if signing is None else signing.organisation_name
        canvas.drawString(18 * mm, A4[1] - 14 * mm, spelt(head))
        canvas.setFillColor(colors.black)
        canvas.setFont("Vera", 7.5)
        canvas.drawString(18 * mm, 12 * mm, spelt(foot))
        canvas.drawRightString(A4[0] - 18 * mm, 12 * mm, f"Page {page.page}")

    paper.build(
        [*_top(text, who, signing), *_asked(text), *_parts(text)], onFirstPage=frame, onLaterPages=frame
    )
    return made.getvalue()


def _style(size: float = 9.5, bold: bool = False, color=colors.black, after: float = 2) -> ParagraphStyle:
    return ParagraphStyle(
        "letter", fontName="VeraBd" if bold else "Vera", fontSize=size, leading=size * 1.35, textColor=color,
        spaceAfter=after,
    )  # fmt: skip


def _say(words: str, **style) -> Paragraph:
    return Paragraph(escape(spelt(words)).replace("\n", "<br/>"), _style(**style))


def _foot(who: Demographics, signing: Signing | None) -> str:
    signed = f"Signed by {signing.name} {signing.at:%d %b %Y %H:%M}. " if signing else ""
    return f"{signed}{who.name}, NHS number {_grouped(who.nhs_number)}. Confidential."


def _top(text: LetterText, who: Demographics, signing: Signing | None) -> Iterable[Flowable]:
    """Title, banner and the receivers."""
    yield _say(text.of_kind.title, size=16, bold=True, color=BLUE, after=4)
    born = f"{who.birth_date.words}" if who.birth_date else "not told"
    banner = [
        ["Name", who.name, "NHS number", _grouped(who.nhs_number)],
        ["Born", born, "Gender", who.gender or "not told"],
        ["Address", "hidden" if who.sealed else ", ".join(who.address) or "not told", "Telephone",
         "hidden" if who.sealed else next(iter(who.phones), "not told")],
    ]  # fmt: skip
    yield _grid(banner, (0.11, 0.45, 0.17, 0.27), shaded=True, bold_columns=(0, 2))
    yield Spacer(1, 4)
    if signing:
        to = "; ".join(f"{each.name}{' (copy)' if each.is_copy else ''}" for each in signing.receivers)
        replaced = "\nThis letter replaces an earlier version." if signing.replaces else ""
        yield _say(f"To: {to}\nFrom: {signing.name}, {signing.role}, {signing.organisation_name}{replaced}")
    yield Spacer(1, 4)


def _asked(text: LetterText) -> Iterable[Flowable]:
    """What the receiver is asked to do, before everything else."""
    if not text.actions:
        yield _say("No action is asked of the practice.", bold=True)
        return
    rows = [["Action asked of the receiver", "By"]]
    rows += [[each.what, f"{each.due:%d %b %Y}" if each.due else "no date"] for each in text.actions]
    yield KeepTogether(
        [_say("Actions", size=11, bold=True, color=BLUE), _grid(rows, (0.8, 0.2), headed=True)]
    )
    yield Spacer(1, 4)


def _parts(text: LetterText) -> Iterable[Flowable]:
    for heading in text.of_kind.headings:
        inside = _medicines(text) if heading.slug == MEDICINES else _lines(text.part(heading.slug))
        if inside:
            yield _say(heading.title, size=11, bold=True, color=BLUE, after=1)
            yield from inside
            yield Spacer(1, 5)


def _lines(words: str) -> list[Flowable]:
    return [_say(line) for line in words.splitlines() if line.strip()]


def _medicines(text: LetterText) -> list[Flowable]:
    """What changed first; medicines that go on after that, so that a change is not overlooked."""
    if not text.medicines:
        return [_say("No medicines.")]
    order = sorted(text.medicines, key=lambda each: (each.change == UNCHANGED, each.change == STOPPED))
    rows = [["Medicine", "Dose", "Change", "Reason"]]
    rows += [[each.name, each.dose, CHANGES[each.change], each.reason] for each in order]
    return [_grid(rows, (0.32, 0.28, 0.14, 0.26), headed=True)]


def _grid(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    *,
    headed: bool = False,
    shaded: bool = False,
    bold_columns: Sequence[int] = (),
) -> Table:
    cells = [
        [
            _say(cell, size=8.5, bold=(headed and line == 0) or at in bold_columns, after=0)
            for at, cell in enumerate(row)
        ]
        for line, row in enumerate(rows)
    ]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("GRID" if headed else "BOX", (0, 0), (-1, -1), 0.5, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if headed or shaded:
        style.append(("BACKGROUND", (0, 0), (-1, 0 if headed else -1), PALE))
    return Table(
        cells, colWidths=[share * WIDTH for share in shares], style=TableStyle(style), repeatRows=int(headed)
    )


def _grouped(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number or "not known"
