"""Frames: what crosses, what is refused, and that nothing is taken on trust."""

import math
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox import wire
from grader.sandbox.messages import (
    ArrayHeader,
    Call,
    Given,
    Ref,
    ReplyEnvelope,
    RequestEnvelope,
    Returned,
    Seed,
)
from grader.sandbox.unwire import Unpacker

Value = Any  # the wire is dynamically typed


def refuse(value: Value) -> Value:
    """Refuse every object that is no plain value."""
    raise wire.NotEncodable(type(value).__name__)


def travel(value: Value) -> Value:
    """Pack, frame, and unpack one value as the return value of a call."""
    packer = wire.Packer(refuse)
    body = Returned(packer.pack(value))
    buffers = wire.frame(ReplyEnvelope(packer.headers, body), packer.arrays, call=7)
    data = b"".join(buffers)
    header, _, _ = wire.sizes(data[: wire.PREFIX.size], call=7)
    start = wire.PREFIX.size
    return value_of(unpack(data[start : start + header], data[start + header :]))


def value_of(envelope: ReplyEnvelope) -> Value:
    """Return what a call gave, as its reply says."""
    assert isinstance(envelope.body, Returned)
    return envelope.body.value


def unpack(header: object, payload: bytes = b"") -> ReplyEnvelope:
    """Return the reply that a header and a payload make."""
    data = header if isinstance(header, bytes) else msgspec.msgpack.encode(header)
    return Unpacker(bytearray(payload)).unpack(bytearray(data), ReplyEnvelope)


@given(
    hnp.arrays(
        dtype=st.sampled_from(wire.DTYPES),
        shape=hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5),
    )
)
def test_an_array_comes_out_bit_for_bit(array: np.ndarray) -> None:
    """NaN, infinities, negative zero, empty and 0-d arrays included."""
    came = travel(array)

    assert type(came) is np.ndarray
    assert (array.dtype, array.shape) == (came.dtype, came.shape)
    assert array.tobytes() == came.tobytes()


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.binary(max_size=20)
    | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(0, 9), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(plain)
def test_plain_values_come_out_with_their_exact_types(value: Value) -> None:
    """A tuple stays a tuple and an int an int: suites compare them."""
    came = travel(value)

    assert repr(value) == repr(came)


F4 = np.dtype("float32")


@pytest.mark.parametrize(
    "value",
    [Seed(3), Ref(2, "Affine"), Given(1), slice(1, None, 2), np.float32(1.5), ..., F4],
    ids=["seed", "handle", "given", "slice", "scalar", "ellipsis", "dtype"],
)
def test_marks_come_out_as_they_were(value: Value) -> None:
    """What plain msgpack cannot say has a mark of its own."""
    came = travel([value])

    assert [value] == came
    assert type(value) is type(came[0])


def test_strided_arrays_come_out_by_value() -> None:
    """A view with negative strides is sent as the numbers it shows."""
    array = np.arange(12.0).reshape(3, 4)[::-1, ::2]

    came = travel(array)

    assert array.tolist() == came.tolist()


def test_an_array_met_twice_is_sent_once() -> None:
    """So that the other side has one array too, not two."""
    array = np.ones(3)
    packer = wire.Packer(refuse)

    packer.pack([array, {"a": array}])

    assert len(packer.arrays) == 1


def test_a_true_byte_of_seven_is_normalised() -> None:
    """A bool array that holds a 7 would compare as neither true nor false."""
    header = [[[0, [2], False, False]], ["Returned", msgspec.msgpack.Ext(1, bytes(8))]]

    envelope = unpack(header, b"\x07\x00")

    assert value_of(envelope).view(np.uint8).tolist() == [1, 0]


class Subclass(np.ndarray):
    """An array that could answer anything."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([object()]), "an array of dtype object"),
        (np.zeros(2, "datetime64[s]"), "an array of dtype datetime64[s]"),
        (np.zeros(2, [("a", "f8")]), "an array of dtype [('a', '<f8')]"),
        (np.zeros(2, ">f8"), "an array of dtype >f8"),
        (np.zeros(2).view(Subclass), "Subclass"),
        ({(1, 2): 3}, "a dict with a key of type tuple"),
        (2**9000, "an integer of 1126 bytes"),
        ({1, 2}, "set"),
    ],
    ids=["object", "datetime", "structured", "endian", "subclass", "key", "int", "set"],
)
def test_what_is_not_plain_does_not_cross(value: Value, text: str) -> None:
    """Only exact builtins and plain arrays are values; the rest is refused by name."""
    with pytest.raises(wire.NotEncodable) as caught:
        travel(value)

    assert text == str(caught.value)


def test_deep_nesting_is_refused_when_packing() -> None:
    """A value that contains itself must not recurse for ever."""
    value: list[Value] = []
    value.append(value)

    with pytest.raises(wire.NotEncodable, match="nested more than 24 levels deep"):
        travel(value)


ARRAY_0 = msgspec.msgpack.Ext(1, bytes(8))
HUGE = 2**28


@pytest.mark.parametrize(
    ("header", "payload", "text"),
    [
        (b"\x92\x90\xc4", b"", "a header that cannot be read (DecodeError)"),
        (b"\x91" * 100_000, b"", "a header that cannot be read (ValidationError)"),
        ([[], ["Shell", "rm"]], b"", "a header that cannot be read (ValidationError)"),
        (
            [[], ["Returned", msgspec.msgpack.Ext(99, b"")]],
            b"",
            "an unknown extension 99",
        ),
        ([[], ["Returned", ARRAY_0]], b"", "a reference to array 0 of 0"),
        ([[], ["Returned", 1]], b"x", "bytes that no array names"),
        (
            [[[11, [2]]], ["Returned", ARRAY_0]],
            b"x" * 15,
            "an array larger than the bytes that came with it",
        ),
        ([[[11, [-1]]], ["Returned", 1]], b"", "an array with an extent of -1"),
        (
            [[[11, [2**40]]], ["Returned", 1]],
            b"",
            "an array with an extent of 1099511627776",
        ),
        (
            [[[11, [0, HUGE, HUGE, HUGE]]], ["Returned", 1]],
            b"",
            "an array whose shape cannot be",
        ),
        (
            [[[99, [1]]], ["Returned", 1]],
            b"x",
            "an array of unknown dtype or of too many dimensions",
        ),
        (
            [[[11, [1] * 33]], ["Returned", 1]],
            b"x" * 8,
            "an array of unknown dtype or of too many dimensions",
        ),
        ([[[11, [1], True]], ["Returned", 1]], b"x" * 8, "a scalar with a shape"),
        (
            [[], ["Returned", msgspec.msgpack.Ext(1, b"xy")]],
            b"",
            "extension 1 with the wrong length",
        ),
        ([[[11, [0]]] * 9000, ["Returned", 1]], b"", "a frame with 9000 arrays"),
    ],
    ids=[
        "truncated",
        "nested",
        "unknown-tag",
        "unknown-extension",
        "missing-array",
        "surplus-bytes",
        "too-few-bytes",
        "negative-extent",
        "huge-extent",
        "overflowing-shape",
        "unknown-dtype",
        "rank",
        "scalar-with-shape",
        "short-extension",
        "many-arrays",
    ],
)
def test_a_forged_header_is_malformed(
    header: object, payload: bytes, text: str
) -> None:
    """Every claim is checked before memory is taken for it."""
    with pytest.raises(wire.Malformed) as caught:
        unpack(header, payload)

    assert text == str(caught.value)


@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        (wire.PREFIX.pack(b"EVIL", 1, 1, 5), "a frame with the wrong first bytes"),
        (wire.PREFIX.pack(wire.MAGIC, 1, 1, 6), "a reply to call 6 in place of 5"),
        (
            wire.PREFIX.pack(wire.MAGIC, 2**32 - 1, 0, 5),
            "a frame that claims 4294967295 + 0 bytes",
        ),
        (
            wire.PREFIX.pack(wire.MAGIC, 1, 2**50, 5),
            "a frame that claims 1 + 1125899906842624 bytes",
        ),
    ],
    ids=["magic", "call", "header", "payload"],
)
def test_a_forged_prefix_is_malformed(prefix: bytes, text: str) -> None:
    """A replayed reply, or one that claims gigabytes, ends the conversation."""
    with pytest.raises(wire.Malformed) as caught:
        wire.sizes(prefix, call=5)

    assert text == str(caught.value)


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_random_bytes_are_malformed_or_a_frame(header: bytes, payload: bytes) -> None:
    """Whatever arrives, nothing but Malformed comes out."""
    try:
        envelope = unpack(header, payload)
    except wire.Malformed:
        envelope = None

    assert envelope is None or isinstance(envelope, ReplyEnvelope)


def test_a_request_is_not_a_reply() -> None:
    """Each side reads only what the other side may say."""
    call = RequestEnvelope([ArrayHeader(11, ())], [], Call(0, ["f"], [], {}))

    with pytest.raises(wire.Malformed, match="ValidationError"):
        unpack(msgspec.msgpack.encode(call), bytes(8))


def test_nan_stays_nan() -> None:
    """A float is sent as its bits."""
    assert math.isnan(travel(math.nan))
