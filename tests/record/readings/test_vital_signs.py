from tests.record.readings.tables import observations, record, resource
from toldonce.record.readings.vital_signs import early_warning_score, sets_of_signs, vital_signs


def told(table):
    rows = observations(table)
    for each in rows:
        each["category"] = [{"coding": [{"code": "vital-signs"}]}]
    return record(rows)


def test_each_sign_has_its_newest_value_and_the_ones_before_under_one_name():
    whole = told("""
        source   | test                       | taken               | value
        gp       | Pulse 364075005            | 2026-06-01T09:00:00Z | 70 /min
        hospital | Heart rate 364075005       | 2026-06-14T09:00:00Z | 110 /min
        hospital | Temperature 386725007      | 2026-06-14T09:00:00Z | 38.9 Cel
    """)
    assert [(each.name, each.latest.words) for each in vital_signs(whole)] == [
        ("Pulse rate", "110"),
        ("Temperature", "38.9"),
    ]
    assert [value for _, value in vital_signs(whole).items[0].points] == [70, 110]


def test_a_blood_pressure_is_written_as_people_write_it():
    parts = (("271649006", 128), ("271650006", 82))
    panel = resource(
        "Observation",
        category=[{"coding": [{"code": "vital-signs"}]}],
        code={"coding": [{"code": "75367002"}]},
        component=[
            {"code": {"coding": [{"code": code}]}, "valueQuantity": {"value": value, "unit": "mm[Hg]"}}
            for code, value in parts
        ],
    )
    (pressure,) = vital_signs(record(panel))
    assert (pressure.name, pressure.latest.words, pressure.unit) == ("Blood pressure", "128/82", "mm[Hg]")


def test_signs_taken_together_are_a_set_and_the_newest_set_comes_first():
    whole = told("""
        test                  | taken      | value
        Pulse 364075005       | 2026-06-01 | 70 /min
        Pulse 364075005       | 2026-06-14 | 110 /min
        Temperature 386725007 | 2026-06-14 | 38.9 Cel
    """)
    assert [len(each.signs) for each in sets_of_signs(whole)] == [2, 1]


def test_the_early_warning_score_is_the_recorded_one_and_never_worked_out():
    assert early_warning_score(told("test | taken | value \n Pulse 364075005 | 2026 | 140 /min")) is None
    scored = told("test | taken | value \n NEWS2 1104051000000101 | 2026-06-14 | 7 {score}")
    assert early_warning_score(scored).latest.value == 7


def test_two_values_that_are_no_pressure_are_named_one_by_one():
    eyes = resource(
        "Observation",
        category=[{"coding": [{"code": "vital-signs"}]}],
        code={"text": "Intraocular pressure"},
        component=[
            {"code": {"text": eye}, "valueQuantity": {"value": value, "unit": "mm[Hg]"}}
            for eye, value in (("Left eye", 15), ("Right eye", 21))
        ],
    )
    (told,) = vital_signs(record(eyes))
    assert (told.latest.words, told.unit) == ("Left eye 15 mm[Hg], Right eye 21 mm[Hg]", "")
