"""The funnel drawn: each place by its size and its value, between the lines that chance and habit seldom pass."""

from __future__ import annotations

import numpy as np

from toldonce.figures.charting.peers import Peer, Peers
from toldonce.figures.missing import Missing
from toldonce.figures.rates.dispersion import Dispersion
from toldonce.figures.rates.funnel import INNER, OUTER
from toldonce.figures.spc import scale
from toldonce.figures.spc.scale import Frame, Span
from toldonce.figures.spc.svg import drawing, shape, tip, written

FRAME = Frame(width=900, height=400, left=64, foot=58)
STEPS = 60
LOOK = {"better": "spc-improvement", "worse": "spc-concern", "higher": "spc-change", "lower": "spc-change"}


def funnel_picture(peers: Peers, *, slug: str, unit: str) -> str | Missing:
    """Return the funnel of a comparison as SVG, or why there is none; its values are in the table beside it."""
    spread = peers.spread
    shown = [each for each in peers.rows if each.size and not isinstance(each.estimate.value, Missing)]
    if isinstance(spread, Missing):
        return spread
    sizes = np.linspace(
        0.7 * min(each.size or 0 for each in shown), 1.03 * max(each.size or 0 for each in shown), STEPS
    )
    across = _across(sizes)
    lines = {tail: spread.limits(sizes, tail) for tail in (INNER, OUTER)}
    values = [float(each.estimate.value) for each in shown]  # type: ignore[arg-type]
    span = scale.span([*values, *lines[INNER][0], *lines[INNER][1]])
    root = drawing(
        slug, FRAME.width, FRAME.height, title="Funnel plot", words=peers.sentence, look="spc-chart"
    )
    _levels(root, span, unit)
    average = spread.places.average * spread.places.multiplier
    _line(root, "spc-centre", sizes, np.full(STEPS, average), across, span)
    for tail, look in ((INNER, "spc-limit"), (OUTER, "spc-line")):
        for edge in lines[tail]:
            _line(root, look, sizes, np.clip(edge, span.low, span.high), across, span)
    for each in sorted(shown, key=lambda peer: peer.place == peers.here):
        _dot(root, each, peers.here, across, span, unit)
    _words(root, spread)
    return written(root)


def _across(sizes: np.ndarray):
    room = FRAME.width - FRAME.left - FRAME.right
    return lambda size: FRAME.left + room * (size - sizes[0]) / (sizes[-1] - sizes[0] or 1)


def _levels(root, span: Span, unit: str) -> None:
    for level in scale.levels(span):
        y = FRAME.down(level, span)
        shape(root, "line", "spc-grid", x1=FRAME.left, x2=FRAME.width - FRAME.right, y1=y, y2=y)
        shape(root, "text", "spc-words", f"{level:g}{unit}", x=FRAME.left - 6, y=y + 4, text_anchor="end")


def _line(root, look: str, sizes: np.ndarray, values: np.ndarray, across, span: Span) -> None:
    placed = " ".join(
        f"{across(size):.1f},{FRAME.down(float(value), span):.1f}"
        for size, value in zip(sizes, values, strict=True)
    )
    shape(root, "polyline", look, points=placed)


def _dot(root, peer: Peer, here: str, across, span: Span, unit: str) -> None:
    value = peer.estimate.value
    assert not isinstance(value, Missing)
    x, y, own = across(peer.size), FRAME.down(value, span), peer.place == here
    look = LOOK.get(peer.verdict, "spc-usual")
    made = shape(root, "rect" if own else "circle", look, "", **_placed(x, y, own))
    tip(made, f"{peer.name}: {value:,.1f}{unit}, {peer.verdict}")
    if own:
        end = x > FRAME.width * 0.7
        anchor = "end" if end else "start"
        shape(root, "text", "spc-name", peer.name, x=x - 10 if end else x + 10, y=y - 8, text_anchor=anchor)


def _placed(x: float, y: float, own: bool) -> dict[str, float]:
    return {"x": x - 6, "y": y - 6, "width": 12, "height": 12} if own else {"cx": x, "cy": y, "r": 4.5}


def _words(root, spread: Dispersion) -> None:
    y = FRAME.height - FRAME.foot + 22
    shape(root, "text", "spc-words", "smaller places", x=FRAME.left, y=y)
    shape(root, "text", "spc-words", "larger places", x=FRAME.width - FRAME.right, y=y, text_anchor="end")
    said = "dashed: 95% of places, outer: 99.8%"
    if spread.tau_squared:
        said += ", widened because places differ by more than chance"
    shape(root, "text", "spc-words", said, x=FRAME.left, y=FRAME.height - 8)
