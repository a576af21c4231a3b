"""Places near a point."""

import pytest

from toldonce.record.search.criteria import BadSearch
from toldonce.record.search.parse import parse

PLACES = {"poole": (50.7192, -1.9646), "dorchester": (50.7132, -2.4458), "nowhere": None}


@pytest.mark.parametrize(
    ("near", "ids"),
    [
        ("50.7209|-1.9047|5|km", ["poole"]),
        ("50.7209|-1.9047|4|km", []),
        ("50.7209|-1.9047|5000|m", ["poole"]),
        ("50.7209|-1.9047|3|[mi_i]", ["poole"]),
        ("50.7209|-1.9047|39", ["dorchester", "poole"]),
        ("50.7209|-1.9047", ["dorchester", "poole"]),
        ("-50.7|178|1|km", []),
    ],
)
def test_a_place_is_near_in_a_straight_line(found, near, ids):
    places = [
        {"resourceType": "Location", "id": id,
         **({"position": {"latitude": at[0], "longitude": at[1]}} if at else {})}
        for id, at in PLACES.items()
    ]  # fmt: skip
    assert found(places, f"Location?near={near}") == ids


@pytest.mark.parametrize("near", ["Poole", "1", "1|2|3|furlong", "91|0", "0|181", "a|b", "1|2|3|km|x"])
def test_what_is_no_point_is_refused(near):
    with pytest.raises(BadSearch):
        parse("Location", [("near", near)])
