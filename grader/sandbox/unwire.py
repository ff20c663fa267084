"""Frames decoded: strict types, exact lengths, nothing allocated from a claim."""

import struct
from typing import Any, TypeVar

import msgspec
import numpy as np

from grader.sandbox import wire
from grader.sandbox.messages import (
    ArrayHeader,
    CallbackRef,
    Given,
    Ref,
    ReplyEnvelope,
    RequestEnvelope,
    Seed,
    Value,
)
from grader.sandbox.wire import (
    DTYPES,
    MAX_ARRAYS,
    MAX_DEPTH,
    MAX_INTEGER_BYTES,
    MAX_RANK,
    Array,
    Malformed,
)

_Envelope = TypeVar("_Envelope", RequestEnvelope, ReplyEnvelope)


class Unpacker:
    """Decodes one frame; arrays come out as read-only views of its payload.

    Attributes:
        arrays: the frame's arrays, in the order of their numbers.
    """

    def __init__(self, payload: bytearray | memoryview) -> None:
        self.arrays: list[Value] = []
        self._payload = payload
        self._depth = 0

    def unpack(
        self, header: bytearray | memoryview, kind: type[_Envelope]
    ) -> _Envelope:
        """Return the envelope.

        Raises:
            Malformed: the bytes are not exactly one frame of this kind.
        """
        # Two passes: the list of arrays first, because values refer to it.
        try:
            self.arrays = self._read_arrays(_arrays_decoder.decode(header)[0])
            return msgspec.msgpack.decode(header, type=kind, ext_hook=self._extension)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            msg = f"a header that cannot be read ({type(error).__name__})"
            raise Malformed(msg) from error

    def _read_arrays(self, headers: list[ArrayHeader]) -> list[Value]:
        if len(headers) > MAX_ARRAYS:
            msg = f"a frame with {len(headers)} arrays"
            raise Malformed(msg)
        view = memoryview(self._payload)
        arrays, offset = [], 0
        for header in headers:
            size = _size_in_bytes(header)
            if offset + size > len(view):
                msg = "an array larger than the bytes that came with it"
                raise Malformed(msg)
            arrays.append(_read_array(header, view[offset : offset + size]))
            offset += size
        if offset != len(view):
            msg = "bytes that no array names"
            raise Malformed(msg)
        return arrays

    def _extension(self, code: int, data: memoryview) -> Value:
        read = _READERS.get(code)
        if read is None:
            msg = f"an unknown extension {code}"
            raise Malformed(msg)
        try:
            return read(self, bytes(data))  # type: ignore[no-untyped-call]  # lambdas
        except (struct.error, msgspec.DecodeError) as error:
            msg = f"extension {code} with the wrong length"
            raise Malformed(msg) from error

    def _array(self, data: bytes) -> Value:
        number = wire.NUMBER.unpack(data)[0]
        if number >= len(self.arrays):
            msg = f"a reference to array {number} of {len(self.arrays)}"
            raise Malformed(msg)
        return self.arrays[number]

    def _nested(self, data: bytes) -> list[Any]:  # Any: whatever the header holds
        self._depth += 1
        if self._depth > MAX_DEPTH:
            msg = "a value nested too deeply"
            raise Malformed(msg)
        try:
            return msgspec.msgpack.decode(
                data, type=list[Any], ext_hook=self._extension
            )
        finally:
            self._depth -= 1

    def _tuple(self, data: bytes) -> tuple[Any, ...]:  # Any: as `_nested`
        return tuple(self._nested(data))

    def _slice(self, data: bytes) -> slice:
        parts = self._nested(data)
        if len(parts) != 3:  # noqa: PLR2004 - start, stop, step
            msg = "a slice without its three parts"
            raise Malformed(msg)
        return slice(*parts)


class _Arrays(msgspec.Struct, array_like=True):
    """The first field of every envelope; the rest is skipped."""

    arrays: list[ArrayHeader]

    def __getitem__(self, index: int) -> list[ArrayHeader]:
        return self.arrays


_arrays_decoder = msgspec.msgpack.Decoder(_Arrays)


def _size_in_bytes(header: ArrayHeader) -> int:
    if not 0 <= header.dtype < len(DTYPES) or len(header.shape) > MAX_RANK:
        msg = "an array of unknown dtype or of too many dimensions"
        raise Malformed(msg)
    size = DTYPES[header.dtype].itemsize
    for extent in header.shape:
        if not 0 <= extent <= wire.MAX_PAYLOAD:
            msg = f"an array with an extent of {extent}"
            raise Malformed(msg)
        size *= extent
    return size


def _read_array(header: ArrayHeader, data: memoryview) -> Array | np.generic:
    dtype = DTYPES[header.dtype]
    array: Array
    if dtype.kind == "b":  # a byte of 7 is not a bool: normalise
        array = np.frombuffer(data, np.uint8) != 0
    else:
        array = np.frombuffer(data, dtype)
    try:
        array = array.reshape(header.shape)
    except ValueError as error:  # an empty array whose other extents overflow
        msg = "an array whose shape cannot be"
        raise Malformed(msg) from error
    array.flags.writeable = False
    if header.scalar:
        if header.shape:
            msg = "a scalar with a shape"
            raise Malformed(msg)
        return array[()]
    return array


def _integer(_: Unpacker, data: bytes) -> int:
    if len(data) > MAX_INTEGER_BYTES:
        msg = f"an integer of {len(data)} bytes"
        raise Malformed(msg)
    return int.from_bytes(data, "little", signed=True)


def _complex(_: Unpacker, data: bytes) -> complex:
    return complex(*wire.COMPLEX_PARTS.unpack(data))


def _handle(_: Unpacker, data: bytes) -> Ref:
    number = wire.NUMBER.unpack(data[:8])[0]
    return Ref(number, data[8:108].decode(errors="replace"))


def _dtype(_: Unpacker, data: bytes) -> np.dtype[Any]:  # Any: one of DTYPES
    if len(data) != 1 or data[0] >= len(DTYPES):
        msg = "a dtype that is not known"
        raise Malformed(msg)
    return DTYPES[data[0]]


_READERS = {
    wire.ELLIPSIS: lambda _, __: Ellipsis,
    wire.DTYPE: _dtype,
    wire.ARRAY: Unpacker._array,  # noqa: SLF001 - this file's own class
    wire.TUPLE: Unpacker._tuple,  # noqa: SLF001
    wire.SLICE: Unpacker._slice,  # noqa: SLF001
    wire.HANDLE: _handle,
    wire.INTEGER: _integer,
    wire.COMPLEX: _complex,
    wire.CALLBACK: lambda _, d: CallbackRef(wire.NUMBER.unpack(d)[0]),
    wire.SEED: lambda _, d: Seed(wire.NUMBER.unpack(d)[0]),
    wire.GIVEN: lambda _, d: Given(wire.NUMBER.unpack(d)[0]),
}
