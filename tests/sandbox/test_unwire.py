"""Marks that a hostile header forges: each is refused by its own sentence."""

from typing import Any

import msgspec
import numpy as np
import pytest

from grader.sandbox import wire
from grader.sandbox.messages import ReplyEnvelope
from grader.sandbox.unwire import Unpacker

Value = Any  # whatever a header may hold


def nested(levels: int) -> msgspec.msgpack.Ext:
    """Return a tuple in a tuple, so many levels deep."""
    mark = msgspec.msgpack.Ext(wire.TUPLE, msgspec.msgpack.encode([1]))
    for _ in range(levels):
        mark = msgspec.msgpack.Ext(wire.TUPLE, msgspec.msgpack.encode([mark]))
    return mark


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (nested(40), "a value nested too deeply"),
        (
            msgspec.msgpack.Ext(wire.SLICE, msgspec.msgpack.encode([1, 2])),
            "a slice without its three parts",
        ),
        (
            msgspec.msgpack.Ext(wire.INTEGER, bytes(2000)),
            "an integer of 2000 bytes",
        ),
        (msgspec.msgpack.Ext(wire.DTYPE, b"\xff"), "a dtype that is not known"),
        (msgspec.msgpack.Ext(wire.DTYPE, b""), "a dtype that is not known"),
    ],
    ids=["nesting", "slice", "integer", "dtype", "no-dtype"],
)
def test_a_forged_mark_is_malformed(mark: Value, text: str) -> None:
    """Before anything is made of it."""
    header = bytearray(msgspec.msgpack.encode([[], ["Returned", mark]]))

    with pytest.raises(wire.Malformed) as caught:
        Unpacker(bytearray()).unpack(header, ReplyEnvelope)

    assert text == str(caught.value)


def test_more_arrays_than_a_frame_takes_are_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other side would refuse them."""
    monkeypatch.setattr(wire, "MAX_ARRAYS", 2)
    packer = wire.Packer(lambda value: value)

    with pytest.raises(wire.NotEncodable) as caught:
        packer.pack([np.zeros(1), np.ones(1), np.ones(2)])

    assert "more than 2 arrays" == str(caught.value)
