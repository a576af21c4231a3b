"""Whose records a reader is likely to open."""

import pytest

from tests.record.readings.tables import encounters, resource
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.identity import person_of
from toldonce.record.opening import open_record
from toldonce.record.readings.lists import (
    PartOfList,
    Slice,
    in_hospital,
    new_since,
    on_ward,
    recently_seen,
    referred_to,
    registered_at,
)

pytestmark = pytest.mark.django_db
GP = Actor("dr-lee", "Dr Lee", "gp", "J81010")


def store(*resources):
    return put(by=SYSTEM, arrival=Arrival("test", "test"), incoming=[Incoming(each) for each in resources])


def someone(id, family, *told):
    """A person of the practice with what is told about them."""
    patient = resource("Patient", "J81010", id=id, name=[{"family": family, "given": ["Ann"]}])
    patient["generalPractitioner"] = [{"reference": "Organization/ods-J81010"}]
    about = [
        {
            **each,
            "id": f"{id}-{n}",
            "patient" if each["resourceType"] == "EpisodeOfCare" else "subject": {
                "reference": f"Patient/{id}"
            },
        }
        for n, each in enumerate(told)
    ]
    return person_of(store(patient, *about)[0].pid)


def registration(status):
    return resource(
        "EpisodeOfCare",
        "J81010",
        status=status,
        managingOrganization={"reference": "Organization/ods-J81010"},
    )


def on(ward, **elements):
    (stay,) = encounters("status | start | at \n in-progress | 2026-06-01 | RBD")
    stay["location"] = [{"location": {"reference": f"Location/ward-{ward}"}, **elements}]
    return stay


def test_the_registered_are_listed_by_name_and_those_who_left_are_not():
    west = someone("p1", "West", registration("active"))
    east = someone("p2", "East", registration("active"))
    someone("p3", "Left", registration("finished"))
    assert registered_at("J81010") == PartOfList([east, west], total=2)
    assert registered_at("J81010", Slice(count=1, skip=1)) == PartOfList([west], total=2)


def test_a_list_is_narrowed_by_how_the_family_name_begins():
    west = someone("p1", "West", registration("active"))
    someone("p2", "East", registration("active"))
    assert registered_at("J81010", Slice(letters="wÉ")) == PartOfList([west], total=1)
    assert registered_at("J81010", Slice(letters="%")).total == 2


def test_a_ward_lists_those_who_lie_there_now():
    here = someone("p1", "Here", on("4"))
    someone("p2", "Moved", on("4", period={"end": "2026-06-02"}))
    someone("p3", "Elsewhere", on("5"))
    assert on_ward("ward-4") == [here]


def test_a_stay_that_was_never_closed_does_not_keep_anybody_on_the_ward():
    (later,) = encounters("status | start | end | at \n finished | 2026-07-01 | 2026-07-03 | RBD")
    someone("p1", "Gone", on("4"), later)
    assert on_ward("ward-4") == []
    assert in_hospital("RBD") == []


def test_the_referred_are_those_whose_referral_is_open():
    def referral(status):
        return resource(
            "ServiceRequest", status=status, intent="order", performer=[{"reference": "Organization/ods-RDY"}]
        )

    waiting = someone("p1", "Waiting", referral("active"))
    someone("p2", "Seen", referral("completed"))
    assert referred_to("RDY").persons == [waiting]


def test_the_last_seen_come_first_and_news_since_then_are_named():
    first, second = (someone(id, id, registration("active")) for id in ("p1", "p2"))
    for person in (first, second, first):
        open_record(reader=GP, person=person, purpose="direct_care")
    assert recently_seen("dr-lee") == [first, second]
    assert new_since("dr-lee", [first, second]) == []
    store(resource("Condition", id="new", code={"text": "Gout"}, subject={"reference": "Patient/p1"}))
    (news,) = new_since("dr-lee", [first, second])
    assert (news.person, news.kinds) == (first, ("Condition",))
