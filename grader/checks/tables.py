"""Checks of answers: gates by their truth table, and answers beside exact inputs."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.errors import BadOutput, CheckFailed, Finding
from grader.sandbox.messages import Value

TABLES: Mapping[tuple[int, ...], str] = {  # at (0, 0), (0, 1), (1, 0), (1, 1)
    (0, 0, 0, 0): "a gate that is never 1",
    (0, 0, 0, 1): "AND",
    (0, 0, 1, 0): "the first input, but not the second",
    (0, 0, 1, 1): "the first input alone",
    (0, 1, 0, 0): "the second input, but not the first",
    (0, 1, 0, 1): "the second input alone",
    (0, 1, 1, 0): "XOR",
    (0, 1, 1, 1): "OR",
    (1, 0, 0, 0): "NOR",
    (1, 0, 0, 1): "XNOR",
    (1, 0, 1, 0): "the opposite of the second input",
    (1, 0, 1, 1): "OR with the second input turned",
    (1, 1, 0, 0): "the opposite of the first input",
    (1, 1, 0, 1): "OR with the first input turned",
    (1, 1, 1, 0): "NAND",
    (1, 1, 1, 1): "a gate that is never 0",
}


def answers_as(found: Value, right: Sequence[int], name: str) -> None:
    """Check the answers of a gate of two inputs at the four corners.

    Args:
        found: its answers at (0, 0), (0, 1), (1, 0) and (1, 1).
        right: what they must be.
        name: what the gate is called in the message.

    Raises:
        BadOutput: they are no four numbers.
        CheckFailed: they are others; the message says of which gate.
    """
    are_among(found, [0, 1], f"what {name} gives")
    answers = tuple(int(each) for each in np.ravel(np.asarray(found)))
    if answers == tuple(right):
        return
    msg = f"{name} must answer {_listed(right)} at the corners, found "
    msg += f"{_listed(answers)}."
    findings: tuple[Finding, ...] = ()
    if answers in TABLES:
        said = f"At (0, 0), (0, 1), (1, 0), (1, 1) it answers {_listed(answers)}: that "
        said += f"is {TABLES[answers]}."
        findings = (Finding(f"table:{''.join(map(str, answers))}", said),)
    raise CheckFailed(msg, findings)


def _listed(answers: Sequence[int]) -> str:
    return ", ".join(map(str, answers))


def are_among(found: Value, allowed: Collection[float], name: str) -> None:
    """Check that no other numbers come out than these.

    Raises:
        BadOutput: others do, or no numbers.
    """
    is_real = isinstance(found, (np.ndarray, np.generic, int, float))
    if not is_real or np.asarray(found).dtype.kind not in "fiub":
        msg = f"{name} must be numbers, found {text.kind(found)}"
        raise BadOutput(msg, (), name)
    others = np.setdiff1d(np.asarray(found, np.float64), list(allowed))
    if others.size:
        only = " and ".join(f"{each:g}" for each in allowed)
        msg = f"{name} must be {only}, found {others[0]:g}"
        said = f"Other numbers than {only} come out, such as {others[0]:.3g}: it is a "
        said += "question that must be answered, not a sum that is passed on."
        raise BadOutput(msg, (Finding("values:others", said),), name)


def holds_beside(found: ArrayLike, at: ArrayLike, name: str) -> None:
    """Check that an answer a little beside a point is that at the point itself.

    Args:
        found: the answers beside it.
        at: the submission's own answers there, one for each.
        name: what answers, for the message.

    Raises:
        CheckFailed: some answers are others.
    """
    wrong = int(np.sum(np.asarray(found) != np.asarray(at)))
    if wrong:
        share = f"{wrong} of {np.size(np.asarray(found))} times"
        msg = f"{name} must answer beside a point as at it, found otherwise {share}."
        said = "It is right at exact inputs and wrong a little beside them: compare "
        said += "with a limit in the middle, and not with the exact numbers."
        raise CheckFailed(msg, (Finding("noise:beside", said),))
