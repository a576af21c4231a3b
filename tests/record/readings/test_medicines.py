from tests.record.readings.tables import medicines, record, resource, shown
from toldonce.record.readings import medicines as reading


def told(table):
    return record(medicines(table))


def test_current_medicines_are_those_whose_last_word_is_that_they_are_taken():
    whole = told("""
        medicine                     | status    | dose        | ordered    | ended
        Ramipril 5mg capsules        | active    | One a day   | 2020-01-01 |
        Amoxicillin 500mg capsules   | completed | Three a day | 2021-01-01 | 2021-01-08
    """)
    assert shown(reading.current_medicines(whole), "name", "dose") == [("Ramipril 5mg capsules", "One a day")]
    assert shown(reading.past_medicines(whole), "name", "ended") == [
        ("Amoxicillin 500mg capsules", "8 January 2021")
    ]


def test_an_old_order_that_was_stopped_does_not_hide_the_new_one():
    whole = told("""
        medicine              | status    | dose      | ordered    | ended
        Ramipril 5mg capsules | stopped   | One a day | 2020-01-01 | 2026-09-01
        Ramipril 5mg capsules | active    | Two a day | 2025-01-01 |
    """)
    assert shown(reading.medicines(whole), "status", "dose") == [("active", "Two a day")]


def test_a_hospital_that_never_closed_its_order_does_not_bring_a_stopped_medicine_back():
    whole = told("""
        source   | medicine               | status  | ordered    | ended
        hospital | Warfarin 3mg tablets   | active  | 2019-05-01 |
        gp       | Warfarin 3mg tablets   | stopped | 2018-01-01 | 2021-02-03
    """)
    assert shown(reading.medicines(whole), "status", "disputed") == [("stopped", True)]


def test_two_strengths_that_are_both_taken_are_two_lines():
    whole = told("""
        medicine             | status | ordered
        Warfarin 1mg tablets | active | 2020-01-01
        Warfarin 3mg tablets | active | 2020-01-01
    """)
    assert [each.name for each in reading.current_medicines(whole)] == [
        "Warfarin 1mg tablets",
        "Warfarin 3mg tablets",
    ]


def test_the_changes_of_the_last_ninety_days_are_said():
    whole = told("""
        medicine                    | status  | dose       | ordered    | ended
        Apixaban 5mg tablets        | active  | Two a day  | 2026-05-01 |
        Aspirin 75mg tablets        | stopped | One a day  | 2015-01-01 | 2026-05-01
        Metformin 500mg tablets     | stopped | Two a day  | 2020-01-01 | 2026-04-20
        Metformin 500mg tablets     | active  | Four a day | 2026-04-20 |
        Ramipril 5mg capsules       | active  | One a day  | 2020-01-01 |
    """)
    assert {each.name: (each.change.kind, each.change.words) for each in reading.recent_changes(whole)} == {
        "Apixaban 5mg tablets": ("started", "Started"),
        "Aspirin 75mg tablets": ("stopped", "Stopped"),
        "Metformin 500mg tablets": ("dose changed", "Dose changed from Two a day"),
    }


def test_another_strength_of_the_same_drug_is_a_change_of_dose_and_not_a_new_medicine():
    whole = told("""
        medicine                | status  | ordered    | ended
        Ramipril 2.5mg capsules | stopped | 2020-01-01 | 2026-05-02
        Ramipril 5mg capsules   | active  | 2026-05-01 |
    """)
    changes = {each.name: each.change.words for each in reading.recent_changes(whole)}
    assert changes["Ramipril 5mg capsules"] == "Changed from Ramipril 2.5mg capsules"


def test_a_course_that_ended_long_ago_is_over_whatever_its_status():
    whole = told("""
        medicine                   | status | ordered    | ended
        Amoxicillin 500mg capsules | active | 2012-01-01 | 2012-01-08
    """)
    assert reading.current_medicines(whole).items == ()


def test_two_sources_that_give_different_doses_are_shown_to_differ():
    whole = told("""
        source   | medicine               | status | dose      | ordered
        gp       | Bisoprolol 5mg tablets | active | One a day | 2020-01-01
        hospital | Bisoprolol 5mg tablets | active | Two a day | 2026-01-01
    """)
    assert shown(reading.medicines(whole), "dose", "disputed") == [("Two a day", True)]


def test_a_medicine_told_in_a_contained_resource_has_its_name():
    statement = resource(
        "MedicationStatement",
        status="active",
        contained=[{"resourceType": "Medication", "id": "m", "code": {"text": "Salbutamol inhaler"}}],
        medicationReference={"reference": "#m"},
    )
    assert [each.name for each in reading.medicines(record(statement))] == ["Salbutamol inhaler"]


def test_a_course_that_ran_its_time_is_said_to_be_completed_and_not_stopped():
    whole = told("""
        medicine                   | status    | ordered    | ended
        Amoxicillin 500mg capsules | completed | 2026-05-01 | 2026-05-08
    """)
    assert [each.change.words for each in reading.recent_changes(whole)] == ["Course completed"]
