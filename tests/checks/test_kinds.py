"""What a result is, whatever its numbers are: what each check says."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import (
    answers_as,
    are_among,
    has_dtype,
    has_integers,
    has_length,
    has_shape,
    holds_beside,
    in_this_order,
    is_kind,
    is_made_with,
)
from tests.checks.causes import failure

FANS = np.array([3.0, 5.0])


@pytest.mark.parametrize(
    ("check", "must", "code", "said"),
    [
        (
            lambda: is_kind([3, 5], "tuple", "what fan gives"),
            "what fan gives must be a tuple, found a list",
            "kind:list",
            (
                "What fan gives is a list and must be a tuple: `return a, b` makes a "
                "tuple, and square brackets make a list."
            ),
        ),
        (
            lambda: is_kind(3.0, "int", "each fan"),
            "each fan must be an int, found a float",
            "kind:float",
            (
                "Each fan is a float and must be an int: int(value) makes one, and "
                "math.prod and // keep whole numbers whole."
            ),
        ),
        (
            lambda: is_kind(FANS, "list", "the outputs"),
            "the outputs must be a list, found an array (2,) of float64",
            "kind:ndarray",
            (
                "The outputs is an array (2,) of float64 and must be a list: make one"
                " with square brackets, and append to it."
            ),
        ),
        (
            lambda: is_kind((1, 2), "dict", "what comes back"),
            "what comes back must be a dict, found a tuple",
            "kind:tuple",
            (
                "What comes back is a tuple and must be a dict: make one with braces,"
                " a key before each colon."
            ),
        ),
        (
            lambda: is_kind(FANS, "float", "the loss"),
            "the loss must be a float, found an array (2,) of float64",
            "kind:ndarray",
            (
                "The loss is an array (2,) of float64 and must be a float: "
                "float(value) makes one of an array of a single entry."
            ),
        ),
        (
            lambda: is_kind(1, "bool", "the answer"),
            "the answer must be a bool, found an int",
            "kind:int",
            (
                "The answer is an int and must be a bool: bool(value) makes one of a "
                "comparison."
            ),
        ),
        (
            lambda: is_kind(None, "float", "the loss"),
            "the loss must be a float, found None",
            "not-returned",
            "The loss is None: is a return missing, or a value never set?",
        ),
        (
            lambda: is_kind(np.float64(1), "float", "the loss", exactly=True),
            "the loss must be a float, found a float64",
            "kind:float64",
            (
                "The loss is a float64 and must be a float: float(value) makes one of"
                " an array of a single entry."
            ),
        ),
        (
            lambda: has_dtype(FANS.astype("float32"), "float64", "the weights"),
            "the weights must have dtype float64, found float32",
            "wrong-dtype:float32",
            (
                "It is float32 and must be float64: a dtype= or .astype asks "
                "for float32, it is made like an array of float32, as zeros_like "
                "does, or NumPy makes it of whole numbers of few bytes, such as "
                "int16: begin with 1.0 * x."
            ),
        ),
        (
            lambda: has_dtype([1.0], "float64", "the weights"),
            "the weights must be an array of float64, found a list",
            "not-an-array",
            "The weights must be a NumPy array: look at the line that makes it.",
        ),
        (
            lambda: has_dtype(None, "float64", "the weights"),
            "the weights must be an array of float64, found None",
            "not-an-array",
            "The weights must be a NumPy array: look at the line that makes it.",
        ),
        (
            lambda: has_integers(FANS, "what step gives"),
            "what step gives must hold integers, found float64",
            "kind:float64",
            (
                "What step gives holds float64 and must hold integers: a comparison "
                "gives False and True, and a float times anything is a float."
            ),
        ),
        (
            lambda: has_integers("1", "what step gives"),
            "what step gives must hold integers, found a str",
            "kind:a str",
            (
                "What step gives holds a str and must hold integers: a comparison "
                "gives False and True, and a float times anything is a float."
            ),
        ),
        (
            lambda: has_shape(np.ones((2, 6)), (2, 3, 2), "a part of x"),
            "a part of x must have shape (2, 3, 2), found (2, 6)",
            "shape:not-brought-back",
            (
                "It has as many entries as it must, with 2 axes in place of 3: the "
                "way back into that shape is missing at the end. Where axes were "
                "moved before a reshape, go back in the opposite order."
            ),
        ),
        (
            lambda: is_made_with("tuple", "Trial", "each trial"),
            "each trial must be a Trial, found a tuple",
            "kind:tuple",
            "Each trial is a tuple and must be a Trial: make it with Trial(...).",
        ),
        (
            lambda: has_length([1, 2, 3], 2, "the list of outputs"),
            "the list of outputs must have 2 entries, found 3",
            "length:1 more",
            (
                "There is one entry too many: is there one from before the first turn"
                " of the loop, or one turn too many?"
            ),
        ),
        (
            lambda: has_length(3.0, 2, "the list of outputs"),
            "the list of outputs must be a list, found a float",
            "kind:no list",
            (
                "the list of outputs is a float and must be a list: look at the line "
                "that makes it."
            ),
        ),
        (
            lambda: in_this_order(["t", "x"], ["x", "t"]),
            "the order must be x, t, found t, x.",
            "results:order:t,x",
            "They come in the order t, x, and must come in the order x, t.",
        ),
        (
            lambda: are_among(np.array([0, 2]), [0, 1], "what OR gives"),
            "what OR gives must be 0 and 1, found 2",
            "values:others",
            (
                "Other numbers than 0 and 1 come out, such as 2: it is a question that "
                "must be answered, not a sum that is passed on."
            ),
        ),
        (
            lambda: answers_as(np.array([0, 1, 1, 0]), (0, 1, 1, 1), "OR"),
            "OR must answer 0, 1, 1, 1 at the corners, found 0, 1, 1, 0.",
            "table:0110",
            "At (0, 0), (0, 1), (1, 0), (1, 1) it answers 0, 1, 1, 0: that is XOR.",
        ),
        (
            lambda: holds_beside([0, 1, 0], [0, 1, 1], "OR"),
            "OR must answer beside a point as at it, found otherwise 1 of 3 times.",
            "noise:beside",
            (
                "It is right at exact inputs and wrong a little beside them: compare "
                "with a limit in the middle, and not with the exact numbers."
            ),
        ),
    ],
)
def test_what_a_result_is_in_place_of_what_it_must_be_is_told(
    check: Callable[[], object], must: str, code: str, said: str
) -> None:
    """And what makes it right."""
    measured, causes = failure(check)

    assert (must, (code, said)) == (measured, causes[0])


@pytest.mark.parametrize(
    ("check", "must"),
    [
        (
            lambda: in_this_order(["t", "t"], ["x", "t"]),
            "the order must be x, t, found t, t.",
        ),
        (
            lambda: are_among("1", [0, 1], "what OR gives"),
            "what OR gives must be numbers, found a str",
        ),
        (
            lambda: answers_as(np.array([0, 1]), (0, 1, 1, 1), "OR"),
            "OR must answer 0, 1, 1, 1 at the corners, found 0, 1.",
        ),
    ],
)
def test_what_has_no_cause_gets_none(check: Callable[[], object], must: str) -> None:
    """It is told what was measured."""
    assert (must, []) == failure(check)


def test_right_results_pass() -> None:
    """NumPy's numbers serve as Python's, unless they must be Python's."""
    is_kind((3, 5), "tuple", "the fans")
    is_kind(np.int64(3), "int", "a fan")
    is_kind(3, "int", "a fan", exactly=True)
    is_kind(np.bool_(True), "bool", "the answer")  # noqa: FBT003 - a value
    is_kind(np.float64(1.0), "float", "the loss")
    has_dtype(FANS, "float64", "the fans")
    has_integers(np.array([1, 0]), "the answers")
    has_shape(FANS, (2,), "the fans")
    is_made_with("Trial", "Trial", "each trial")
    in_this_order(["x", "t"], ["x", "t"])
    are_among(np.array([1, 0]), [0, 1], "the answers")
    answers_as(np.array([0, 1, 1, 1]), (0, 1, 1, 1), "OR")
    holds_beside([0, 1], [0, 1], "OR")


def test_a_bool_is_no_number() -> None:
    """Though Python takes it for one."""
    must, _ = failure(lambda: is_kind(bool(1), "int", "a fan"))

    assert must == "a fan must be an int, found a bool"


def test_entries_are_handed_on() -> None:
    """Of a list, a tuple or an array."""
    assert [[1, 2], [1, 2], [3.0, 5.0]] == [
        list(has_length(each, 2, "the list")) for each in ([1, 2], (1, 2), FANS)
    ]
