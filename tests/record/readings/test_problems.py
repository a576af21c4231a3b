from tests.record.readings.tables import conditions, record, shown
from toldonce.record.readings.problems import active_problems, problems


def told(table):
    return problems(record(conditions(table)))


def test_one_problem_that_two_sources_tell_is_one_line_with_both_sources_behind_it():
    section = told("""
        source   | problem                | status | recorded
        gp       | Asthma 195967001       | active | 2010-05-01
        hospital | Asthma NOS 195967001   | active | 2024-02-03
    """)
    assert shown(section, "name", "status", "last_confirmed") == [("Asthma NOS", "active", "3 February 2024")]
    assert [each.name for each in section.items[0].told_by] == ["Poole Hospital", "The Adam Practice"]


def test_words_alone_bring_two_tellings_together_when_they_are_the_same_but_for_the_semantic_tag():
    section = told("""
        source   | problem                    | status | recorded
        gp       | Heart failure              | active | 2019
        hospital | Heart failure (disorder)   | active | 2020
    """)
    assert len(section) == 1


def test_the_last_word_decides_and_not_the_first_one_found():
    section = told("""
        source   | problem               | status   | recorded   | ended
        gp       | Gout 90560007         | active   | 2012-01-01 |
        gp       | Gout 90560007         | resolved | 2015-01-01 | 2015-06-01
        gp       | Depression 35489007   | resolved | 2011-01-01 | 2012-01-01
        gp       | Depression 35489007   | active   | 2023-04-05 |
    """)
    assert shown(section, "name", "status", "onset") == [
        ("Depression", "active", None),
        ("Gout", "resolved", None),
    ]


def test_a_problem_that_ended_after_another_source_last_mentioned_it_is_over():
    section = told("""
        source   | problem                 | status   | recorded   | ended
        hospital | Anaemia 271737000       | active   | 2021-03-01 |
        gp       | Anaemia 271737000       | resolved | 2020-01-01 | 2022-01-01
    """)
    assert shown(section, "status", "disputed") == [("resolved", True)]


def test_what_a_source_took_back_or_ruled_out_is_not_a_problem():
    section = told("""
        problem               | status | held             | recorded
        Angina 194828000      | active | refuted          | 2020
        Stroke 230690007      | active | entered-in-error | 2021
    """)
    assert len(section) == 0


def test_active_problems_come_first_and_each_group_newest_first():
    section = told("""
        problem     | status   | recorded
        Old active  | active   | 2001
        New over    | resolved | 2020
        New active  | active   | 2019
        Old over    | inactive | 1999
    """)
    assert [each.name for each in section] == ["New active", "Old active", "New over", "Old over"]


def test_a_problem_without_status_goes_on_until_an_end_is_told():
    section = told("""
        problem    | recorded | ended
        Eczema     | 2019     |
        Shingles   | 2018     | 2018-03
    """)
    assert shown(section, "name", "status") == [("Eczema", "active"), ("Shingles", "resolved")]


def test_a_year_stays_a_year():
    section = told("""
        problem | onset | recorded
        Asthma  | 1987  | 2010-05-01
    """)
    assert shown(section, "onset") == [("1987",)]


def test_active_problems_are_those_of_the_section():
    whole = record(conditions("problem | status \n Asthma | active \n Gout | resolved"))
    assert [each.name for each in active_problems(whole)] == ["Asthma"]


def test_a_hospital_that_codes_in_icd_10_alone_tells_the_same_problem():
    icd10 = {"system": "http://hl7.org/fhir/sid/icd-10", "code": "I48.0"}
    told = conditions("""
        source   | problem                                 | status
        gp       | Paroxysmal atrial fibrillation 282825002 | active
        hospital | Paroxysmal AF                            | active
    """)
    told[1]["code"] = {"coding": [icd10], "text": "Paroxysmal AF"}
    assert len(problems(record(told))) == 1


def test_two_problems_that_share_an_icd_10_code_beside_their_own_stay_two():
    shared = {"system": "http://hl7.org/fhir/sid/icd-10", "code": "R10.4"}
    told = conditions("problem | status \n Renal colic 7093002 | active \n Abdominal pain 21522001 | active")
    for each in told:
        each["code"]["coding"].append(shared)
    assert len(problems(record(told))) == 2
