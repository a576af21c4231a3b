"""Numbers keep the digits they were written with."""

import json
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.codes.fhir.decimals import NotJson, parse


def written(raw):
    return orjson.dumps(parse(raw)[1]).decode()


@pytest.mark.parametrize(
    "number",
    [
        *(
            "0",
            "-0",
            "1",
            "-1",
            "100",
            "0.0",
            "-0.0",
            "1.0",
            "1.5",
            "1.50",
            "100.00",
            "0.10",
            "0.00001",
            "0.0000010",
        ),
        *("1e5", "1E+5", "1.0e-7", "1e-10", "12345678901234567", "123456789012345678901234567890", "-9e-1"),
        *("9223372036854775807", "9223372036854775808", "18446744073709551616", "0.30000000000000004"),
        *("3.14159265358979323846264338327950288", "1.7976931348623157e308", "4.9e-324", "72.5000"),
    ],
)
def test_a_number_is_written_back_as_it_came(number):
    assert written(f'{{"value":{number}}}') == f'{{"value":{number}}}'
    assert written(f'[{{"a":[1,{number}]}}]') == f'[{{"a":[1,{number}]}}]'
    assert written(number) == number


def test_logic_sees_plain_numbers():
    value, document = parse(b'{"value":1.50,"code":"1.50"}')
    assert value == {"value": 1.5, "code": "1.50"}
    assert isinstance(document["value"], orjson.Fragment)
    assert document["code"] == "1.50"


def test_the_ordinary_resource_is_read_once():
    raw = b'{"id":"1e5","issued":"2020-01-01T10:00:00.000+01:00","oid":"urn:oid:2.16.840.1.113883.2.1.40","value":7.2}'
    value, document = parse(raw)
    assert document is value


def test_what_looks_like_a_number_in_a_string_stays_a_string():
    raw = '{"text":"high, low: 1.50, 2.00] and {1e5}"}'
    assert written(raw) == raw


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"value": NaN}', "NaN is not a number in JSON at line 1, column 11"),
        (b'{"value": -Infinity}', "-Infinity is not a number in JSON at line 1"),
        (b'{"value": 1e999}', "infinity"),
        (b'{"name":\n "\xff"}', "not UTF-8 at line 2, byte 3"),
        (b'{"name": "\\ud800"}', "surrogate"),
        (b'{"name": "A', "line 1"),
        (b"", "line 1"),
        (b'{"value": 01}', "leading zero"),
        (b'{"a":1} {"b":2}', "after document"),
        (b'{"value": 1.}', "line 1"),
        (b"[" * 100_000, r"\w"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(raw, reason):
    with pytest.raises(NotJson, match=reason):
        parse(raw)


@pytest.mark.parametrize("depth", [255, 2_000, 100_000])
@pytest.mark.parametrize("number", [b"1.50", b"1"])
def test_deep_nesting_is_refused_and_never_crashes(depth, number):
    with pytest.raises(NotJson, match="nested too deeply"):
        parse(b'{"a":' * depth + number + b"}" * depth)


def test_nesting_that_can_be_written_again_is_read():
    raw = '{"a":' * 250 + "1.50" + "}" * 250
    assert written(raw) == raw


DIGITS = st.text("0123456789", min_size=1, max_size=25)
WHOLES = DIGITS.map(lambda text: text.lstrip("0") or "0")
FRACTIONS = st.one_of(st.just(""), DIGITS.map(lambda text: "." + text))
EXPONENTS = st.one_of(
    st.just(""), st.tuples(st.sampled_from("eE"), st.sampled_from(["", "+", "-"]), st.integers(0, 200))
)
NUMBERS = st.tuples(
    st.sampled_from(["", "-"]), WHOLES, FRACTIONS, EXPONENTS.map(lambda e: "".join(map(str, e)))
).map("".join)


@given(
    NUMBERS, st.sampled_from(['{"a":%s}', "[%s]", '{"b":[0, %s ]}', '{"a": %s ,"b":2}', "%s", "[\n%s\n,1]"])
)
def test_any_number_in_json_comes_back_as_written(number, around):
    raw = around % number
    back = written(raw)
    assert back == "".join(raw.split())
    assert json.loads(back, parse_float=Decimal, parse_int=Decimal) == json.loads(
        raw, parse_float=Decimal, parse_int=Decimal
    )


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw):
    try:
        value, document = parse(raw)
    except NotJson:
        return
    assert orjson.loads(orjson.dumps(document)) == value


@pytest.mark.parametrize(
    "text", ["the OID is: 2.16.840.1.113883.4.642, see", "a:1.2.3.4.5.6.7.8.9.10", "1e5e7, 1.2.30"]
)
def test_what_looks_like_a_number_in_a_sentence_is_text(text: str):
    raw = orjson.dumps({"div": text}).replace(b":", b": ", 1)
    assert parse(raw) == ({"div": text}, {"div": text})
