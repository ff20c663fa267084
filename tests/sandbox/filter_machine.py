"""Runs a seccomp filter on made-up system calls, also one for another processor."""

import struct
from typing import NamedTuple

ALLOW, REFUSE = 0x7FFF0000, 0x00050000
LOAD, EQUAL, AT_LEAST, ABOVE = 0x20, 0x15, 0x35, 0x25
AND, SKIP, RETURN = 0x54, 0x05, 0x06


class SystemCall(NamedTuple):
    """What the kernel shows to a filter."""

    architecture: int
    number: int
    arguments: tuple[int, ...] = ()

    def words(self) -> tuple[int, ...]:
        """Return its bytes as the 32-bit words that a filter can load."""
        arguments = (*self.arguments, *[0] * (6 - len(self.arguments)))
        data = struct.pack("<IIQ6Q", self.number, self.architecture, 0, *arguments)
        return struct.unpack("<16I", data)


def answer(program: bytes, call: SystemCall) -> int | None:
    """Return the errno that `call` ends with, None where it is let through."""
    action = _run(list(struct.iter_unpack("<HBBI", program)), call.words())
    if action == ALLOW:
        return None
    if action & ~0xFFFF != REFUSE:
        msg = f"expected an errno, found action {action:#x}"
        raise ValueError(msg)
    return action & 0xFFFF


def _run(instructions: list[tuple[int, int, int, int]], words: tuple[int, ...]) -> int:
    value = place = 0
    while True:
        operation, if_true, if_false, operand = instructions[place]
        place += 1
        match operation:
            case _ if operation == LOAD:
                value = words[operand // 4]
            case _ if operation == AND:
                value &= operand
            case _ if operation == SKIP:
                place += operand
            case _ if operation == RETURN:
                return operand
            case _:
                is_true = {
                    EQUAL: value == operand,
                    AT_LEAST: value >= operand,
                    ABOVE: value > operand,
                }[operation]
                place += if_true if is_true else if_false
