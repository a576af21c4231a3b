"""Decimals keep the precision with which they were written."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.codes.fhir.decimals import parse

NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,24})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)


@given(NUMBERS)
def test_any_number_is_written_back_as_it_came(number):
    raw = f'{{"a":[{number}],"b":{number}}}'.encode()
    assert orjson.dumps(parse(raw)[1]) == raw


@pytest.mark.parametrize(
    "text", ["1.50", "100.00", "1.0e-7", "0.10", "-0", "12345678901234567890123", "1E5", "-0.0"]
)
def test_these_are_at_risk_and_kept(text):
    plain, document = parse(f'{{"value":{text}}}'.encode())
    assert isinstance(plain["value"], int | float)
    assert orjson.dumps(document) == f'{{"value":{text}}}'.encode()


def test_an_ordinary_document_is_parsed_once():
    plain, document = parse(b'{"value":7.25,"text":"1.50"}')
    assert document is plain


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b'{"a":NaN}', b'{"a":Infinity}', b'{"a":"\xff"}', b'{"a":01}', b'{"a":1.}', b"[" * 100_000],
)
def test_what_is_not_json_is_refused_with_a_reason(raw):
    with pytest.raises(ValueError, match=r"\w"):
        parse(raw)
