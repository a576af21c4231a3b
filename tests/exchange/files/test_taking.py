"""A file is taken whole: what is new or changed is written, what is gone is ended, what is bad is named."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.files.conftest import COUNCIL, stored
from toldonce.exchange.files import taking
from toldonce.exchange.files.errors import ColumnsAmiss, FewerRows, FileTrouble, OlderFile
from toldonce.exchange.files.models import Load
from toldonce.ledger import queries as ledger
from toldonce.record import store

LOANS = """
mapping: loans
title: Equipment on loan
feed: loans
snapshot: true
absent_at_most: 50
columns:
  client: {from: [Client ID], required: true}
  nhs: {from: [NHS number], type: nhs-number, if_bad: leave}
  item: {from: [Item], required: true}
  lent: {from: [Lent on], type: date, past: true}
  weight: {type: number}
key: [client, item]
resources:
  person:
    type: Patient
    id: [client]
    shared: client
    only_new: true
    has:
      identifier:
        - {system: "{nhs_numbers}", value: $nhs}
        - {system: "{ours}/id/{source}/client", value: $client}
  loan:
    type: DeviceUseStatement
    id: [client, item]
    absent: {status: completed, timingPeriod: {end: $told}}
    has:
      status: active
      subject: {reference: "@person"}
      timingPeriod: {start: $lent}
      device: {display: $item}
  weight:
    type: Observation
    id: [client]
    when: weight
    has:
      status: final
      code: {text: Weight}
      subject: {reference: "@person"}
      valueQuantity: {value: $weight, unit: kg}
"""
HEADS = "Client ID,NHS number,Item,Lent on,weight"
ADA = "1,999 000 0018,Commode,01/02/2026,70.50"
BOB = "2,,Hoist,2026-03-01,"
CAT = "3,,Bed,2 Mar 2026,"


def loans() -> list[tuple[str, str, str]]:
    """Each loan with its state and its days."""
    told = stored("DeviceUseStatement")
    return sorted((e["device"]["display"], e["status"], "/".join(e["timingPeriod"].values())) for e in told)


def states(load: Load) -> dict[str, int]:
    """What became of the rows, noughts left out."""
    return {name: number for name, number in load.report["states"].items() if number}


def test_a_row_becomes_its_resources_with_one_arrival_and_one_row_of_the_ledger(taken):
    load = taken(LOANS, HEADS, ADA, BOB)
    assert loans() == [("Commode", "active", "2026-02-01"), ("Hoist", "active", "2026-03-01")]
    assert len(stored("Patient")) == 2
    assert (load.state, states(load)) == ("taken", {"new": 2})
    told = store.provenance([load.arrival])[load.arrival]
    assert (told.source, told.feed) == (COUNCIL, "loans")
    assert [row.act for row in ledger.newest(count=9)] == ["file.take"]


def test_a_number_keeps_its_digits(taken):
    taken(LOANS, HEADS, ADA)
    (weight,) = stored("Observation")
    assert b'"value":70.50' in store.read("Observation", weight["id"]).body


def test_the_same_file_twice_changes_nothing(taken):
    taken(LOANS, HEADS, ADA, BOB)
    again = taken(LOANS, HEADS, ADA, BOB)
    assert (states(again), again.report["written"]) == ({"same": 2}, {})
    assert {each["meta"]["versionId"] for each in stored("DeviceUseStatement")} == {"1"}


def test_only_what_is_new_or_changed_is_written(taken):
    taken(LOANS, HEADS, ADA, BOB)
    load = taken(LOANS, HEADS, ADA, BOB.replace("2026-03-01", "2026-03-05"), CAT)
    assert states(load) == {"new": 1, "changed": 1, "same": 1}
    assert load.report["written"] == {"created": 2, "updated": 1}


def test_what_is_gone_from_a_snapshot_ends_as_the_mapping_says(taken):
    taken(LOANS, HEADS, ADA, BOB)
    load = taken(LOANS, HEADS, ADA)
    (_, bob) = loans()
    assert states(load) == {"same": 1, "gone": 1}
    assert bob[:2] == ("Hoist", "completed") and bob[2].startswith("2026-03-01/")
    assert len(stored("Patient")) == 2


def test_what_comes_back_is_there_again(taken):
    taken(LOANS, HEADS, ADA, BOB)
    taken(LOANS, HEADS, ADA)
    taken(LOANS, HEADS, ADA, BOB, CAT)
    assert [each[1] for each in loans()] == ["active"] * 3


def test_what_a_row_no_longer_says_is_taken_back(taken):
    taken(LOANS, HEADS, ADA)
    taken(LOANS, HEADS, ADA.replace("70.50", ""))
    assert stored("Observation") == []


def test_a_file_that_may_have_been_cut_short_is_refused_until_somebody_confirms_it(taken):
    taken(LOANS, HEADS, ADA, BOB, CAT)
    with pytest.raises(FewerRows, match="2 of the 3 rows of last time are not in this file"):
        taken(LOANS, HEADS, ADA)
    assert [each[1] for each in loans()] == ["active"] * 3
    assert Load.objects.latest("id").state == "refused"
    taken(LOANS, HEADS, ADA, confirm_fewer=True)
    assert [each[1] for each in loans()] == ["completed", "active", "completed"]


def test_a_row_that_is_refused_changes_nothing_and_is_not_taken_for_gone(taken, tmp_path):
    taken(LOANS, HEADS, ADA, BOB)
    quarantine = tmp_path / "refused.ndjson"
    load = taken(LOANS, HEADS, ADA, BOB.replace("2026-03-01", "31/02/2026"), CAT, quarantine=quarantine)
    assert states(load) == {"new": 1, "same": 1, "refused": 1}
    assert ("Hoist", "active", "2026-03-01") in loans()
    assert quarantine.read_text() == (
        '{"file":"file.csv","line":3,"column":"Lent on","reason":"is no date that this column knows"}\n'
    )


def test_nothing_is_ended_when_a_row_cannot_say_who_it_is(taken):
    taken(LOANS, HEADS, ADA, BOB)
    load = taken(LOANS, HEADS, ADA, ",,Hoist,2026-03-01,")
    assert states(load) == {"same": 1, "refused": 1}
    assert [each[1] for each in loans()] == ["active", "active"]
    assert any("nothing is ended or deleted" in note for note in load.report["notes"])


def test_two_rows_of_one_key_that_differ_are_both_refused(taken):
    load = taken(LOANS, HEADS, ADA, BOB, BOB.replace("03-01", "03-02"), ADA)
    assert states(load) == {"new": 1, "refused": 2, "repeated": 1}
    assert [each[0] for each in loans()] == ["Commode"]


def test_an_older_file_does_not_turn_the_record_back(taken):
    taken(LOANS, HEADS, ADA)
    taken(LOANS, HEADS, ADA, BOB)
    with pytest.raises(OlderFile, match="a newer one of its feed since"):
        taken(LOANS, HEADS, ADA)
    assert len(loans()) == 2


def test_nothing_is_stored_when_a_required_column_is_missing(taken):
    with pytest.raises(ColumnsAmiss, match="no column “Item”"):
        taken(LOANS, "Client ID,Lent on", "1,2026-01-01")
    assert (loans(), Load.objects.get().state) == ([], "refused")


def test_a_source_that_nobody_knows_is_refused(council, tmp_path):
    from tests.writing import NURSE
    from toldonce.exchange.files.actions import take
    from toldonce.exchange.files.reading import mapping_from

    path = tmp_path / "x.csv"
    path.write_text(f"{HEADS}\n{ADA}\n")
    with pytest.raises(FileTrouble, match="no organisation with the code X99"):
        take(by=NURSE, path=path, mapping=mapping_from(LOANS.encode(), "loans"), source="X99")


def test_a_resource_that_is_about_nobody_is_refused(taken):
    nobody = LOANS.replace('subject: {reference: "@person"}', "subject: {display: somebody}", 1)
    load = taken(nobody, HEADS, ADA)
    assert (states(load), stored("Patient")) == ({"refused": 1}, [])
    assert "is about nobody" in load.quarantined[0]["reason"]


def test_a_resource_that_breaks_a_rule_refuses_its_row_and_names_the_place(taken):
    broken = LOANS.replace("status: active", "status: lent", 1)
    load = taken(broken, HEADS, ADA, BOB)
    assert (states(load), stored("Patient")) == ({"refused": 2}, [])
    assert load.quarantined[0]["reason"].startswith("loan: DeviceUseStatement.status")


def test_a_load_that_stops_on_the_way_goes_on_when_the_file_is_taken_again(taken, monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 1)
    whole, done = taking._written, []

    def stops_at_the_third(*given):
        done.append(given)
        if len(done) == 3:
            raise RuntimeError("the plug was pulled")
        whole(*given)

    monkeypatch.setattr(taking, "_written", stops_at_the_third)
    with pytest.raises(RuntimeError):
        taken(LOANS, HEADS, ADA, BOB, CAT)
    assert (Load.objects.get().state, len(loans())) == ("stopped", 2)
    monkeypatch.setattr(taking, "_written", whole)
    load = taken(LOANS, HEADS, ADA, BOB, CAT)
    assert (states(load), len(loans())) == ({"same": 2, "new": 1}, 3)
    assert {each["meta"]["versionId"] for each in stored("DeviceUseStatement")} == {"1"}


ROWS = st.dictionaries(st.sampled_from("1234"), st.integers(1, 28), min_size=1)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=st.lists(ROWS, min_size=1, max_size=4))
def test_whatever_came_before_the_record_says_what_the_last_file_said(taken, files):
    for told in files:
        lines = [f"{client},,Bed {client},2026-03-{day:02}," for client, day in told.items()]
        taken(LOANS, HEADS, *lines, confirm_fewer=True, again=True)
        going_on = {(item, days) for item, status, days in loans() if status == "active"}
        assert going_on == {(f"Bed {client}", f"2026-03-{day:02}") for client, day in told.items()}
