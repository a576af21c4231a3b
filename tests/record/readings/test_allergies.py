from datetime import UTC, datetime

import pytest

from tests.record.readings.tables import NAMES, allergies, record, shown, silent
from toldonce.record.readings import allergies as reading
from toldonce.record.readings.packages import packages
from toldonce.record.readings.record import Source, WhyEmpty


def told(table):
    return reading.allergies(record(allergies(table)))


def test_one_substance_told_twice_is_one_line_with_the_graver_criticality():
    section = told("""
        source   | substance                  | criticality | reaction    | recorded
        gp       | Penicillin 91936005        | low         | Rash        | 2001-01-01
        hospital | Penicillin 91936005        | high        | Anaphylaxis | 2019-01-01
    """)
    assert shown(section, "substance", "criticality") == [("Penicillin", "high")]
    assert [each.manifestation for each in section.items[0].reactions] == ["Anaphylaxis", "Rash"]


def test_no_known_allergies_from_one_source_does_not_hide_the_allergy_of_another():
    section = told("""
        source   | substance                       | recorded
        gp       | Penicillin 91936005             | 2001-01-01
        hospital | No known allergies 716186003    | 2024-03-01
    """)
    assert [each.substance for each in section] == ["Penicillin"]
    said = "Poole Hospital recorded “No known allergies” on 1 March 2024, but an allergy is told by another entry."
    assert section.warnings == (said,)


def test_a_source_that_says_it_is_resolved_is_set_against_one_that_says_it_goes_on():
    section = told("""
        source   | substance       | status   | recorded
        gp       | Latex 111088007 | active   | 2010-01-01
        hospital | Latex 111088007 | resolved | 2020-01-01
    """)
    assert section.items[0].contradiction == (
        "The sources differ: Poole Hospital says resolved, The Adam Practice says active."
    )


def test_a_disputed_allergy_is_still_acted_on():
    section = told("""
        source   | substance       | status   | recorded
        gp       | Latex 111088007 | active   | 2010-01-01
        hospital | Latex 111088007 | resolved | 2020-01-01
    """)
    assert section.items[0].is_current


def test_no_known_allergies_is_said_by_name_and_is_not_an_allergy():
    whole = record(allergies("substance | recorded \n No known allergies 716186003 | 2024-03-01"))
    assert reading.allergies(whole).items == ()
    assert [each.name for each in reading.no_known_allergies(whole)] == ["The Adam Practice"]


def test_an_empty_section_says_that_nothing_is_known():
    whole = record(sources=[Source("gp", NAMES["gp"])])
    why = reading.allergies(whole).why_empty
    assert (why.reason, why.sentence) == (
        WhyEmpty.NOTHING_KNOWN,
        "Nothing is recorded here by The Adam Practice.",
    )


def test_an_empty_section_says_since_when_a_feed_is_down():
    whole = record(sources=[silent("gp", datetime(2026, 6, 14, 21, 30, tzinfo=UTC))])
    why = reading.allergies(whole).why_empty
    assert why.reason == WhyEmpty.FEED_DOWN
    assert why.sentence == "Nothing has been heard from The Adam Practice since 14 June 2026 at 22:30."


def test_an_empty_section_says_when_nobody_shares():
    assert reading.allergies(record()).why_empty.reason == WhyEmpty.NOT_SHARED


def test_an_empty_section_says_when_those_who_usually_tell_it_do_not_share():
    hospital = Source("RDZ", "Poole Hospital", kind="Acute hospital trust")
    why = packages(record(sources=[hospital])).why_empty
    assert (why.reason, why.sentence) == (
        WhyEmpty.NOT_SHARED,
        "No Council shares this part of the record for this person.",
    )
    council = Source("E06000059", "Dorset Council", kind="Council")
    assert packages(record(sources=[hospital, council])).why_empty.reason == WhyEmpty.NOTHING_KNOWN


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("No known allergy 716186003", "No known allergies"),
        ("No known food allergy 429625007", "No known food allergy"),
        ("No known drug allergy 409137002", "No known drug allergy"),
        ("NKDA", "NKDA"),
    ],
)
def test_that_one_kind_is_denied_is_not_read_as_no_known_allergies(told, said):
    assert reading.denied_in_words(record(allergies(f"substance | recorded \n {told} | 2024-03-01"))) == said


def test_nothing_is_denied_where_nobody_denies():
    assert reading.denied_in_words(record(allergies("substance | recorded \n Nuts | 2024-03-01"))) == ""
