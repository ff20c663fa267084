"""Exceptions of NumPy code that students meet, as the installed NumPy words them."""

import pytest

from grader.errors import StudentException
from grader.judge.exceptions import explain_exception

CODE = """
import numpy as np

x = np.arange(6.0).reshape(2, 3)
whole = np.arange(3)
frozen = np.zeros(3)
frozen.flags.writeable = False


class Layer:
    def step(self, x):
        return self.step(x)


layer = Layer()
rng = np.random.default_rng(0)
"""


def raised(line: str) -> StudentException:
    """Return what a line of a student's raises, as it reaches the judge."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any kind is the point
        exec(CODE + line, {})  # noqa: S102 - lines of the table below
    kinds = tuple(kind.__name__ for kind in caught.type.__mro__)
    return StudentException(kinds[0], kinds, str(caught.value), 3, "a.py:3")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("x @ x", "matrices-do-not-fit"),
        ("x.dot(x)", "matrices-do-not-fit"),
        ("x + np.zeros(2)", "shapes-do-not-fit"),
        ("whole[:] = x", "shapes-do-not-fit"),
        ("frozen += 1", "writes-into-read-only"),
        ("if x: pass", "truth-of-an-array"),
        ("x.reshape(4, -1)", "reshape-does-not-fit"),
        ("whole -= 0.5", "fractions-into-integers"),
        ("a, b, c = x", "unpacks-another-number"),
        ("a, = x.shape", "unpacks-another-number"),
        ("np.concatenate([])", "nothing-in-it"),
        ("max([])", "nothing-in-it"),
        ("np.zeros(0).max()", "nothing-in-it"),
        ("x * None", "none-is-used"),
        ("layer.step()", "arguments-do-not-fit"),
        ("layer.step(x, train=True)", "arguments-do-not-fit"),
        ("float(x)", "array-for-a-number"),
        ("round(x)", "rounds-one-number"),
        ("None.x", "none-is-used"),
        ("layer.step(x, x=1)", "arguments-do-not-fit"),
        ("np.float", "not-in-the-module"),
        ("{}['b']", "no-such-key"),
        ("x[2]", "index-does-not-fit"),
        ("x[0, 0, 0]", "index-does-not-fit"),
        ("[0][2]", "list-is-shorter"),
        ("x ^ 2", "xor-for-a-power"),
        ("whole[: np.ceil(1.5)]", "fraction-for-a-count"),
        ("range(1.5)", "fraction-for-a-count"),
        ("0.5 ^ 2", "xor-for-a-power"),
        ("x.shape * 0.5", "several-for-a-number"),
        ("'a'[2]", "list-is-shorter"),
        ("()[1]", "list-is-shorter"),
        ("1 / 0", "division-by-zero"),
        ("{0: 1}[x]", "array-as-a-key"),
        ("{x}", "array-as-a-key"),
        ("rng.choice(2, p=[np.nan, 1.0])", "no-probabilities"),
        ("rng.choice(2, p=[0.5, 0.4])", "no-probabilities"),
        ("rng.uniform(0.0, np.inf)", "no-bounds"),
        ("layer.step(1.0)", "calls-itself"),
        ("layer(x)", "object-is-called"),
        ("np.stack([x, whole])", "stacks-other-shapes"),
        ("x(2)", "numbers-are-called"),
        ("two = 2; two(3)", "numbers-are-called"),
        ("empty = {}; empty(2)", "numbers-are-called"),
        ("layer.step.w", "not-called"),
        ("np.random.default_rng.random(2)", "not-called"),
    ],
)
def test_known_exceptions(line: str, code: str) -> None:
    """The wording is NumPy's, and may change with its version."""
    found = explain_exception(raised(line))

    assert [f"exception:{code}"] == [finding.code for finding in found]


def test_every_meaning_is_a_sentence_or_two() -> None:
    """A student reads it under the exception and its line."""
    found = explain_exception(raised("x @ x"))

    assert found[0].text == (
        "A matrix product needs as many columns on the left as there are rows on the "
        "right, or entries in a row of numbers; here they are 3 and 2. Print both "
        "shapes before that line: one array may need .T or a reshape, has another "
        "length than you meant, or must change places with the other, or another array "
        "belongs there. Entry by entry, * multiplies."
    )


@pytest.mark.parametrize("line", ["x @ x", "x + x.T", "x.reshape(5)", "1 / 0"])
def test_a_line_may_be_right_and_what_it_is_given_wrong(line: str) -> None:
    """A helper multiplies what the function that calls it has put together."""
    alone, same, called = (raised(line) for _ in range(3))
    same.callers = (same.line, 7)  # a comprehension's line is told once
    called.callers = (7,)

    left, alike, right = (
        explain_exception(each)[0].text for each in (alone, same, called)
    )
    assert left == alike

    assert right == (
        f"{left} If that line is right, look at what the line that it was reached from "
        "hands over."
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "a, b, c = x",
            (
                "On the left of that line stand more names, or fewer, than values come "
                "from the right. If it takes a shape apart, that has another number "
                "of axes here: use shape[0] and shape[1:], or should an earlier line "
                "have answered this case?"
            ),
        ),
        (
            "max([])",
            (
                "There is nothing to put together, or to take the largest of: the "
                "list or array in that line is empty. Think of what must come out "
                "then."
            ),
        ),
    ],
)
def test_what_is_wrong_with_a_number_of_things(line: str, said: str) -> None:
    """There are more than names for them, or none at all."""
    assert said == explain_exception(raised(line))[0].text


def test_a_product_without_numbers_is_told_without_them() -> None:
    """`dot` has words of its own."""
    found = explain_exception(raised("x.dot(x)"))

    assert found[0].text == (
        "A matrix product needs as many columns on the left as there are rows on the "
        "right. Print both shapes before that line: one array may need .T or a "
        "reshape, has another length than you meant, or must change places with the "
        "other, or another array belongs there. Entry by entry, * multiplies."
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            "x + np.zeros(4)",
            (
                "Two arrays that are combined entry by entry, or written one into the "
                "other, need the same shape, or 1 where they differ, counted from the "
                "right. Print both shapes before that line: an axis has another "
                "length, or another place, than you meant, or another array belongs "
                "there. Or does one entry, such as a[i, j], belong where a whole array "
                "stands?"
            ),
        ),
        (
            "if x: pass",
            (
                "An array of several entries is neither true nor false. Use "
                "xp.where or a "
                "mask in place of if, and `is None` to ask whether something was given."
            ),
        ),
        (
            "np.float",
            (
                "That module has nothing by that name: it is misspelled, or was "
                "taken out "
                "of newer versions. To choose a dtype, take that of the input, x.dtype."
            ),
        ),
    ],
    ids=["shapes", "if", "np.float"],
)
def test_advice_is_true_of_what_students_wrote(line: str, text: str) -> None:
    """Each of these once sent a student to a line that was right."""
    found = explain_exception(raised(line))

    assert [text] == [finding.text for finding in found]


def test_advice_for_a_file_without_xp_names_numpy() -> None:
    """Unit 1 has no xp yet: a student would look for it in vain."""
    found = explain_exception(raised("if x: pass"))

    assert [
        (
            "An array of several entries is neither true nor false. Use np.where or a "
            "mask in place of if, and `is None` to ask whether something was given."
        )
    ] == [finding.plain for finding in found]


def test_other_exceptions_are_not_explained() -> None:
    """A guess would be worse than the exception itself."""
    error = StudentException("ValueError", ("ValueError",), "no idea", 3, "a.py:3")

    assert explain_exception(error) == ()


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("PermissionError", "OSError"), "[Errno 13] Permission denied: '/tmp/a.txt'"),
        (("PermissionError", "OSError"), "[Errno 1] Operation not permitted"),
        (("FileNotFoundError", "OSError"), "[Errno 2] No such file or directory: 'a'"),
        (("OSError",), "[Errno 30] Read-only file system: '/a'"),
        (("gaierror", "OSError"), "[Errno -3] Temporary failure in name resolution"),
        (("gaierror", "OSError"), "[Errno -2] Name or service not known"),
        (
            ("URLError", "OSError"),
            "<urlopen error [Errno 101] Network is unreachable>",
        ),
    ],
)
def test_files_and_networks_are_out_of_reach(kinds: tuple[str, ...], said: str) -> None:
    """The walls refuse them, each in words of its own."""
    found = explain_exception(StudentException(kinds[0], kinds, said, 3, "a.py:3"))

    assert [f.text for f in found] == [
        (
            "While code is checked it can neither open files outside a folder of its "
            "own nor reach a network. Give it what it needs as arguments."
        )
    ]
