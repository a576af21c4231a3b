"""Times as they were sent: as exact, no exacter, with the offset that was meant."""

from __future__ import annotations

import pytest

from toldonce.exchange.hl7v2.times import moment

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("sent", "zone", "read"),
    [
        ("2024", LONDON, "2024"),
        ("202403", LONDON, "2024-03"),
        ("20240315", LONDON, "2024-03-15"),
        ("2024031509", LONDON, "2024-03-15T09:00:00+00:00"),
        ("202403150930", LONDON, "2024-03-15T09:30:00+00:00"),
        ("20240715093015", LONDON, "2024-07-15T09:30:15+01:00"),
        ("20240715093015.1234", LONDON, "2024-07-15T09:30:15.123+01:00"),
        ("20240715093015+0000", LONDON, "2024-07-15T09:30:15+00:00"),
        ("20240715093015Z", LONDON, "2024-07-15T09:30:15+00:00"),
        ("20240715093015-0530", LONDON, "2024-07-15T09:30:15-05:30"),
        ("202403310130", LONDON, "2024-03-31T01:30:00+00:00"),  # the clocks went forward at one
        ("202410270130", LONDON, "2024-10-27T01:30:00+01:00"),  # the first of the two
        ("202402292359", "America/New_York", "2024-02-29T23:59:00-05:00"),
        ("202312312400", LONDON, "2024-01-01T00:00:00+00:00"),
        ("20240315093060", LONDON, "2024-03-15T09:30:59+00:00"),
        ("2024-03-15", LONDON, "2024-03-15"),
        ("2024-03-15T09:30:00Z", LONDON, "2024-03-15T09:30:00+00:00"),
        ("20240315 0930", LONDON, "2024-03-15T09:30:00+00:00"),
    ],
)
def test_times(sent, zone, read):
    assert moment(sent, zone).fhir == read


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "0",
        "00000000",
        "20230230",
        "202413",
        "2024031525",
        "soon",
        "202403150930+9900",
        "1",
        "99991231235959-2359",
    ],
)
def test_what_is_no_time_is_not_guessed(sent):
    assert moment(sent, LONDON) is None
