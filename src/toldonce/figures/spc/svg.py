"""SVG as a tree: every shape has a class, and the look that it has without a style sheet, which is also how it prints.

No inline style: the pages' content security policy forbids it. Attributes and not a style sheet carry the look,
because what makes PDF of pages does not apply their style sheets inside a drawing.
"""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element, SubElement, tostring

INK, QUIET, PAPER, GRID, BAR = "#212b32", "#4c6272", "#ffffff", "#d8dde0", "#7596ba"
BLUE, ORANGE, PURPLE = (
    "#005eb8",
    "#b35900",
    "#5a2d91",
)  # each at least 4.5 to 1 on white, and apart in grey print by shape

LOOKS: dict[str, dict[str, str]] = {
    "spc-words": {"fill": QUIET, "font-size": "13", "font-family": "Arial, sans-serif"},
    "spc-name": {  # over whatever it is written on
        "fill": INK,
        "font-size": "13",
        "font-weight": "700",
        "font-family": "Arial, sans-serif",
        "stroke": PAPER,
        "stroke-width": "4",
        "paint-order": "stroke",
    },
    "spc-remark": {"fill": INK, "font-size": "13", "font-weight": "700", "font-family": "Arial, sans-serif"},
    "spc-grid": {"stroke": GRID, "stroke-width": "1"},
    "spc-line": {"fill": "none", "stroke": QUIET, "stroke-width": "1.5"},
    "spc-centre": {"fill": "none", "stroke": INK, "stroke-width": "1.5"},
    "spc-limit": {"fill": "none", "stroke": QUIET, "stroke-width": "1.5", "stroke-dasharray": "6 4"},
    "spc-target": {"fill": "none", "stroke": INK, "stroke-width": "2", "stroke-dasharray": "2 3"},
    "spc-trajectory": {
        "fill": "none",
        "stroke": PURPLE,
        "stroke-width": "1.5",
        "stroke-dasharray": "9 3 2 3",
    },
    "spc-gap": {"stroke": QUIET, "stroke-width": "6", "stroke-opacity": "0.45"},
    "spc-anew": {"stroke": QUIET, "stroke-width": "1", "stroke-dasharray": "1 3"},
    "spc-tick": {"stroke": QUIET, "stroke-width": "1"},
    "spc-figure": {"fill": PAPER, "stroke": QUIET, "stroke-width": "1.5"},
    "spc-usual": {"fill": PAPER, "stroke": QUIET, "stroke-width": "1.5"},
    "spc-improvement": {"fill": BLUE, "stroke": BLUE, "stroke-width": "1"},
    "spc-concern": {"fill": ORANGE, "stroke": ORANGE, "stroke-width": "1"},
    "spc-change": {"fill": PURPLE, "stroke": PURPLE, "stroke-width": "1"},
    "spc-bar": {"fill": BAR, "stroke": QUIET, "stroke-width": "1"},
    "spc-frame": {"fill": PAPER, "stroke": INK, "stroke-width": "2"},
    "spc-stroke": {"fill": "none", "stroke": INK, "stroke-width": "3", "stroke-linecap": "round"},
    "spc-stroke-improvement": {
        "fill": "none",
        "stroke": BLUE,
        "stroke-width": "4",
        "stroke-linecap": "round",
    },
    "spc-stroke-concern": {"fill": "none", "stroke": ORANGE, "stroke-width": "4", "stroke-linecap": "round"},
    "spc-stroke-change": {"fill": "none", "stroke": PURPLE, "stroke-width": "4", "stroke-linecap": "round"},
}


def drawing(slug: str, width: float, height: float, *, title: str, words: str, look: str) -> Element:
    """Begin a drawing that scales to its width, with its title and what it shows for those who do not see it.

    `slug` makes the ids unique on the page: letters, digits and hyphens.
    """
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": look,
            "viewBox": f"0 0 {width:g} {height:g}",
            "role": "img",
            "aria-labelledby": f"{slug}-title {slug}-desc",
        },
    )
    SubElement(root, "title", {"id": f"{slug}-title"}).text = _clean(title)
    SubElement(root, "desc", {"id": f"{slug}-desc"}).text = _clean(words)
    return root


def shape(parent: Element, tag: str, look: str, text: str = "", **places: str | float) -> Element:
    """Add a shape of a class, or none if it lies in a group that has one; `text` is what it says.

    Numbers are rounded to a tenth.
    """
    attributes = {"class": look, **LOOKS.get(look.split()[0], {})} if look else {}
    for name, value in places.items():
        attributes[_attribute(name)] = _number(value)
    made = SubElement(parent, tag, attributes)
    made.text = _clean(text) or None
    return made


def tip(parent: Element, words: str) -> None:
    """Say what a shape is to whoever points at it."""
    SubElement(parent, "title").text = _clean(words)


def written(root: Element) -> str:
    """Return the drawing as text to be put into a page."""
    return tostring(root, encoding="unicode")


@cache  # a drawing has thousands of shapes with the same few names
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"


def _clean(words: str) -> str:
    """Leave out control characters, which no XML may hold."""
    return words if words.isprintable() else "".join(letter for letter in words if letter.isprintable())
