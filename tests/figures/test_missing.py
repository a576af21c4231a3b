"""A value that is not there has a reason."""

import pytest

from toldonce.figures.missing import Missing


def test_it_reads_as_its_reason():
    assert str(Missing("the denominator is zero")) == "the denominator is zero"


@pytest.mark.parametrize("reason", ["", "  "])
def test_there_is_none_without_a_reason(reason):
    with pytest.raises(ValueError, match="needs a reason"):
        Missing(reason)
