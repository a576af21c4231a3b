from tests.record.readings.tables import observations, record, resource, shown
from toldonce.record.readings.documents import documents
from toldonce.record.readings.results import awaited, images, outside_range, reports, results


def told(table):
    return results(record(observations(table)))


def test_each_test_is_a_line_with_its_newest_value_first():
    section = told("""
        source   | test                        | taken      | value      | range
        gp       | Potassium 1000651000000109  | 2024-01-01 | 4.1 mmol/L | 3.5-5.3
        hospital | Potassium 1000651000000109  | 2026-01-01 | 5.9 mmol/L | 3.5-5.3
        gp       | Sodium 1000661000000107     | 2025-01-01 | 140 mmol/L | 133-146
    """)
    potassium, sodium = section
    assert (potassium.name, potassium.latest.words, potassium.unit, potassium.latest.flag) == (
        "Potassium",
        "5.9",
        "mmol/L",
        "high",
    )
    assert round(potassium.change, 1) == 1.8
    assert [value for _, value in potassium.points] == [4.1, 5.9]
    assert (sodium.latest.flag, sodium.latest.expected.words) == ("normal", "133 to 146")


def test_the_flag_of_the_laboratory_goes_before_our_own_reckoning():
    section = told("""
        test | taken      | value   | range | flag
        CRP  | 2026-01-01 | 12 mg/L | 0-20  | H
    """)
    assert section.items[0].latest.flag == "high"


def test_values_in_another_unit_are_listed_but_never_drawn_in_one_line():
    (haemoglobin,) = told("""
        test        | taken      | value
        Haemoglobin | 2026-01-01 | 131 g/L
        Haemoglobin | 2012-01-01 | 13.5 g/dL
    """)
    assert len(haemoglobin.values) == 2
    assert [value for _, value in haemoglobin.points] == [131]
    assert haemoglobin.previous is None


def test_a_value_that_a_second_source_copied_is_shown_once():
    (urea,) = told("""
        source   | test | taken               | value
        hospital | Urea | 2026-01-01T09:00:00Z | 6 mmol/L
        gp       | Urea | 2026-01-01T09:00:00Z | 6 mmol/L
    """)
    assert len(urea.values) == 1


def test_vital_signs_are_not_results():
    assert (
        told("test | taken | value | category \n Pulse 364075005 | 2026-01-01 | 70 /min | vital-signs").items
        == ()
    )


def test_what_lies_outside_its_range_can_be_asked_for():
    whole = record(
        observations(
            "test | taken | value | range \n Urea | 2026 | 20 mmol/L | 2-8 \n Sodium | 2026 | 140 mmol/L | 133-146"
        )
    )
    assert [each.name for each in outside_range(whole)] == ["Urea"]


def test_a_report_in_words_names_the_values_that_belong_to_it():
    panel = resource(
        "DiagnosticReport",
        code={"text": "Renal profile"},
        result=[{"reference": "Observation/o1"}],
        conclusion="Normal.",
    )
    value = resource(
        "Observation",
        id="o1",
        category=[{"coding": [{"code": "laboratory"}]}],
        code={"text": "Urea"},
        valueQuantity={"value": 5},
    )
    whole = record(panel, value)
    assert shown(reports(whole), "title", "conclusion") == [("Renal profile", "Normal.")]
    assert results(whole).items[0].latest.report == "Renal profile"


def test_a_test_that_was_asked_for_is_awaited_until_a_report_answers_it():
    category = [{"coding": [{"system": "http://snomed.info/sct", "code": "108252007"}]}]
    asked = [
        resource(
            "ServiceRequest",
            id=name,
            status="active",
            category=category,
            code={"text": name},
            authoredOn="2026-06-01",
        )
        for name in ("answered", "open")
    ]
    answer = resource("DiagnosticReport", basedOn=[{"reference": "ServiceRequest/answered"}])
    assert [each.name for each in awaited(record(asked, answer))] == ["open"]


def study(**elements) -> dict:
    return resource("ImagingStudy", "hospital", id="s1", status="available", description="Hip", **elements)


def picture(of: str, kind: str = "image/png") -> dict:
    content = {"contentType": kind, "data": "iVBORw0=", "title": "Left hip"}
    return resource(
        "Media", "hospital", id=f"m-{of}", partOf=[{"reference": f"ImagingStudy/{of}"}], content=content
    )


def test_a_study_has_its_own_key_images_and_no_others_and_they_are_no_documents():
    whole = record(study(), picture("s1"), picture("s2"))
    assert [(each.id, each.title) for each in images(whole).items[0].key_images] == [("m-s1", "Left hip")]
    assert list(documents(whole)) == []


def test_only_what_a_browser_shows_safely_is_a_key_image():
    assert images(record(study(), picture("s1", "image/svg+xml"))).items[0].key_images == ()


def test_one_endpoint_of_a_source_opens_each_of_its_studies_in_its_viewer():
    viewer = resource("Endpoint", "hospital", id="e1", address="https://pacs.example/view?study={study}")
    uid = [{"system": "urn:dicom:uid", "value": "urn:oid:1.2.840.99"}]
    whole = record(study(identifier=uid, endpoint=[{"reference": "Endpoint/e1"}]), viewer)
    assert images(whole).items[0].viewer == "https://pacs.example/view?study=1.2.840.99"
