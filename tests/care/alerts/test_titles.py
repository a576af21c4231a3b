"""What stands on the worklist is read at a glance: nothing said twice, nothing cut in its middle."""

from __future__ import annotations

import pytest

from toldonce.care.alerts.why import GLANCE, shortened

LONG = "Estimated glomerular filtration rate using creatinine 36 mL/min/1.73m2, low"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Potassium 6.1 mmol/L, high", "Potassium 6.1 mmol/L, high"),
        ("Sodium 120, low; Potassium 6.1, high", "Sodium 120, low; Potassium 6.1, high"),
        (f"Potassium 6.1, high; {LONG}; {LONG}; {LONG}", f"Potassium 6.1, high; {LONG}; and 2 more"),
        ("x" * (GLANCE + 50), "x" * (GLANCE + 50)),
    ],
)
def test_a_title_says_what_fits_and_how_much_more_there_is(told, shown):
    assert shortened(told) == shown
