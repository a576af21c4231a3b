"""Charts and icons as SVG: they say what they show, and need neither colour nor a style sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, groupby, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import chart, goods, monthly, of, rebase, some_figures, unhurried
from toldonce.figures.kinds import Every, Good
from toldonce.figures.missing import Missing
from toldonce.figures.periods import following
from toldonce.figures.spc.chart import xmr
from toldonce.figures.spc.icons import assurance_icon, variation_icon
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.figures.spc.picture import picture, small_multiples
from toldonce.figures.spc.plan import Plan
from toldonce.figures.spc.plot import PACKED
from toldonce.figures.spc.scale import Span, levels
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.series import SHARE, series
from toldonce.figures.spc.svg import LOOKS
from toldonce.figures.spc.targets import target

SVG = "{http://www.w3.org/2000/svg}"
GOAL = target(17, since=date(2019, 4, 1), source="plan")
STEADY = "9 11 " * 8
BOTH = (Good.HIGHER, Good.LOWER)
BY_COLOUR_OR_WORD = re.compile(r'<title.*?</desc>|(?:class|fill|stroke)="[^"]*"')


def read(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)


def shapes(drawing: str, look: str) -> list[ElementTree.Element]:
    return [each for each in read(drawing).iter() if look in each.get("class", "").split()]


def test_a_chart_says_what_it_shows_to_those_who_do_not_see_it():
    drawn = chart(STEADY + "20", targets=GOAL)
    root = read(picture(drawn, slug="waits"))
    assert root.get("role") == "img" and root.get("aria-labelledby") == "waits-title waits-desc"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert (title.get("id"), desc.get("id")) == ("waits-title", "waits-desc")
    assert title.text == "Seen in time: XmR chart"
    assert desc.text == f"{sentence(drawn)} The table beside it has every figure."


def test_each_figure_is_a_shape_of_its_kind_with_its_words():
    drawing = picture(chart("9 11 " * 8 + ". 20 0", targets=GOAL, baseline=16), slug="waits")
    drawn = {
        look: [each.tag.removeprefix(SVG) for group in shapes(drawing, look) for each in group]
        for look in ("spc-usual", "spc-improvement", "spc-concern")
    }
    assert drawn == {  # each with one more in the legend
        "spc-usual": ["circle"] * 17,
        "spc-improvement": ["polygon"] * 2,
        "spc-concern": ["rect"] * 2,
    }
    assert "September 2021: 20, improvement: above the upper limit" in drawing


def test_of_packed_figures_the_line_shows_the_usual_ones_and_shapes_the_signals_and_the_last():
    day, values = date(2020, 1, 1), [9 + 2 * (at % 2) for at in range(PACKED)]
    told: list[float | Missing] = [40 if at == 100 else value for at, value in enumerate(values)]
    told[200] = told[202] = Missing("nobody asked")  # so that no line goes through what lies between them

    def drawn(count: int) -> dict[str, int]:
        figures = [(day + timedelta(at), value) for at, value in enumerate(told[-count:])]
        drawing = picture(xmr(series(figures, every=Every.DAY, name="x", good=Good.LOWER)), slug="a")
        looks = ("spc-usual", "spc-concern", "spc-line")
        return {
            look: sum(max(len(each), each.tag == f"{SVG}polyline") for each in shapes(drawing, look))
            for look in looks
        }

    in_the_legend = 1
    assert drawn(PACKED) == {"spc-usual": 2 + in_the_legend, "spc-concern": 1 + in_the_legend, "spc-line": 2}
    assert drawn(PACKED - 1)["spc-usual"] == PACKED - 1 - 3 + in_the_legend


def test_kinds_differ_in_shape_and_not_only_in_colour():
    usual, improved, worse = (chart(STEADY + last, baseline=16) for last in ("10", "20", "0"))
    changed = chart(STEADY + "20", baseline=16, good=Good.NEITHER)
    looks = ("spc-usual", "spc-improvement", "spc-concern", "spc-change")
    drawn = [
        shapes(picture(each, slug="one"), look)[-1][0]
        for each, look in zip((usual, improved, worse, changed), looks, strict=True)
    ]
    outlines = [(each.tag, len(each.get("points", "").split())) for each in drawn]
    assert len(set(outlines)) == 4


def test_lines_break_at_gaps_and_where_limits_begin_anew():
    whole, gap = picture(chart("1 2 1 2 1 2"), slug="a"), picture(chart("1 2 . 2 1 2"), slug="b")
    anew = picture(chart("1 2 1 9 8 9", rebases=(rebase(3),)), slug="c")
    assert [len(shapes(each, "spc-line")) for each in (whole, gap, anew)] == [1, 2, 2]
    assert [len(shapes(each, "spc-centre")) for each in (whole, gap, anew)] == [1, 1, 2]
    assert len(shapes(anew, "spc-anew")) == 1
    assert "two wards became one (decided by Ada Invented)" in anew


def below(drawing: str) -> list[str]:
    """The words below a drawing, from left to right; those beside it and its legend stand at other heights."""
    last = [each for each in shapes(drawing, "spc-words") if each.get("y") == "205"]
    return [each.text or "" for each in sorted(last, key=lambda each: float(each.get("x", "")))]


@pytest.mark.parametrize(
    ("first", "count", "every", "said"),
    [
        (date(2020, 4, 1), 1, Every.MONTH, ["April 2020"]),
        (date(2020, 4, 1), 12, Every.MONTH, ["April 2020", "Aug", "Oct", "Dec", "March 2021"]),
        (date(2016, 4, 1), 112, Every.MONTH, ["April 2016", "2020", "2022", "July 2025"]),
        (date(2022, 4, 1), 40, Every.MONTH, ["April 2022", "2024", "July 2025"]),
        (date(2015, 4, 1), 7, Every.FINANCIAL_YEAR, ["2015/16", "2017/18", "2019/20", "2021/22"]),
        (date(2020, 1, 1), 2, Every.YEAR, ["2020", "2021"]),
    ],
)
def test_months_or_years_are_told_below_where_they_begin_and_there_is_room(first, count, every, said):
    figures = [(following(first, every, at), 9 + 2 * (at % 2)) for at in range(count)]
    assert below(picture(xmr(series(figures, every=every, name="x", good=Good.LOWER)), slug="a")) == said


def test_a_figure_without_limits_is_not_called_usual():
    alone = picture(xmr(monthly("9")), slug="a")
    words = [each.text for each in shapes(alone, "spc-words")]
    assert ("figure" in words, "usual" in words) == (True, False)


def test_a_target_holds_until_another_does():
    goals = replace(GOAL, rows=(*GOAL.rows, replace(GOAL.rows[0], value=5.0, since=date(2021, 1, 1))))
    (line,) = [
        each
        for each in shapes(picture(chart(STEADY, targets=goals), slug="a"), "spc-target")
        if each.get("points")
    ]
    places = [tuple(map(float, each.split(","))) for each in line.get("points", "").split()]
    assert all(before[0] == after[0] or before[1] == after[1] for before, after in pairwise(places))
    assert len({y for _, y in places}) == 2


def test_it_scales_to_a_telephone():
    root = read(picture(chart(STEADY), slug="a"))
    assert root.get("viewBox") == "0 0 360 236"
    assert root.get("width") is None and root.get("height") is None


def test_small_multiples_share_one_scale():
    one, two = chart("1 2 1 2"), chart("100 200 100 200")
    first, second = small_multiples([one, two], slug="wards")
    alone = picture(one, slug="alone")
    assert shapes(first, "spc-grid")[0].get("y1") == shapes(second, "spc-grid")[0].get("y1")
    assert len(shapes(first, "spc-grid")) == len(shapes(second, "spc-grid"))
    assert [each.text for each in shapes(alone, "spc-words")] != [
        each.text for each in shapes(first, "spc-words")
    ]
    assert [len(list(read(each).iter(f"{SVG}title"))) for each in (first, second)] == [1, 1]  # no tips
    assert 'id="wards-1-title"' in first and 'id="wards-2-title"' in second


def test_different_units_share_no_scale():
    with pytest.raises(ValueError, match="cannot share a scale"):
        small_multiples([chart("1 2"), xmr(monthly("0.1 0.2", unit=SHARE))], slug="both")


def test_names_from_outside_stay_words():
    drawn = xmr(monthly("1 2 1", name='<script>"&\x00', place="a & b"))
    root = read(picture(drawn, slug="a"))
    title = root.find(f"{SVG}title")
    assert title is not None and title.text == '<script>"&, a & b: XmR chart'


@unhurried
@given(read_=some_figures, good=goods, at=st.sampled_from([0, 0, 3]))
def test_every_chart_can_be_drawn_within_its_frame(read_, good, at):
    plan = Plan(rebases=(rebase(at),) if 0 < at < len(read_) else ())
    drawing = picture(xmr(of(read_, good=good), plan, targets=GOAL), slug="any")
    root = read(drawing)
    assert "style" not in {name for each in root.iter() for name in each.attrib}
    for each in root.iter():
        for name in ("cx", "x1", "x2", "x"):
            assert -1 <= float(each.get(name, 0)) <= 361
        for name in ("cy", "y1", "y2", "y"):
            assert -1 <= float(each.get(name, 0)) <= 237
        for x, y in (place.split(",") for place in each.get("points", "").split()):
            assert -1 <= float(x) <= 361 and -1 <= float(y) <= 237
    figures = sum(not isinstance(value, Missing) for value in read_)
    tips = [each for each in root.iter(f"{SVG}title") if each.get("id") is None]
    gaps = sum(isinstance(value, Missing) for value, _ in groupby(read_))
    assert len(tips) == figures + gaps + len(plan.rebases)


@pytest.mark.parametrize(
    ("span", "marked"),
    [
        (Span(-20, 185), [0, 50, 100, 150]),
        (Span(0, 100), [0, 25, 50, 75, 100]),
        (Span(92.1, 95.3), [93, 94, 95]),
        (Span(-0.05, 1.05), [0, 0.25, 0.5, 0.75, 1]),
    ],
)
def test_levels_are_those_that_a_reader_would_mark(span: Span, marked: list[float]):
    assert levels(span) == pytest.approx(marked)


@unhurried
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_levels_are_few_round_and_within(low, width):
    found = levels(Span(low, low + width))
    assert 3 <= len(found) <= 5
    assert all(low - 1e-6 * width <= level <= low + width * (1 + 1e-6) for level in found)


def icons() -> dict[str, str]:
    return {
        **{str(each): variation_icon("icon", each) for each in Variation},
        **{
            f"{each}, {good.name}": assurance_icon("icon", each, good)
            for each in Assurance
            for good in (Good.HIGHER, Good.LOWER)
        },
        "none": variation_icon("icon", Missing("no limits")),
    }


def test_icons_differ_without_colour_and_without_words():
    """Take colours and words away, as a grey print does: what is left differs for each that means something else."""
    bare = {name: BY_COLOUR_OR_WORD.sub("", drawing) for name, drawing in icons().items()}
    by_chance = "target hit or missed by chance"
    same = [(one, two) for one, two in combinations(bare, 2) if bare[one] == bare[two]]
    assert same == [(f"{by_chance}, HIGHER", f"{by_chance}, LOWER")]


def test_icons_say_what_they_mean():
    for name, drawing in icons().items():
        root = read(drawing)
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img" and root.get("viewBox") == "0 0 48 48"
        assert title is not None and title.text and desc is not None and desc.text, name
    assert "no limits" in icons()["none"]
    assert "Improvement: lower than before, and low is good" in icons()["improvement, low"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_what_carries_meaning_stands_out_from_the_paper():
    """WCAG 2.2: graphics at least 3 to 1, words at least 4.5 to 1; the grid carries none."""
    for look, attributes in LOOKS.items():
        colours = {attributes.get("fill"), attributes.get("stroke")} - {"none", "#ffffff", None}
        for colour in colours if look != "spc-grid" else ():
            contrast = 1.05 / (luminance(str(colour)) + 0.05)
            assert contrast >= (4.5 if look == "spc-words" else 3), look


def test_periods_without_a_figure_are_marked_with_the_reason_that_somebody_gave():
    told = [
        (date(2024, 1, 1), 5.0),
        (date(2024, 2, 1), Missing("Nobody reported")),
        (date(2024, 3, 1), Missing("Nobody reported")),
        (date(2024, 5, 1), 6.0),  # April was not given at all, so that nobody said why
    ]
    drawing = picture(xmr(series(told, name="Beds")), slug="beds")
    bar, in_the_legend = shapes(drawing, "spc-gap")
    assert [each.text for each in bar] == ["No figure: Nobody reported"]
    assert "no figure, for a reason" in drawing and list(in_the_legend) == []
    assert shapes(picture(chart("9 11 9"), slug="other"), "spc-gap") == []
