"""The judge's end of the channel, against a peer that says what it likes."""

import numpy as np
import pytest

from grader.checks import live, same
from grader.errors import (
    BadOutput,
    CallTimeout,
    CourseError,
    ProtocolViolation,
    StudentError,
    WorkerCrashed,
)
from grader.sandbox import wire
from grader.sandbox.messages import Asked, Given, Ref, Reply, Returned
from grader.sandbox.recipes import Point, evaluate, passes
from tests.sandbox.peers import Play, play, replied

__all__ = ["play"]

ONLY = "; only the return value of a function may reach the grader"
FUNCTION = Returned(Ref(1, "function"))
LAYER = Returned(Ref(2, "Layer"))
X = np.ones((2, 3))
POINT = Point("forward", (X,), {}, {"dx": X}, {"dx": 0})


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        (None, WorkerCrashed, "it hung up"),
        (b"DL", CallTimeout, "it did not finish within 0.5 s"),
        (
            wire.PREFIX.pack(wire.MAGIC, 9, 0, 3) + b"\x92",
            CallTimeout,
            "it did not finish within 0.5 s",
        ),
        (
            replied(Returned(1)) + b"\x92",
            ProtocolViolation,
            f"more bytes than a reply has came{ONLY}",
        ),
        (
            wire.PREFIX.pack(wire.MAGIC, 1, 0, 3) + b"\x92",
            ProtocolViolation,
            f"a header that cannot be read (DecodeError) came{ONLY}",
        ),
        (
            Asked(0, [], {}),
            ProtocolViolation,
            f"a call of function 0, which was not passed came{ONLY}",
        ),
    ],
    ids=["hang-up", "part-of-prefix", "part", "surplus", "garbage", "asked"],
)
def test_what_is_no_reply_ends_the_conversation(
    play: Play, line: Reply | bytes | None, kind: type[StudentError], text: str
) -> None:
    """In the error that says how."""
    student = play(FUNCTION, line)

    with pytest.raises(kind) as caught:
        student.f()

    assert text == str(caught.value)


def test_a_peer_that_hangs_up_in_the_middle_has_crashed(play: Play) -> None:
    """Half a frame is no value."""
    student = play(FUNCTION, wire.PREFIX.pack(wire.MAGIC, 9, 0, 3) + b"\x92", None)

    with pytest.raises(WorkerCrashed):
        student.f()


def test_a_large_reply_arrives_in_pieces(play: Play) -> None:
    """A megabyte is more than one read."""
    large = np.arange(2.0**17)

    came = play(FUNCTION, Returned(large)).f()

    assert large.tobytes() == came.tobytes()


def test_a_large_request_leaves_in_pieces(play: Play) -> None:
    """More arrays than one call of sendmsg takes, more bytes than a buffer."""
    arrays = [np.full(2**12, float(i)) for i in range(100)]

    assert 1 == play(FUNCTION, Returned(1)).f(arrays)


def test_a_value_larger_than_a_frame_is_the_suites_mistake(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be seen before anything is sent."""
    student = play(FUNCTION)
    student.f  # noqa: B018 - asks whether it can be called
    monkeypatch.setattr(wire, "MAX_PAYLOAD", 100)

    with pytest.raises(CourseError) as caught:
        student.f(np.zeros(100))

    text = str(caught.value)
    assert text.startswith("a suite passed a value of ")
    assert text.endswith(" bytes to a submission, more than a frame holds.")


def test_a_request_to_a_worker_that_ended_is_not_sent(play: Play) -> None:
    """An object went with its process."""
    student = play(FUNCTION, LAYER, None)
    layer = student.Layer()
    with pytest.raises(WorkerCrashed):
        layer()

    with pytest.raises(WorkerCrashed) as caught:
        layer()

    assert "the process that ran this code has already ended" == str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        Returned(1, arrays=[(5, np.zeros(3))]),
        Returned(1, arrays=[(0, 5)]),
        Returned(1, containers=[(5, [])]),
        Returned(1, containers=[(0, 3)]),
        Returned(1, containers=[(0, [Given(9)])]),
    ],
    ids=["array", "no-array", "container", "no-container", "given"],
)
def test_changes_of_what_was_not_passed_are_refused(play: Play, line: Reply) -> None:
    """A worker of ours never says so."""
    with pytest.raises(ProtocolViolation) as caught:
        play(FUNCTION, line).f([np.zeros(3)])

    assert f"a reply named an argument that was not passed{ONLY}" == str(caught.value)


def test_changes_of_a_read_only_array_are_refused(play: Play) -> None:
    """The worker's copy was read-only as well."""
    frozen = np.zeros(3)
    frozen.flags.writeable = False

    with pytest.raises(BadOutput) as caught:
        play(FUNCTION, Returned(1, arrays=[(0, np.ones(3))])).f(frozen)

    assert str(caught.value) == (
        "expected an argument of shape (3,) to keep its shape and stay as read-only "
        "as it was, found shape (3,) after the call"
    )


def test_an_object_that_is_none_is_refused(play: Play) -> None:
    """A handle stands for something in the worker."""
    with pytest.raises(ProtocolViolation) as caught:
        live(play(Returned(5)), "W")

    assert f"a reply named no object{ONLY}" == str(caught.value)


def test_items_that_are_no_list_are_refused(play: Play) -> None:
    """A loop over them would be the grader's fault."""
    student = play(FUNCTION, LAYER, Returned(Ref(3, "generator")), Returned(7))

    with pytest.raises(ProtocolViolation) as caught:
        list(student.Layer())

    assert f"a reply to a loop was no list of items{ONLY}" == str(caught.value)


def test_only_true_says_that_two_are_the_same(play: Play) -> None:
    """Anything else is no."""
    student = play(FUNCTION, LAYER, Returned(1))
    layer = student.Layer()

    assert not same(layer, layer)


@pytest.mark.parametrize(
    "rows",
    [
        7,
        np.zeros(2),
        np.zeros((3, 2)),
        np.zeros((2, 2), complex),
        np.zeros((2, 2), bool),
    ],
    ids=["number", "vector", "count", "complex", "bool"],
)
def test_rows_of_another_form_are_refused(play: Play, rows: object) -> None:
    """The judge computes with them."""
    layer = play(FUNCTION, LAYER, Returned(rows)).Layer()

    with pytest.raises(ProtocolViolation) as caught:
        evaluate(layer, POINT, [{"dx": X}], [])

    assert str(caught.value) == (
        f"a reply to a batch of evaluations had the wrong form{ONLY}"
    )


@pytest.mark.parametrize("seen", [7, (1, 2)], ids=["number", "pair"])
def test_passes_of_another_form_are_refused(play: Play, seen: object) -> None:
    """Outputs, parameters, what backward gave, grads: four."""
    layer = play(FUNCTION, LAYER, Returned(seen)).Layer()

    with pytest.raises(ProtocolViolation) as caught:
        passes(layer, ((X,), {}), (X,))

    assert f"a reply to two passes had the wrong form{ONLY}" == str(caught.value)
