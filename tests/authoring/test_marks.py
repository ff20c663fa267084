"""A mark that is not understood is refused: it would hand out the solution."""

import pytest

from grader.authoring.stubs import cut_stub
from grader.errors import CourseError


def function(*body: str) -> str:
    """Return the source of a function with these lines as its body."""
    return "\n".join(["def f(x):", *(f"    {line}" for line in body), ""])


MALFORMED = {
    "hole in the module": (
        "# hole: 6.1 f\nx = 1\n",
        "line 1: a hole must stand inside a function, with the solution below it.",
    ),
    "hole in a class": (
        "class A:\n    # hole: 6.1 f\n    x = 1\n",
        "line 2: a hole must stand inside a function, with the solution below it.",
    ),
    "hole without a solution": (
        function('"""Say."""', "# hole: 6.1 f"),
        "line 3: a hole must stand inside a function, with the solution below it.",
    ),
    "hole without a name": (
        function('"""Say."""', "# hole: 6.1", "return x"),
        (
            "line 3: '# hole: 6.1' is not a mark; a hole is a line of its own "
            "such as '# hole: 6.1 BatchNorm.forward'."
        ),
    ),
    "hole without an id": (
        function('"""Say."""', "# hole: f", "return x"),
        (
            "line 3: '# hole: f' is not a mark; a hole is a line of its own "
            "such as '# hole: 6.1 BatchNorm.forward'."
        ),
    ),
    "hole in capitals": (
        function('"""Say."""', "#Hole: 6.1 f", "return x"),
        (
            "line 3: '#Hole: 6.1 f' is not a mark; a hole is a line of its own "
            "such as '# hole: 6.1 BatchNorm.forward'."
        ),
    ),
    "hole with a quote": (
        function('"""Say."""', '# hole: 6.1 f"', "return x"),
        (
            "line 3: '# hole: 6.1 f\"' is not a mark; a hole is a line of its own "
            "such as '# hole: 6.1 BatchNorm.forward'."
        ),
    ),
    "hole behind code": (
        function('"""Say."""', "y = x  # hole: 6.1 f", "return y"),
        (
            "line 3: '# hole: 6.1 f' is not a mark; a hole is a line of its own "
            "such as '# hole: 6.1 BatchNorm.forward'."
        ),
    ),
    "no docstring": (
        function("# hole: 6.1 f", "return x"),
        "line 2: the hole of f must stand below a docstring.",
    ),
    "hole above the docstring": (
        function("# hole: 6.1 f", '"""Say."""', "return x"),
        "line 2: the hole of f must stand below a docstring.",
    ),
    "code before the docstring": (
        function("y = x", '"""Say."""', "# hole: 6.1 f", "return y"),
        "line 4: the hole of f must stand below a docstring.",
    ),
    "hole inside a statement": (
        function('"""Say."""', "if x:", "    # hole: 6.1 f", "    return x"),
        (
            "line 4: the hole of f must stand at the first level of its body, "
            "not inside another statement."
        ),
    ),
    "hole at another column": (
        function('"""Say."""', "    # hole: 6.1 f", "return x"),
        (
            "line 3: the hole of f must stand at the first level of its body, "
            "not inside another statement."
        ),
    ),
    "two holes": (
        function('"""Say."""', "# hole: 6.1 f", "x += 1", "# hole: 6.2 f", "return x"),
        (
            "line 5: the mark in line 3 takes this mark away; "
            "a function has one hole, and what is left out has none."
        ),
    ),
    "hole in what is left out": (
        "# solution only\n" + function('"""Say."""', "# hole: 6.1 f", "return x"),
        (
            "line 4: the mark in line 1 takes this mark away; "
            "a function has one hole, and what is left out has none."
        ),
    ),
    "stray step": (
        function('"""Say."""', "# hole: 6.1 f", "x += 1", "#: Add one.", "return x"),
        ("line 5: a '#:' comment must stand directly below the mark of a hole."),
    ),
    "solution only behind code": (
        "x = 1  # solution only\ny = 2\n",
        (
            "line 1: '# solution only' is not a mark; "
            "the mark is a line of its own that says '# solution only'."
        ),
    ),
    "solution only with a reason": (
        "# solution-only: a helper\ny = 2\n",
        (
            "line 1: '# solution-only: a helper' is not a mark; "
            "the mark is a line of its own that says '# solution only'."
        ),
    ),
    "solution only above a gap": (
        "# solution only\n\ny = 2\n",
        (
            "line 1: '# solution only' must stand directly above a function, class, "
            "assignment or import of the module."
        ),
    ),
    "solution only in a class": (
        "class A:\n    # solution only\n    x = 1\n",
        (
            "line 2: '# solution only' must stand directly above a function, class, "
            "assignment or import of the module."
        ),
    ),
    "solution only above an if": (
        "# solution only\nif 1:\n    x = 1\n",
        (
            "line 1: '# solution only' must stand directly above a function, class, "
            "assignment or import of the module."
        ),
    ),
    "left out but used": (
        "# solution only\nA = 1\nB = A\n",
        (
            "line 1: the stub still uses 'A', which this mark takes away; "
            "take away the mark or the use."
        ),
    ),
    "not Python": ("x = 1\ndef f(:\n", "line 2 is not Python: invalid syntax."),
}


@pytest.mark.parametrize(("reference", "fault"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_mark_is_refused_with_its_line(reference: str, fault: str) -> None:
    """Its author goes straight to the line."""
    with pytest.raises(CourseError) as refused:
        cut_stub(reference, "solutions/u06/x.py")

    assert f"solutions/u06/x.py: {fault}" == str(refused.value)
