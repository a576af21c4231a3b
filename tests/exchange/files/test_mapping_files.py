"""A mapping file is checked before it is used: each fault with its place and its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.exchange.files import grammar
from toldonce.exchange.files.errors import MappingFaults, NoMapping
from toldonce.exchange.files.reading import known, mapping_called, mapping_from, shipped, usable

GOOD = """
mapping: m
title: T
feed: f
columns:
  client: {required: true}
  state: {type: code, codes: states}
key: client
codes:
  states: {values: {Yes: a, "No": b, 1: c}}
resources:
  person: {type: Patient, id: client, has: {active: true}}
  care: {type: CarePlan, id: client, when: state is a, has: {status: active, subject: {reference: "@person"}}}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(MappingFaults) as refused:
        mapping_from(text.encode(), "m")
    return [str(each) for each in refused.value.faults]


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("title: T\n", "", "title: is missing: what it is for, in a line"),
        ("feed: f", "feed: f\nfeeed: f", "feeed: is no key here"),
        ("{required: true}", "{required: yes}", "columns.client.required: 'yes' is not true or false"),
        ("type: code,", "type: dat,", "columns.state.type: 'dat' is not one of text, date"),
        ("codes: states}", "codes: stats}", "columns.state: a code needs a list in `codes`: `stats` is none"),
        ("key: client", "key: clint", "key: `clint` is no column"),
        ("type: CarePlan", "type: Plan", "resources.care.type: Plan is not a resource type of FHIR R4"),
        (
            "id: client, when",
            "id: nobody, when",
            "resources.care: its id is made from `nobody`, which is no column",
        ),
        ("state is a", "stat is a", "resources.care: `stat` is no column"),
        ("state is a", '"is is is"', "resources.care: `is` is no column"),
        ('"@person"', '"@personn"', "resources.care: `@personn` is no resource that stands before this one"),
        ("status: active", "status: $stat", "resources.care: `stat` is no column"),
        (
            "status: active",
            "status: {if: state, or: x}",
            "resources.care: beside `if` stand only `then` and `else`",
        ),
        ("feed: f", "feed: f\nfeed: g", "feed stands twice"),
        ("title: T", "title: &t T\nabout: *t", "holds an alias"),
        ("feed: f", "feed: [", "is not YAML"),
    ],
)
def test_a_fault_is_told_with_its_place_and_reason(good, bad, fault):
    assert good in GOOD
    assert any(fault in told for told in faults(GOOD.replace(good, bad, 1)))


def test_yes_and_no_are_words_and_not_truths():
    states = next(column for column in mapping_from(GOOD.encode(), "m").columns if column.name == "state")
    assert {said: codes[0].code for said, codes in states.codes.items()} == {"yes": "a", "no": "b", "1": "c"}


@pytest.mark.parametrize("name", shipped())
def test_each_mapping_of_ours_is_whole_and_is_called_as_its_file(name):
    mapping = mapping_called(name)
    assert mapping.name == name
    assert mapping.about.endswith(".")


def test_feeds_of_our_mappings_are_apart():
    feeds = [mapping_called(name).feed for name in shipped()]
    assert len(feeds) == len(set(feeds))


def test_a_mapping_of_ones_own_goes_before_ours(tmp_path: Path):
    (tmp_path / "community-equipment.yaml").write_text(
        GOOD.replace("mapping: m", "mapping: community-equipment")
    )
    assert known(tmp_path)["community-equipment"].parent == tmp_path
    assert mapping_called("community-equipment", tmp_path).title == "T"


def test_a_mapping_that_is_not_whole_does_not_hide_the_others(tmp_path: Path):
    (tmp_path / "broken.yaml").write_text("mapping: broken\n")
    good, bad = usable(tmp_path)
    assert set(good) == set(shipped())
    assert "title: is missing" in bad["broken"]


@pytest.mark.parametrize("name", ["nothing", "../../etc/passwd", "/etc/hosts.yaml", ""])
def test_a_mapping_is_found_by_its_name_alone(name):
    with pytest.raises(NoMapping, match="There is no mapping called"):
        mapping_called(name)


def test_the_mapping_in_the_how_to_is_whole():
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "bring-a-file.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert mapping_from(told.encode(), "walking-aids").snapshot


NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(node=NODES)
def test_anything_in_the_place_of_a_mapping_is_refused_with_a_sentence(node):
    assert all(fault.reason for fault in grammar.faults(node))


@given(raw=st.binary(max_size=200))
def test_any_bytes_in_the_place_of_a_mapping_are_refused(raw):
    with pytest.raises(MappingFaults):
        mapping_from(raw, "m")
