"""Calls of the turns of a loop: what the check says."""

import pytest

from grader.checks import calls_in_turn
from tests.checks.causes import failure

TURN = ("forward(x)", "backward(dout)", "update()")


@pytest.mark.parametrize(
    ("calls", "code", "said"),
    [
        (
            ["forward(x)", "update()"] * 3,
            "missing:backward(dout)",
            "`backward(dout)` is never called.",
        ),
        (
            ["forward(x)", "backward(loss)", "update()"] * 3,
            "other:backward(dout)",
            (
                "`backward` is called, but not as `backward(dout)`: found "
                "`backward(loss)`."
            ),
        ),
        (
            [*TURN, "reset()"] * 3,
            "extra:reset()",
            "`reset()` must not be called.",
        ),
        (
            ["forward(x)", "backward(dout)"] * 2 + list(TURN),
            "rare:update()",
            (
                "`update()` is called in some turns only: it belongs inside of the "
                "innermost loop."
            ),
        ),
        (
            [*TURN, "update()"] * 3,
            "often:update()",
            "`update()` is called more than once in a turn.",
        ),
        (list(TURN) * 2, "too few", "There are too few turns of the loop."),
        (
            list(TURN) * 6,
            "2 times:forward(x)",
            "`forward(x)` is called 2 times as often as there are turns.",
        ),
        (list(TURN) * 4, "too many", "There are too many turns of the loop."),
        (
            ["forward(x)", "update()", "backward(dout)"] * 3,
            "order:backward(dout):update()",
            "`update()` is called before `backward(dout)`, and needs what that does.",
        ),
        (
            [*TURN, *["forward(x)"] * 2, *["backward(dout)"] * 2, *["update()"] * 2],
            "order",
            "The calls come in another order than they must.",
        ),
    ],
)
def test_what_is_wrong_with_calls_is_told(
    calls: list[str], code: str, said: str
) -> None:
    """Each turn makes the same calls, in their order."""
    _, causes = failure(lambda: calls_in_turn(calls, TURN, 3))

    assert (f"calls:{code}", said) == causes[0]


def test_the_first_wrong_call_is_shown() -> None:
    """Or that one is missing at the end, or comes after it."""
    short, _ = failure(lambda: calls_in_turn(TURN[:2], TURN, 1))
    long, _ = failure(lambda: calls_in_turn([*TURN, "update()"], TURN, 1))

    assert short == "call 3 must be update(), found no call."
    assert long == "call 4 must be no call, found update()."


def test_right_calls_pass() -> None:
    """As often as there are turns."""
    calls_in_turn(list(TURN) * 3, TURN, 3)
