"""A query is read into nouns, or refused with a sentence."""

import pytest

from toldonce.record.search.criteria import BadSearch, NotSupported, SortKey, Summary, Total
from toldonce.record.search.parse import parse


def reason(rtype: str, *pairs: tuple[str, str]) -> str:
    with pytest.raises(BadSearch) as caught:
        parse(rtype, list(pairs))
    return str(caught.value)


UNKNOWN_HERE = [
    ("colour", "red"),
    ("_text", "x"),
    ("_content", "x"),
    ("_filter", "x"),
    ("_query", "x"),
    ("_list", "x"),
    ("code:in", "http://vs"),
    ("code:not-in", "http://vs"),
    ("code:above", "x"),
    ("code:below", "x"),
    ("code:exact", "x"),
    ("date:exact", "2024"),
    ("subject:above", "x"),
    ("subject:Banana", "x"),
    ("_include:recurse", "Observation:subject"),
    ("_contained", "true"),
    ("_sort", "colour"),
    ("_elements", "colour"),
    ("subject.colour", "x"),
    ("subject", "Patient/1/_history/2"),
    ("", "x"),
]


@pytest.mark.parametrize("pair", UNKNOWN_HERE)
def test_what_is_not_known_here_is_refused_and_left_out_only_if_asked_for(pair):
    with pytest.raises(NotSupported):
        parse("Observation", [pair])
    search = parse("Observation", [pair, ("code", "x")], lenient=True)
    assert [(each.param, each.value) for each in search.ignored] == [pair]
    assert all(each.reason.endswith(".") for each in search.ignored)
    assert len(search.wanted.conditions) == 1


@pytest.mark.parametrize(
    "pair",
    [
        ("date", "yesterday"),
        ("date", "2024-13"),
        ("date", "2024-02-30"),
        ("date", "24"),
        ("date", "xx2024"),
        ("value-quantity", "much"),
        ("value-quantity", "5|mg"),
        ("code", ""),
        ("code", "a,,b"),
        ("code", "|"),
        ("code", "a|b|c"),
        ("code:missing", "perhaps"),
        ("identifier:of-type", "a|b"),
        ("code-value-quantity", "a"),
        ("subject:Group", "Patient/1"),
        ("subject:Practitioner.name", "x"),
        ("code.name", "x"),
        ("_has:Observation:code", "x"),
        ("_has:Banana:subject:code", "x"),
        ("_has:Condition:subject:code", "x"),
        ("_has:Provenance:recorded:agent", "x"),
        ("_count", "-1"),
        ("_count", "many"),
        ("_total", "roughly"),
        ("_summary", "short"),
        ("_include", "Observation"),
        ("_include", "Observation:code"),
        ("_include", "Banana:subject"),
    ],
)
@pytest.mark.parametrize("lenient", [False, True])
def test_what_cannot_be_meant_is_refused_in_any_case(pair, lenient):
    with pytest.raises(BadSearch):
        parse("Observation", [pair], lenient)


def test_a_refusal_is_a_sentence():
    assert reason("Patient", ("colour", "red")) == "colour: Patient has no search parameter colour."
    assert "terminology server" in reason("Observation", ("code:in", "x"))
    assert "2024-05" in reason("Observation", ("date", "soon"))
    assert ":exact, :contains, :missing" in reason("Patient", ("name:loud", "x"))
    assert "50.72|-1.88|5|km" in reason("Location", ("near", "Poole"))


def test_what_is_shown_and_how_is_read_too():
    search = parse(
        "Patient",
        [
            ("_sort", "family,-birthdate"),
            ("_count", "7"),
            ("_total", "accurate"),
            ("_summary", "data"),
            ("_elements", "name,Patient.birthDate,deceased"),
            ("_format", "json"),
            ("_contained", "false"),
        ],
    )
    assert search.sort == (SortKey("family"), SortKey("birthdate", descending=True))
    assert (search.count, search.total, search.summary) == (7, Total.ACCURATE, Summary.DATA)
    assert search.elements == ("name", "birthDate", "deceased")
    assert search.wanted.conditions == ()


def test_counts_have_a_ceiling_and_zero_means_only_the_number():
    assert parse("Patient", [("_count", "999999")]).count == 1000
    assert parse("Patient", [("_count", "0")]).only_counts
    assert parse("Patient", [("_summary", "count")]).only_counts
    assert parse("Patient", []).count == 20


def test_the_same_said_twice_is_fine_but_not_two_different_things():
    assert parse("Patient", [("_count", "7"), ("_count", "7")]).count == 7
    assert "twice" in reason("Patient", ("_count", "7"), ("_count", "8"))


def test_a_chain_without_end_is_refused():
    assert "steps" in reason("Organization", (("partof." * 20) + "name", "x"))


def test_there_is_no_search_for_a_type_that_is_not_there():
    assert "Banana" in reason("Banana")


@pytest.mark.parametrize("value", ["a," * 1000, "a" * 100_001])
def test_too_much_in_one_parameter_is_refused_before_it_is_looked_for(value):
    with pytest.raises(BadSearch, match="ask in several searches"):
        parse("Patient", [("family", value)])
