"""What a student reads of a hole: unwritten, left behind, or met by the import."""

import pytest

from grader.errors import NotStarted, StudentException
from grader.judge.outcomes import message_of, source_line
from grader.model import Limits, Outcome
from tests.judge.conftest import GradeSource, check

HOLE = 'raise NotImplementedError("1.2 perceptron")'
UNWRITTEN = "1.2 perceptron is not written yet."
LOOP = ["    for a in x:", "        b = a"]
LEFT = "perceptron still raises NotImplementedError at line {}: delete that line."


@pytest.mark.parametrize(
    ("body", "line", "text"),
    [
        ([f"    {HOLE}"], 2, UNWRITTEN),
        (['    """Say."""', "", f"    {HOLE}", "", "", "def f(x):"], 4, UNWRITTEN),
        (["    xp = array_namespace(x)", f"    {HOLE}"], 3, UNWRITTEN),
        (["    if x:", "        return 1", "", f"    {HOLE}"], 5, UNWRITTEN),
        (["    y = x", "    # 1.2  All at once.", f"    {HOLE}"], 4, UNWRITTEN),
        (["    if x:", f"        {HOLE}", "    return x"], 3, UNWRITTEN),
        (["    if x:", "        return 1", *LOOP, f"    {HOLE}"], 6, LEFT),
        (
            ["    for a in x:", "        if a:", "            b = a", f"    {HOLE}"],
            5,
            LEFT,
        ),
        (["    y = x", "", f"    {HOLE}"], 4, LEFT),
        (["    # 1.2  All.", f"    {HOLE}", "", "    # Mine", "    return x"], 3, LEFT),
        ([f"    {HOLE}"], 0, UNWRITTEN),
        ([f"    {HOLE}"], 9, UNWRITTEN),
    ],
    ids=[
        "alone",
        "docstring",
        "given line",
        "one branch",
        "step untouched",
        "in a branch",
        "a loop before",
        "a branch in a loop before",
        "code before",
        "code after",
        "no line",
        "no such line",
    ],
)
def test_a_hole_is_left_behind_where_code_stands_beside_it(
    body: list[str], line: int, text: str
) -> None:
    """To call it "not written" sends whoever has written it round in a circle."""
    source = "\n".join(["def perceptron(x):", *body]).encode()
    error = NotStarted("1.2 perceptron", line)

    assert text.format(line) == message_of(error, Limits(), source)


TWICE = (
    "perceptron is defined at line {}, and again, not written yet, at line {}, and "
    "Python takes the last: delete that one."
)
STUB = ["def perceptron(x):", '    """Say."""', f"    {HOLE}"]
MINE = ["def perceptron(x):", "    if x:", "        return 1", "    return 0", ""]
IN_CLASS = ["class A:", *(f"    {line}" for line in STUB)]


@pytest.mark.parametrize(
    ("lines", "hole", "text"),
    [
        ([*MINE, *STUB], 8, TWICE.format(1, 6)),
        ([*MINE, *MINE, *STUB], 13, TWICE.format(6, 11)),
        (["class A:", *(f"    {m}" for m in (*MINE, *STUB))], 9, TWICE.format(2, 7)),
        (["class A:", *(f"    {m}" for m in MINE), *IN_CLASS], 10, TWICE.format(2, 8)),
        (["class B:", *(f"    {m}" for m in MINE), *IN_CLASS], 10, UNWRITTEN),
        ([*MINE, *IN_CLASS], 9, UNWRITTEN),
        ([*(m.replace("n(", "ns(") for m in MINE), *STUB], 8, UNWRITTEN),
        ([HOLE, "x = 1"], 1, UNWRITTEN),
        (["x = 1", "", HOLE], 3, LEFT.format(3)),
    ],
    ids=[
        "above",
        "twice above",
        "method",
        "class",
        "method of another",
        "function and method",
        "another name",
        "first line",
        "outside",
    ],
)
def test_a_stub_below_what_is_written_is_pointed_out(
    lines: list[str], hole: int, text: str
) -> None:
    """Who writes above the stub and leaves it there finds nothing wrong in theirs."""
    source = "\n".join(lines).encode()

    assert text == message_of(NotStarted("1.2 perceptron", hole), Limits(), source)


def test_a_hole_without_a_name_is_the_codes() -> None:
    """A student may have taken the text away."""
    source = b"def f(x):\n    y = x\n    raise NotImplementedError\n"

    assert (
        "Your code still raises NotImplementedError at line 3: delete that line."
        == message_of(NotStarted("", 3), Limits(), source)
    )


@pytest.mark.parametrize(
    ("text", "where", "callers", "told"),
    [
        (
            "1.3 and_gate",
            "a.py:3",
            (7,),
            "a.py:7 calls and_gate, which is not written yet",
        ),
        (
            "1.3 and_gate",
            "a.py:3",
            (7, 5),
            "a.py:7 leads to and_gate, which is not written yet",
        ),
        ("later", "a.py:3", (7,), "a.py:7 calls what raises NotImplementedError"),
        ("x", "a.py:3", (), "a.py:3 raises NotImplementedError outside of functions"),
        ("x", "", (), "A line outside of functions raises NotImplementedError"),
    ],
    ids=["call", "through another", "no name", "outside", "no line"],
)
def test_an_import_that_meets_a_hole_names_the_line_to_delete(
    text: str, where: str, callers: tuple[int, ...], told: str
) -> None:
    """The hole is right where it is; the line that calls it is a leftover."""
    kind = "NotImplementedError"
    error = StudentException(kind, (kind,), text, 3, where, callers)
    error.at_import = True

    assert f"{told}, so the file cannot be imported. Delete that line." == message_of(
        error, Limits()
    )


@pytest.mark.parametrize(
    ("callers", "shown"),
    [((2,), "\n\n    2 | f()"), ((), "\n\n    1 | raise"), ((9,), "")],
    ids=["caller", "itself", "no such line"],
)
def test_the_line_to_delete_is_shown_alone(
    callers: tuple[int, ...], shown: str
) -> None:
    """Two lines would leave open which one is meant."""
    kind = "NotImplementedError"
    error = StudentException(kind, (kind,), "1.1 f", 1, "a.py:1", callers)
    error.at_import = True

    assert shown == source_line(error, b"raise\nf()\n")


def test_a_call_at_the_bottom_of_a_stub_stops_the_import(
    grade_source: GradeSource, reference_source: str
) -> None:
    """The rest of the file is written, and nothing of it is "not started"."""
    source = (
        f"{reference_source}\n\ndef later():\n"
        '    raise NotImplementedError("1.2 later")\n\n\nprint(later())\n'
    )
    last = source.count("\n")

    found = check(grade_source(source), "batch_of_one")

    assert Outcome.CRASHED is found.outcome
    assert found.message == (
        f"scale.py:{last} calls later, which is not written yet, so the file cannot "
        f"be imported. Delete that line.\n\n    {last} | print(later())"
    )


def test_a_hole_left_below_written_code_is_named_with_its_line(
    grade_source: GradeSource, reference_source: str
) -> None:
    """The way from the worker's answer to the message."""
    line = 'raise NotImplementedError("1.1 Scale.forward")'
    source = reference_source.replace("self.x = x\n", f"self.x = x\n        {line}\n")
    number = source[: source.index(line)].count("\n") + 1

    found = check(grade_source(source), "batch_of_one")

    assert Outcome.NOT_STARTED is found.outcome
    assert found.message == (
        f"Scale.forward still raises NotImplementedError at line {number}: "
        "delete that line."
    )
