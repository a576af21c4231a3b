"""Versions, history, deletion and the record as it was: what the store promises to those who write and read."""

from __future__ import annotations

import base64
import os
import time
from datetime import UTC, datetime
from itertools import pairwise

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.others import Other
from tests.writing import NURSE, delete, patient, put, weight
from toldonce.codes.fhir import decimals
from toldonce.ledger import queries as ledger
from toldonce.record import actions, bodies, content, store
from toldonce.record.actions import Arrival, Incoming
from toldonce.record.errors import Conflict, NotThere

pytestmark = pytest.mark.usefixtures("own_database")


def body(rtype: str, id: str) -> dict:
    return orjson.loads(store.read(rtype, id).body)


def current(rtype: str, id: str) -> tuple[int, bool]:
    """Return the version, and whether it can be read."""
    found = store.read(rtype, id)
    return found.version, found.body is not None


# what is done one after the other, and what became of it
LIFE = """
write 70  | created    | 1
write 70  | unchanged  | 1
write 71  | updated    | 2
delete    | deleted    | 3
delete    | unchanged  | 3
write 71  | undeleted  | 4
write 70  | updated    | 5
"""


def test_each_act_makes_a_version_or_says_that_nothing_changed():
    for line in LIFE.strip().splitlines():
        act, state, version = (cell.strip() for cell in line.split("|"))
        word, _, kilograms = act.partition(" ")
        outcome = (
            put(weight("w1", "p1", int(kilograms)))[0] if word == "write" else delete("Observation", "w1")
        )
        assert (outcome.state, outcome.version) == (state, int(version)), line
    told = [(item.version, item.body is not None) for item in store.history("Observation", "w1")]
    assert told == [(5, True), (4, True), (3, False), (2, True), (1, True)]


def test_what_is_read_is_what_was_sent_with_type_id_and_version_first():
    sent = {
        "status": "final",
        **weight("w1", "p1"),
        "meta": {"profile": ["x"]},
        "note": [{"text": 'ä \\ " 日本'}],
    }
    outcome = put(sent)[0]
    read = body("Observation", "w1")
    assert list(read)[:3] == ["resourceType", "id", "meta"]
    assert read.pop("meta") == {
        "profile": ["x"],
        "versionId": "1",
        "lastUpdated": bodies.instant(outcome.updated),
    }
    assert read == {name: value for name, value in sent.items() if name != "meta"}


@pytest.mark.parametrize(
    "written", ["1.50", "1.0", "0.00", "1E+3", "123456789012345678.90", "0.1000000000000000055"]
)
def test_decimals_keep_their_digits(written):
    raw = orjson.dumps(weight("w1", "p1", 1)).replace(b'"value":1', f'"value":{written}'.encode())
    resource, document = decimals.parse(raw)
    for turn in ("created", "unchanged"):
        outcome = actions.put(
            by=NURSE, arrival=Arrival("x", "test"), incoming=[Incoming(resource, document)]
        )[0]
        assert outcome.state == turn
    assert f'"value":{written},'.encode() in store.read("Observation", "w1").body


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | TEXT
    | st.just("toldonce-content:")
    | st.just("data"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT | st.just("data"), inner, max_size=3),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(TEXT | st.just("data"), JSON, max_size=4))
def test_any_json_comes_back_equal(given_elements):
    sent = {**given_elements, "resourceType": "Basic", "id": "b1", "meta": {"tag": []}}
    kept, taken = bodies.kept(sent, "Basic", "b1", 1, datetime(2024, 1, 1, tzinfo=UTC))
    content.keep_all(taken)
    read = orjson.loads(bodies.inlined([kept])[0])
    assert {**read, "meta": {"tag": []}} == sent


def test_a_version_that_was_read_once_can_be_read_for_ever():
    put(weight("w1", "p1", 70))
    first = store.read("Observation", "w1")
    put(weight("w1", "p1", 71))
    delete("Observation", "w1")
    assert store.vread("Observation", "w1", 1) == first
    assert store.vread("Observation", "w1", 3).body is None
    assert store.vread("Observation", "w1", 4) is None
    assert store.read("Observation", "nobody") is None


def test_history_is_read_page_by_page_without_loss_or_repetition():
    for kilograms in (70, 71, 72):
        put(*(weight(f"w{n}", "p1", kilograms) for n in range(5)))
    seen, before = [], None
    while page := store.history("Observation", before=before, count=4):
        seen += [(item.id, item.version) for item in page]
        before = (page[-1].updated, page[-1].id, page[-1].version)
    assert sorted(seen) == sorted((f"w{n}", version) for n in range(5) for version in (1, 2, 3))
    versions = store.history("Observation", count=100)
    assert all(one.updated >= next_.updated for one, next_ in pairwise(versions))


def test_history_since_a_moment_leaves_out_what_was_before():
    put(weight("w1", "p1", 70))
    later = put(weight("w1", "p1", 71))[0].updated
    assert [item.version for item in store.history("Observation", "w1", since=later)] == [2]


def moment() -> datetime:
    """Return a moment after what was written so far and before what will be."""
    time.sleep(0.003)
    now = datetime.now(UTC)
    time.sleep(0.003)
    return now


def test_the_record_is_shown_as_it_was_at_any_moment():
    put(patient("p1"), weight("w1", "p1", 70, "2024-01-01"))
    first = moment()
    put(weight("w1", "p1", 71), weight("w2", "p1", 80, "2024-02-01"))
    second = moment()
    delete("Observation", "w1")
    pid = store.read("Patient", "p1").pid

    def shown(as_at=None):
        return sorted(
            (item.id, item.version) for item in store.compartment([pid], ["Observation"], as_at=as_at)
        )

    assert shown(datetime(2000, 1, 1, tzinfo=UTC)) == []
    assert shown(first) == [("w1", 1)]
    assert shown(second) == [("w1", 2), ("w2", 1)]
    assert shown() == [("w2", 1)]


def test_a_compartment_is_newest_first_and_only_about_its_person():
    put(
        patient("p1"),
        patient("p2"),
        weight("old", "p1", 70, "2001-01-01"),
        weight("new", "p1", 71, "2024-01-01"),
        weight("other", "p2", 72, "2022-01-01"),
    )
    pid = store.read("Patient", "p1").pid
    assert [item.id for item in store.compartment([pid])] == ["new", "old", "p1"]
    assert [item.id for item in store.compartment([pid], ["Patient"])] == ["p1"]


def test_a_resource_that_moves_to_another_patient_leaves_the_first_but_not_its_past():
    put(patient("p1"), patient("p2"), weight("w1", "p1"))
    before = store.read("Observation", "w1")
    put(weight("w1", "p2"))
    one, two = store.read("Patient", "p1").pid, store.read("Patient", "p2").pid
    assert [item.id for item in store.compartment([one], ["Observation"])] == []
    assert [item.id for item in store.compartment([two], ["Observation"])] == ["w1"]
    then = store.compartment([one], ["Observation"], as_at=before.updated)
    assert [(item.id, item.version) for item in then] == [("w1", 1)]


def test_a_change_to_a_version_that_is_not_the_last_is_refused():
    put(weight("w1", "p1", 70))
    put(weight("w1", "p1", 71), if_match=1)
    with pytest.raises(Conflict, match="is at version 2, not 1"):
        put(weight("w1", "p1", 72), if_match=1)
    assert current("Observation", "w1") == (2, True)


def test_what_must_be_new_is_refused_if_it_is_there_and_taken_if_it_was_deleted():
    put(weight("w1", "p1"))
    with pytest.raises(Conflict, match="is there already"):
        put(weight("w1", "p1", 71), create_only=True)
    delete("Observation", "w1")
    assert put(weight("w1", "p1", 71), create_only=True)[0].state == "undeleted"


def test_what_nobody_wrote_cannot_be_deleted_or_matched():
    with pytest.raises(NotThere):
        delete("Observation", "w1")
    with pytest.raises(NotThere):
        put(weight("w1", "p1"), if_match=3)


def test_all_of_it_is_written_or_nothing():
    put(weight("w1", "p1", 70))
    rows = len(ledger.newest())
    with pytest.raises(Conflict):
        actions.put(
            by=NURSE,
            arrival=Arrival("x", "test"),
            incoming=[
                Incoming(weight("w2", "p1")),
                Incoming(patient("p9")),
                Incoming(weight("w1", "p1", 1), if_match=9),
            ],
        )
    assert store.read("Observation", "w2") is None
    assert store.read("Patient", "p9") is None
    assert len(ledger.newest()) == rows


def test_a_resource_named_twice_is_written_twice_in_order():
    outcomes = put(
        weight("w1", "p1", 70), weight("w2", "p1", 70), weight("w1", "p1", 71), weight("w1", "p1", 71)
    )
    assert [(item.id, item.version, item.state) for item in outcomes] == [
        ("w1", 1, "created"),
        ("w2", 1, "created"),
        ("w1", 2, "updated"),
        ("w1", 2, "unchanged"),
    ]
    assert body("Observation", "w1")["valueQuantity"]["value"] == 71


def test_the_ledger_says_who_wrote_what_about_whom():
    put(patient("p1"), weight("w1", "p1"))
    put(weight("w1", "p1", 99))
    pid = store.read("Patient", "p1").pid
    newest, before = ledger.about([pid])
    assert (newest.act, newest.account, newest.why) == ("record.write", "n.urse", "a test")
    assert newest.subject == "Observation/w1/_history/2 updated"
    assert before.subject == "2 resources"


def test_every_version_knows_where_it_came_from():
    put(patient("p1"), source="J81010")
    put(weight("w1", "p1"), source="RBD")
    arrivals = {item.id: item.arrival for item in store.compartment([store.read("Patient", "p1").pid])}
    told = store.provenance(arrivals.values())
    assert {id: told[number].source for id, number in arrivals.items()} == {"p1": "J81010", "w1": "RBD"}


@pytest.fixture
def third(own_database):
    """A second writer beside the test, for those who have to wait for the first."""
    made = Other()
    yield made
    made.leaves()


def test_two_writers_of_one_new_resource_make_two_versions(other, third):
    other.begins()
    other.does(put, weight("w1", "p1", 70))
    second = third.starts(put, weight("w1", "p1", 71))
    other.commits()
    outcome = second.result(timeout=30)[0]
    assert (outcome.version, outcome.state) == (2, "updated")


def test_two_writers_of_one_resource_make_two_versions(other, third):
    put(weight("w1", "p1", 70))
    other.begins()
    other.does(put, weight("w1", "p1", 71))
    second = third.starts(put, weight("w1", "p1", 72))
    other.commits()
    outcome = second.result(timeout=30)[0]
    assert (outcome.version, outcome.state) == (3, "updated")


def test_of_two_writers_who_both_match_version_1_one_is_refused(other, third):
    put(weight("w1", "p1", 70))
    other.begins()
    other.does(put, weight("w1", "p1", 71))
    second = third.starts(lambda: put(weight("w1", "p1", 72), if_match=1))
    other.commits()
    with pytest.raises(Conflict):
        second.result(timeout=30)


def test_two_writers_who_name_the_same_resources_in_opposite_order_both_succeed(other, third):
    names = [f"w{n}" for n in range(20)]
    put(*(weight(name, f"p{name}", 70) for name in names))
    both = [
        other.starts(
            lambda: [put(*(weight(name, f"p{name}", 100 + n) for name in names)) for n in range(10)]
        ),
        third.starts(
            lambda: [put(*(weight(name, f"p{name}", 200 + n) for name in reversed(names))) for n in range(10)]
        ),
    ]
    for each in both:
        each.result(timeout=60)
    assert {store.read("Observation", name).version for name in names} == {21}


def letter(id: str, raw: bytes) -> dict:
    data = base64.b64encode(raw).decode()
    return {"resourceType": "Binary", "id": id, "contentType": "application/pdf", "data": data}


def test_a_large_attachment_is_kept_once_and_comes_back_equal():
    raw = os.urandom(20_000)
    put(letter("b1", raw), letter("b2", raw))
    assert body("Binary", "b1")["data"] == base64.b64encode(raw).decode()
    assert put(letter("b1", raw))[0].state == "unchanged"
    (kept,) = store.fetch(f"select {store.COLUMNS} from resource where id = %s", ["b1"], inline=False)
    (key,) = bodies.marks(kept.body)
    assert content.fetch(key).body == raw
    assert content.fetch(key).media_type == "application/pdf"


def test_text_that_looks_like_our_mark_is_only_text():
    key = content.keep(b"secret", "text/plain")
    sent = {"resourceType": "Basic", "id": "b1", "code": {"text": bodies.MARK + key.hex()}}
    put(sent)
    assert body("Basic", "b1")["code"]["text"] == bodies.MARK + key.hex()
    assert put(sent)[0].state == "unchanged"


def test_bodies_of_an_earlier_dictionary_can_still_be_read():
    put(weight("w0", "p1", 1))
    assert bodies.train([orjson.dumps(weight(f"w{n}", f"p{n % 40}", n)) for n in range(3000)]) == 1
    put(weight("w1", "p1", 2))
    assert bodies.train([orjson.dumps(patient(f"p{n}", family=f"F{n % 70}")) for n in range(3000)]) == 2
    put(weight("w2", "p1", 3), weight("w0", "p1", 1))
    values = [body("Observation", f"w{n}")["valueQuantity"]["value"] for n in range(3)]
    assert values == [1, 2, 3]
