"""However a stream is cut, the same frames come out; what is no message comes out with its fault."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from toldonce.exchange.hl7v2.framing import STRAY_KEPT, Fault, Frame, Frames, framed

bodies = some.binary(max_size=40).filter(lambda body: b"\x1c" not in body and b"\x0bMSH" not in body)


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(stream), *(place % (len(stream) + 1) for place in places)})
    return [stream[start:end] for start, end in pairwise(edges)]


def frames(pieces: list[bytes], limit: int = 10_000) -> list[Frame]:
    held = Frames(limit)
    found = [frame for piece in pieces for frame in held.feed(piece)]
    rest = held.rest()
    return [*found, rest] if rest else found


@given(some.lists(bodies, max_size=5), some.lists(some.integers(0, 500), max_size=20))
def test_what_was_framed_comes_out_whole(sent, places):
    stream = b"".join(framed(body) for body in sent)
    assert frames(cut(stream, places)) == [Frame(body) for body in sent]


@given(some.binary(max_size=300), some.lists(some.integers(0, 500), max_size=20))
def test_any_bytes_give_the_same_messages_however_they_are_cut(stream, places):
    def whole(pieces: list[bytes]) -> list[Frame]:
        return [frame for frame in frames(pieces) if frame.fault is None]

    assert whole(cut(stream, places)) == whole([stream])


@given(some.lists(some.binary(max_size=400), max_size=30))
def test_what_is_held_stays_within_the_limit(pieces):
    held = Frames(1000)
    for piece in pieces:
        list(held.feed(piece))
        assert len(held.held) <= 1000 + STRAY_KEPT + 400


def test_a_beginning_inside_a_message_shows_that_it_was_broken_off():
    assert frames([b"\x0bMSH|one\x0bMSH|two\x1c\r"]) == [
        Frame(b"MSH|one", Fault.BROKEN_OFF),
        Frame(b"MSH|two"),
    ]


def test_what_stands_between_messages_is_told_apart():
    assert frames([b"hello\x0bMSH|one\x1c\r\r\n"]) == [Frame(b"hello", Fault.NO_FRAME), Frame(b"MSH|one")]


def test_what_never_ends_is_cut_off_at_the_limit():
    found = frames([b"\x0bMSH|", b"x" * 9000, b"x" * 9000], limit=10_000)
    assert [frame.fault for frame in found][:1] == [Fault.TOO_LARGE]
    assert len(found[0].body) == STRAY_KEPT
