"""Whatever is asked, the answer is a page or a sentence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.codes.fhir.definitions import search_parameters
from toldonce.record.search.criteria import MODIFIERS, BadSearch
from toldonce.record.search.parse import parse
from toldonce.record.search.run import run, search_of

from .conftest import stored
from .test_against_reference import RESOURCES

TYPES = ("Patient", "Observation", "Condition", "Encounter", "Location", "Bundle", "MolecularSequence")
RESULTS = (
    "_sort",
    "_count",
    "_total",
    "_summary",
    "_elements",
    "_include",
    "_revinclude",
    "_has",
    "_contained",
)
ODD = (
    "", "\0", "\ud800", "'; drop table resource; --", "%s", "{}", "a" * 5000, "\\", "\\,", "|", "||", "$", ",", "1e999",
    "-0", "9999-12-31", "0001", "0000", "eb0001-01-01", "ap9999", "2024-02-30", "gt", "true", "Patient/1",
    "Patient/p1,p2", "*", "http://x/Patient/1|2", "Observation:subject", "5|http://unitsofmeasure.org|mg", "NaN",
    "Infinity", "١٢",
)  # fmt: skip
values = st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.dates().map(str), st.floats().map(str))
modifiers = st.sampled_from(
    [":" + name for names in MODIFIERS.values() for name in names] + ["", "", ":Patient", ":in", ".name", "."]
)


@st.composite
def queries(draw):
    rtype = draw(st.sampled_from(TYPES))
    names = st.one_of(st.sampled_from([*search_parameters(rtype), *RESULTS]), st.text(max_size=8))
    return rtype, draw(st.lists(st.tuples(st.builds(str.__add__, names, modifiers), values), max_size=3))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(queries(), st.booleans())
def test_every_query_gets_a_page_or_a_sentence(record, query, lenient):
    try:
        search = parse(*query, lenient)
        page = run(search)
    except BadSearch as refused:
        assert refused.param is not None
        assert refused.reason.endswith(".")
        return
    if page.next:
        assert search_of(page.next).wanted == search.wanted
        run(search, after=page.next)


@pytest.fixture
def record(db):
    stored(*RESOURCES)


@pytest.mark.parametrize(
    "value", ["\ud800", "%s", "\\,", "eb0001-01-01", "9999-12-31", "-0", "Patient/p1,p2", "true"]
)
@pytest.mark.parametrize("rtype", ["Patient", "Observation"])
def test_every_parameter_takes_every_oddity(record, rtype, value):
    for code, parameter in search_parameters(rtype).items():
        for modifier in ("", *MODIFIERS[parameter.type]):
            name = f"{code}:{modifier}" if modifier else code
            try:
                parse(rtype, [(name, value)])
            except BadSearch:
                continue
            run(parse(rtype, [(name, value)]))
