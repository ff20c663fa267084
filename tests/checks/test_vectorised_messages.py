"""vectorised: every kind of message, in full."""

import numpy as np
import pytest

from grader.checks import Work
from grader.checks.vectorised import HUGE, LARGE, SMALL
from grader.errors import CheckFailed, Finding
from grader.sandbox import fresh
from grader.sandbox.messages import Value
from tests.checks.looping.layers import LAYERS
from tests.checks.looping.loops import HEADER, LOOPS
from tests.checks.looping.works import failure, of
from tests.sandbox.threads import Local

ADVICE = "Let NumPy do all of N in one call."


def number_in(found: CheckFailed, least: float, most: float) -> str:
    """Return the number in a message: it depends on the version of Python."""
    number = str(found).partition(" costs ")[2].partition(" ")[0]
    assert least <= float(number) <= most
    return number


def steps_claimed(
    monkeypatch: pytest.MonkeyPatch, line: int, lines: Value, more: int = 560
) -> None:
    """Let the worker claim that a line runs some steps more at 64, and on and on."""
    rest: Value = ([], (0, 0), [], False)
    beyond = more + more * (HUGE - LARGE) // (LARGE - SMALL)
    trials = [([], *rest), ([(line, more)], *rest), ([(line, beyond)], *rest)]
    claims = {2: trials[:2], 1: trials[2:]}
    monkeypatch.setattr(
        fresh, "count", lambda asked, *_: (claims[len(asked.trials)], lines, 0.0)
    )


def test_a_loop_in_python_is_worded(local: Local) -> None:
    """What it costs, where it is, and what to do."""
    found = failure(of(local(HEADER + LOOPS["while_rows"]).while_rows, "N D"), N=5, D=4)

    cause = (
        "Your code loops over N in Python: each 1 added to N costs "
        f"{number_in(found, 10, 30)} more steps of Python, see line 14."
    )
    assert str(found) == (f"{cause}\n\n    14 | while i < len(x):\n\n{ADVICE}")
    assert (Finding("loops:N", cause),) == found.findings


@pytest.mark.parametrize(
    ("name", "told", "advice"),
    [
        (
            "N and D",
            "loops over N or D in Python: each 1 added to both costs",
            "Let NumPy do all of it in one call.",
        ),
        (
            "N, C and F",
            "loops over N, C or F in Python: each 1 added to all of them costs",
            "Let NumPy do all of it in one call.",
        ),
        (
            "classes",
            "loops over classes in Python: each 1 added to the number of classes costs",
            "Let NumPy do all classes in one call.",
        ),
        (
            "height",
            "loops over height in Python: each 1 added to height costs",
            "Let NumPy do all of height in one call.",
        ),
    ],
)
def test_sizes_that_grow_together_are_not_all_looped_over(
    local: Local, name: str, told: str, advice: str
) -> None:
    """Of a name in words the number grows."""
    function = local(HEADER + LOOPS["while_rows"]).while_rows

    def build(sizes: dict[str, int]) -> Work:
        return Work(function, (np.ones((sizes[name], 4)),))

    found = failure(build, **{name: 5})

    assert told in str(found)
    assert advice == str(found).rpartition("\n\n")[2]


def test_a_hidden_loop_of_python_is_worded(local: Local) -> None:
    """The call is named, not the function that it calls."""
    source = HEADER + LOOPS["apply_along_axis"]
    found = failure(of(local(source).apply_along_axis, "N D"), N=5, D=4)

    assert str(found) == (
        "Your code loops over N in Python: each 1 added to N costs "
        f"{number_in(found, 10, 30)} more steps of Python, see line 13.\n\n"
        "    13 | return np.apply_along_axis(softmax, 1, x)\n\n"
        "np.apply_along_axis goes through entries one by one, as a loop does. "
        "Let NumPy do all of N in one call."
    )


def test_a_loop_in_c_is_worded(local: Local) -> None:
    """No step of Python is run, so operations are counted."""
    found = failure(
        of(local(HEADER + LOOPS["builtin_sum"]).builtin_sum, "N D"), N=5, D=4
    )

    assert str(found) == (
        "Your code takes its arrays apart along N: each 1 added to N costs 2 more "
        "operations on parts of them, see line 13.\n\n"
        "    13 | return sum(x)\n\n"
        "The built-in sum goes through entries one by one, as a loop does. "
        "Let NumPy do all of N in one call."
    )


def test_a_loop_without_a_name_is_worded(local: Local) -> None:
    """The line is known from the arrays that were looked at there."""
    found = failure(of(local(HEADER + LOOPS["map_of_c"]).map_of_c, "N D"), N=5, D=4)

    assert str(found) == (
        "Your code takes its arrays apart along N: each 1 added to N costs 1 more "
        "operation on parts of them, see line 13.\n\n"
        "    13 | return np.array(list(map(math.exp, x[:, 0])))\n\n"
        f"{ADVICE}"
    )


def test_an_array_of_objects_is_worded(local: Local) -> None:
    """NumPy calls a function of C on its entries, each an operation of its own."""
    source = HEADER + LOOPS["vectorize_c"]
    found = failure(of(local(source).vectorize_c, "N D"), N=5, D=4)

    assert str(found) == (
        "Your code takes its arrays apart along N: each 1 added to N costs 8 more "
        "operations on parts of them, see line 13.\n\n"
        "    13 | return np.vectorize(math.exp, otypes=[float])(x)\n\n"
        f"np.vectorize goes through entries one by one, as a loop does. {ADVICE}"
    )


def test_objects_one_by_one_are_worded(local: Local) -> None:
    """A view of the memory is no array: only the floats are seen."""
    source = HEADER + LOOPS["memoryview_loop"]
    found = failure(of(local(source).memoryview_loop, "N D"), N=5, D=4)

    assert str(found) == (
        "Your code makes Python objects one by one along N: each 1 added to N costs "
        f"{number_in(found, 0.9, 1.1)} more of them, see line 13.\n\n"
        "    13 | return math.fsum(memoryview(np.ascontiguousarray(x[:,\n"
        "       |     0])).tolist())\n\n"
        f"tolist goes through entries one by one, as a loop does. {ADVICE}"
    )


def test_two_calls_in_a_line_are_both_named(local: Local) -> None:
    """In the order of the alphabet."""
    source = HEADER + "def two(x):\n    return sum(map(math.exp, x[:, 0].tolist()))\n"
    found = failure(of(local(source).two, "N D"), N=5, D=4)

    assert str(found) == (
        "Your code takes its arrays apart along N: each 1 added to N costs 1 more "
        "operation on parts of them, see line 12.\n\n"
        "    12 | return sum(map(math.exp, x[:, 0].tolist()))\n\n"
        "The built-in sum and tolist go through entries one by one, as a loop does. "
        f"{ADVICE}"
    )


def test_only_calls_of_the_line_are_named(local: Local) -> None:
    """The built-in max of a shape is no loop over data."""
    source = HEADER + "def two(x):\n    n = max(x.shape)\n    return sum(x) / n\n"
    found = failure(of(local(source).two, "N D"), N=5, D=4)

    assert str(found).endswith(
        "    13 | return sum(x) / n\n\n"
        f"The built-in sum goes through entries one by one, as a loop does. {ADVICE}"
    )


def test_a_call_over_what_a_loop_made_is_not_named(local: Local) -> None:
    """The loop is at fault, and not the built-in sum."""
    source = HEADER + "def one(x):\n    return sum([float(v) for v in x[:, 0]])\n"
    found = failure(of(local(source).one, "N D"), N=5, D=4)

    shown = "    12 | return sum([float(v) for v in x[:, 0]])"
    assert str(found).endswith(f"see line 12.\n\n{shown}\n\n{ADVICE}")


@pytest.mark.parametrize("text", ["", "   "], ids=["empty", "blank"])
def test_a_line_that_is_not_known_is_not_named(
    local: Local, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Such as that of code which the submission made itself."""
    steps_claimed(monkeypatch, 0, [(0, text)])
    found = failure(of(local(LAYERS).exact, "N"), N=5)

    cause = (
        "Your code loops over N in Python: each 1 added to N costs 10 more steps of "
        "Python."
    )
    assert f"{cause}\n\n{ADVICE}" == str(found)
    assert (Finding("loops:N", cause),) == found.findings


def test_a_line_is_shown_without_what_a_terminal_obeys(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text is a claim of the worker's."""
    steps_claimed(monkeypatch, 7, [(7, "for n in x:\x1b[2J")])
    found = failure(of(local(LAYERS).exact, "N"), N=5)

    assert "\n\n    7 | for n in x: [2J\n\n" in str(found)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (56, "costs 1 more step of Python"),
        (63, "costs 1.12 more steps of Python"),
        (55_939, "costs 999 more steps of Python"),
        (55_972, "costs 1000 more steps of Python"),
        (80_640, "costs 1440 more steps of Python"),
        (56_000_000, "costs 1000000 more steps of Python"),
    ],
)
def test_a_slope_is_a_number_to_read(
    local: Local, monkeypatch: pytest.MonkeyPatch, more: int, words: str
) -> None:
    """One is no plural, and thousands have neither fraction nor exponent."""
    steps_claimed(monkeypatch, 0, [], more)

    found = failure(of(local(LAYERS).exact, "N"), N=5)

    assert (
        f"Your code loops over N in Python: each 1 added to N {words}.\n\n{ADVICE}"
    ) == str(found)


def test_a_long_line_is_told_up_to_the_loop_at_its_end(local: Local) -> None:
    """A comprehension ends with its `for`; what is too long goes on below."""
    line = f"return np.stack([sum(row{' * 1' * 20}) for row in x])"
    first, rest = line[:66], line[67:]
    found = failure(
        of(local(f"{HEADER}def long(x):\n    {line}\n").long, "N D"), N=5, D=4
    )

    shown = f"    12 | {first}\n       |     {rest}"
    assert shown == str(found).split("\n\n")[1]
