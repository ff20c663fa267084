"""Frames between judge and worker: typed msgpack headers and raw array bytes.

A frame is a fixed prefix, a msgpack header, and the bytes of the arrays it
names, in order. Nothing is unpickled, and a size is checked before memory is
taken for it. Both sides use this file; the judge trusts nothing it decodes.
"""

import socket
import struct
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

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

Array = NDArray[Any]  # of any dtype in DTYPES

MAGIC = b"DLG1"
PREFIX = struct.Struct("<4sIQQ")  # magic, header bytes, payload bytes, call number
MAX_HEADER = 1 << 20
MAX_PAYLOAD = 256 << 20
MAX_ARRAYS = 8192
MAX_RANK = 32
MAX_DEPTH = 24
_AT_ONCE = 64  # buffers handed to one sendmsg
MAX_INTEGER_BYTES = 1024

BYTE_TYPES = ("|b1", "|i1", "|u1")
WORD_TYPES = ("<i2", "<u2", "<i4", "<u4", "<i8", "<u8")
FLOAT_TYPES = ("<f2", "<f4", "<f8", "<c8", "<c16")
DTYPES = tuple(map(np.dtype, (*BYTE_TYPES, *WORD_TYPES, *FLOAT_TYPES)))
_DTYPE_NUMBERS = {dtype: number for number, dtype in enumerate(DTYPES)}


# The msgpack extension codes of what plain msgpack cannot say.
ARRAY, TUPLE, HANDLE, CALLBACK, INTEGER, COMPLEX, SEED, GIVEN, SLICE = range(1, 10)
ELLIPSIS, DTYPE = 10, 11

NUMBER = struct.Struct("<Q")
COMPLEX_PARTS = struct.Struct("<dd")


class NotEncodable(Exception):
    """A value of a kind that does not cross the boundary."""


class Malformed(Exception):
    """Bytes that are not a frame of this protocol."""


_encoder = msgspec.msgpack.Encoder()


class Packer:
    """Turns values into what a header carries, and gathers their arrays.

    Attributes:
        arrays: the arrays met, in order; an array met twice is sent once.
        containers: the dicts and lists met, in order.
    """

    def __init__(self, other: Callable[[Value], Value]) -> None:
        """`other` packs what is not a plain value, or raises NotEncodable."""
        self.arrays: list[Array] = []
        self.containers: list[Value] = []
        self.headers: list[ArrayHeader] = []
        self._numbers: dict[int, int] = {}
        self._other = other

    def pack(self, value: Value, depth: int = 0) -> Value:  # noqa: PLR0911 - one per kind
        """Return the wire form of a value of exactly one of the known types."""
        kind = type(value)
        if value is None or kind in (bool, float, str, bytes):
            return value
        if kind is int:
            return _pack_integer(value)
        if kind is np.ndarray or isinstance(value, np.generic):
            return msgspec.msgpack.Ext(ARRAY, NUMBER.pack(self._number(value)))
        if depth >= MAX_DEPTH:
            msg = f"a value nested more than {MAX_DEPTH} levels deep"
            raise NotEncodable(msg)
        if kind is tuple:
            items = [self.pack(item, depth + 1) for item in value]
            return msgspec.msgpack.Ext(TUPLE, _encoder.encode(items))
        if kind is list:
            self.containers.append(value)
            return [self.pack(item, depth + 1) for item in value]
        if kind is dict:
            self.containers.append(value)
            return {
                _pack_key(key): self.pack(item, depth + 1)
                for key, item in value.items()
            }
        return self._pack_mark(value)

    def _pack_mark(self, value: Value) -> Value:  # noqa: C901, PLR0911 - one per mark
        kind = type(value)
        if kind is complex:
            data = COMPLEX_PARTS.pack(value.real, value.imag)
            return msgspec.msgpack.Ext(COMPLEX, data)
        if kind is Seed:
            return msgspec.msgpack.Ext(SEED, NUMBER.pack(value.number))
        if kind is Ref:
            data = NUMBER.pack(value.number) + value.name.encode(errors="replace")[:100]
            return msgspec.msgpack.Ext(HANDLE, data)
        if kind is CallbackRef:
            return msgspec.msgpack.Ext(CALLBACK, NUMBER.pack(value.number))
        if kind is Given:
            return msgspec.msgpack.Ext(GIVEN, NUMBER.pack(value.number))
        if kind is slice:
            parts = [self.pack(p) for p in (value.start, value.stop, value.step)]
            return msgspec.msgpack.Ext(SLICE, _encoder.encode(parts))
        if value is Ellipsis:
            return msgspec.msgpack.Ext(ELLIPSIS, b"")
        if isinstance(value, np.dtype) and value in _DTYPE_NUMBERS:
            return msgspec.msgpack.Ext(DTYPE, bytes((_DTYPE_NUMBERS[value],)))
        return self._other(value)

    def _number(self, value: Array | np.generic) -> int:
        number = self._numbers.get(id(value))
        if number is not None:
            return number
        dtype = _DTYPE_NUMBERS.get(value.dtype)
        if dtype is None:
            msg = f"an array of dtype {value.dtype}"
            raise NotEncodable(msg)
        if len(self.arrays) >= MAX_ARRAYS:
            msg = f"more than {MAX_ARRAYS} arrays"
            raise NotEncodable(msg)
        scalar = isinstance(value, np.generic)
        number = len(self.arrays)
        array = np.asarray(value)
        self.arrays.append(array)
        frozen = not array.flags.writeable
        self.headers.append(ArrayHeader(dtype, array.shape, scalar, frozen))
        if not scalar:
            self._numbers[id(value)] = number
        return number


def _pack_integer(value: int) -> Value:
    if -(1 << 63) <= value < (1 << 63):
        return value
    size = (value.bit_length() + 8) // 8
    if size > MAX_INTEGER_BYTES:
        msg = f"an integer of {size} bytes"
        raise NotEncodable(msg)
    return msgspec.msgpack.Ext(INTEGER, value.to_bytes(size, "little", signed=True))


def _pack_key(key: Value) -> str | int:
    if type(key) is str or type(key) is int:
        return key
    if isinstance(key, str):  # np.str_, a member of a StrEnum
        return str.__str__(key)
    msg = f"a dict with a key of type {type(key).__name__}"
    raise NotEncodable(msg)


def frame(
    envelope: RequestEnvelope | ReplyEnvelope, arrays: list[Array], call: int
) -> list[memoryview]:
    """Return the buffers of one frame, ready for `send_some`."""
    header = _encoder.encode(envelope)
    buffers = [
        np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        for array in arrays
        if array.nbytes
    ]
    payload = sum(buffer.nbytes for buffer in buffers)
    if len(header) > MAX_HEADER or payload > MAX_PAYLOAD:
        msg = f"a value of {len(header) + payload} bytes"
        raise NotEncodable(msg)
    prefix = PREFIX.pack(MAGIC, len(header), payload, call)
    return [memoryview(prefix + header), *buffers]


def send_some(sock: socket.socket, buffers: list[memoryview]) -> int:
    """Send what the socket takes of the first buffers; return how many bytes.

    Args:
        sock: the socket.
        buffers: what is still to be sent.
    """
    if hasattr(sock, "sendmsg"):
        return sock.sendmsg(buffers[:_AT_ONCE])
    return sock.send(buffers[0])  # Windows


def sizes(prefix: bytes, call: int | None) -> tuple[int, int, int]:
    """Return (header bytes, payload bytes, call number) that a prefix claims.

    Raises:
        Malformed: wrong magic, another call's number, or a size over the limit.
    """
    magic, header, payload, number = PREFIX.unpack(prefix)
    if magic != MAGIC:
        msg = "a frame with the wrong first bytes"
        raise Malformed(msg)
    if call is not None and number != call:
        msg = f"a reply to call {number} in place of {call}"
        raise Malformed(msg)
    if header > MAX_HEADER or payload > MAX_PAYLOAD:
        msg = f"a frame that claims {header} + {payload} bytes"
        raise Malformed(msg)
    return header, payload, number
