"""What holds for every reading, whatever is missing from what it reads."""

from copy import deepcopy
from dataclasses import fields, is_dataclass
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.record.readings.samples import SAMPLES, synthea
from tests.record.readings.shapes import any_resource
from tests.record.readings.tables import TODAY
from toldonce.directory.actors import Actor
from toldonce.record.access import Relation, decide, relations_of, sieve
from toldonce.record.readings.assembly import is_sealed, record_from
from toldonce.record.readings.care_plans import ceilings_of_treatment
from toldonce.record.readings.contents import read_all, read_section, reading_of
from toldonce.record.readings.emergency import emergency
from toldonce.record.readings.finding import find_in
from toldonce.record.readings.kinds import BY_TYPE, UNSHOWN, section_of
from toldonce.record.readings.medicines import recent_changes
from toldonce.record.readings.pregnancy import is_pregnant
from toldonce.record.readings.record import Section
from toldonce.record.readings.results import awaited, images, reports
from toldonce.record.readings.sections import BY_SLUG, SECTIONS
from toldonce.record.readings.stays import stay_now
from toldonce.record.readings.timeline import kinds_in, timeline
from toldonce.record.readings.vital_signs import early_warning_score, sets_of_signs


def everything(resources):
    """Asks all that can be asked of a record."""
    record = record_from(deepcopy(resources), at=TODAY)
    sections = read_all(record)
    for reading in (
        reports,
        images,
        awaited,
        emergency,
        ceilings_of_treatment,
        recent_changes,
        is_pregnant,
        stay_now,
    ):
        reading(record)
    for reading in (timeline, kinds_in, early_warning_score, sets_of_signs, is_sealed):
        reading(record)
    find_in(record, "a")
    relations_of(Actor("a", "A", "gp", "J81010"), record)
    for section in sections.values():
        every_attribute(section)
    return sections


def every_attribute(value):
    """Touches every field and property, so that none can fail on a page."""
    if isinstance(value, tuple):
        for each in value:
            every_attribute(each)
    elif is_dataclass(value):
        for field in fields(value):
            every_attribute(getattr(value, field.name))
        for name in dir(type(value)):
            if isinstance(getattr(type(value), name), property):
                getattr(value, name)


def drop(element, choose):
    """The same element with some of its parts left out."""
    if isinstance(element, dict):
        kept = {
            name: drop(value, choose)
            for name, value in element.items()
            if name == "resourceType" or not choose()
        }
        return {name: value for name, value in kept.items() if value not in ({}, [])}
    if isinstance(element, list):
        return [kept for each in element if (kept := drop(each, choose)) not in ({}, [])]
    return element


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.sampled_from([0.02, 0.1, 0.3]))
def test_no_reading_fails_when_elements_are_missing(random, rate):
    everything([drop(each, lambda: random.random() < rate) for each in SAMPLES])


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_no_reading_fails_on_what_is_left_of_a_synthea_person(shared_data, random):
    told = random.sample(synthea(shared_data / "synthea"), 60)
    everything([drop(each, lambda: random.random() < 0.1) for each in told])


def test_no_reading_fails_on_a_resource_that_says_only_what_it_is():
    everything([{"resourceType": rtype} for rtype in BY_TYPE for _ in range(2)])


def test_no_reading_fails_on_an_empty_record_and_each_section_says_why_it_is_empty():
    sections = everything([])
    assert all(section.why_empty.sentence.endswith(".") for section in sections.values())


def test_every_section_has_something_to_show_of_the_samples():
    sections = everything(SAMPLES)
    assert [slug for slug, section in sections.items() if not section.items] == []


def test_every_section_of_the_table_has_a_reading_that_answers_with_a_section():
    record = record_from(SAMPLES, at=TODAY)
    for each in SECTIONS:
        assert isinstance(read_section(record, each.slug), Section), each.slug
        assert reading_of(each.slug).__doc__


def test_every_kind_of_resource_belongs_to_a_section_of_the_table():
    assert set(BY_TYPE.values()) <= set(BY_SLUG)
    assert section_of({"resourceType": "Claim"}) == UNSHOWN


def test_all_synthea_people_are_read(shared_data):
    import json

    for path in sorted((shared_data / "synthea").glob("*.json"))[::6]:
        told = [entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]]
        sections = everything(told)
        conditions = sum(each["resourceType"] == "Condition" for each in told)
        assert sum(len(each.tellings) for each in sections["problems"]) <= conditions
        assert sections["stays"].items and sections["demographics"].items


@pytest.mark.parametrize("word", ["ramipril", "RAMI", "legg", "renal profile", "poole zzz"])
def test_words_are_found_at_their_beginning_in_any_case(word):
    found = find_in(record_from(SAMPLES, at=TODAY), word)
    expected = {"ramipril": "medicines", "RAMI": "medicines", "renal profile": "results"}.get(word)
    assert ({each.kind for each in found} == {expected}) if expected else found == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_no_reading_fails_on_any_shape_that_r4_allows(seed):
    random = Random(seed)
    told = [any_resource(random.choice(list(BY_TYPE)), random) for _ in range(20)]
    everything(told)
    record = record_from(told, at=TODAY)
    for role in ("gp", "social_worker", "privacy_officer"):
        asking = Actor("a", "A", role, "RDZ")
        sieve(asking, record, decide(asking, record, "direct_care", [Relation.BROKEN_GLASS]), record)
