"""A stub is the reference without its solution, and nothing more is missing."""

from pathlib import Path

import msgspec
import pytest

from grader.authoring.stubs import Drift, cut_stub, stub_drift, write_stubs
from grader.errors import CourseError, UsageError
from grader.model import Course, Limits, Unit

REFERENCE = '''\
"""Unit 6: batch normalization."""

import numpy as np

EPS = 1e-5

# solution only
SECRET = 0.25


# solution only
@np.vectorize
def _secret_root(x: float) -> float:
    """Help the solution."""
    return x**SECRET

    # a secret comment at its end


class BatchNorm:
    """Normalize each feature; say "# hole: in a text" where you like."""

    def __init__(self) -> None:
        self.kept = {}

    def forward(self, x: float) -> float:
        """Return the normalized batch.

        # hole: 9.9 This is a docstring
        """
        xp = np
        # hole: 6.1 BatchNorm.forward
        #: 6.1  Training: the variance divides by N.
        #:
        #: 6.2  Evaluation: handout 2.3.
        secret_mean = xp.mean(x)

        def secret_inner(y):
            return _secret_root(y - secret_mean)

        return secret_inner(x)

        # secret_trailing remark

    def backward(self, dout: float) -> float:
        """Return the gradient."""
        # hole: 6.3 BatchNorm.backward
        return secret_gradient(dout)


def given(x: float) -> float:
    """Return x."""
    return x


# solution only
class _SecretEnd:
    """Help the solution."""
'''

STUB = '''\
"""Unit 6: batch normalization."""

import numpy as np

EPS = 1e-5


class BatchNorm:
    """Normalize each feature; say "# hole: in a text" where you like."""

    def __init__(self) -> None:
        self.kept = {}

    def forward(self, x: float) -> float:
        """Return the normalized batch.

        # hole: 9.9 This is a docstring
        """
        xp = np
        # 6.1  Training: the variance divides by N.
        #
        # 6.2  Evaluation: handout 2.3.
        raise NotImplementedError("6.1 BatchNorm.forward")

    def backward(self, dout: float) -> float:
        """Return the gradient."""
        raise NotImplementedError("6.3 BatchNorm.backward")


def given(x: float) -> float:
    """Return x."""
    return x
'''


def function(*body: str) -> str:
    """Return the source of a function with these lines as its body."""
    return "\n".join(["def f(x):", *(f"    {line}" for line in body), ""])


GAPS = {
    "between assignments": (
        "A = 1\n# solution only\nB = 2\nC = 3\n",
        "A = 1\nC = 3\n",
    ),
    "before a function": (
        "A = 1\n# solution only\nB = 2\n\n\ndef f(): ...\n",
        "A = 1\n\n\ndef f(): ...\n",
    ),
    "two in a row": (
        "A = 1\n\n\n# solution only\nB = 2\n# solution only\nC = 3\n\n\ndef f(): ...\n",
        "A = 1\n\n\ndef f(): ...\n",
    ),
    "after imports": (
        "import a\n# solution only\nimport b\n\nC = 3\n",
        "import a\n\nC = 3\n",
    ),
    "at the top": ("# solution only\nA = 1\n\n\nB = 2\n", "B = 2\n"),
    "at the end": ("A = 1\n\n\n# solution only\ndef f(): ...\n", "A = 1\n"),
}


def test_the_stub_is_the_reference_without_the_solution() -> None:
    """Signatures, docstrings and given lines are copied as they stand."""
    assert STUB == cut_stub(REFERENCE)


def test_no_line_of_the_solution_is_left() -> None:
    """Every line of the solution above has the word in it."""
    assert "secret" not in cut_stub(REFERENCE).lower()


def test_cutting_a_stub_changes_nothing() -> None:
    """A text without marks has nothing to take away."""
    assert STUB == cut_stub(STUB)


def test_a_hole_at_the_end_of_a_file_without_a_newline_is_cut() -> None:
    """Not every editor ends the last line."""
    reference = function('"""Say."""', "# hole: 6.1 f", "return x").rstrip("\n")

    stub = function('"""Say."""', 'raise NotImplementedError("6.1 f")').rstrip("\n")

    assert stub == cut_stub(reference)


def test_the_hole_of_an_inner_function_leaves_the_outer_one() -> None:
    """A closure may be given, and only its heart the student's."""
    inner = ["def g(y):", '    """Say."""', "    # hole: 6.1 g", "    return y"]
    reference = function('"""Say."""', *inner, "return g(x)")

    stub = function(
        '"""Say."""',
        *inner[:2],
        '    raise NotImplementedError("6.1 g")',
        "return g(x)",
    )

    assert stub == cut_stub(reference)


@pytest.mark.parametrize(("reference", "stub"), GAPS.values(), ids=GAPS)
def test_the_larger_gap_stays_where_a_definition_is_left_out(
    reference: str, stub: str
) -> None:
    """The formatter must find nothing to do in a stub."""
    assert stub == cut_stub(reference)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of one unit whose stub is up to date."""
    folder = tmp_path / "assignments" / "u06_batchnorm"
    hidden = tmp_path / "solutions" / "u06_batchnorm"
    folder.mkdir(parents=True)
    hidden.mkdir(parents=True)
    (folder / "batchnorm.py").write_text(STUB)
    (hidden / "batchnorm.py").write_text(REFERENCE)
    unit = Unit(
        id="u06_batchnorm",
        title="Batch normalization",
        paper="",
        module="batchnorm.py",
        exercises=(),
        limits=Limits(),
        weight=1,
        folder=folder,
        hidden=hidden,
    )
    return Course("Title", 7, 0.4, (unit,), tmp_path, "digest")


def test_a_stub_that_is_up_to_date_has_no_drift(course: Course) -> None:
    """The check is quiet when all is well."""
    assert [] == stub_drift(course)


def test_a_stub_that_differs_is_shown_with_its_difference(course: Course) -> None:
    """Its author sees at a glance which of the two was edited."""
    stub = course.units[0].folder / "batchnorm.py"
    stub.write_text(STUB.replace("return x\n", "return y\n"))

    drift = stub_drift(course)

    name = "assignments/u06_batchnorm/batchnorm.py"
    diff = (
        f"--- {name} as it is\n+++ {name} as cut\n"
        "@@ -29,4 +29,4 @@\n \n def given(x: float) -> float:\n"
        '     """Return x."""\n-    return y\n+    return x\n'
    )
    assert [Drift(stub, diff)] == drift


def test_a_stub_that_is_not_there_is_drift(course: Course) -> None:
    """A new unit begins without a stub."""
    stub = course.units[0].folder / "batchnorm.py"
    stub.unlink()

    assert [stub] == [drift.path for drift in stub_drift(course)]


def test_writing_stubs_ends_the_drift_and_tells_which_changed(course: Course) -> None:
    """What was written is what the check would have asked for."""
    stub = course.units[0].folder / "batchnorm.py"
    stub.write_text("old")

    changed = write_stubs(course)

    assert [stub] == changed
    assert STUB == stub.read_text()


def test_writing_stubs_leaves_those_that_are_right(course: Course) -> None:
    """A command that changed nothing must not say that it did."""
    assert [] == write_stubs(course)


def test_a_broken_reference_stops_before_anything_is_written(course: Course) -> None:
    """Half a set of stubs is worse than the old set."""
    unit = course.units[0]
    (unit.folder / "batchnorm.py").write_text("old")
    twice = msgspec.structs.replace(course, units=(unit, unit_without_file(course)))

    with pytest.raises(CourseError) as refused:
        write_stubs(twice)

    assert (
        "solutions/u06_batchnorm/absent.py: the file cannot be read: "
        "No such file or directory."
    ) == str(refused.value)
    assert (unit.folder / "batchnorm.py").read_text() == "old"


def unit_without_file(course: Course) -> Unit:
    """Return the course's unit with a module that has no reference."""
    return msgspec.structs.replace(course.units[0], module="absent.py")


def test_a_reference_that_is_not_utf8_is_refused(course: Course) -> None:
    """Old editors on Windows still save other encodings."""
    (course.root / "solutions/u06_batchnorm/batchnorm.py").write_bytes(b"# \xff\n")

    with pytest.raises(CourseError) as refused:
        stub_drift(course)

    assert (
        "solutions/u06_batchnorm/batchnorm.py: the file is not UTF-8; "
        "save it as UTF-8 text."
    ) == str(refused.value)


def test_a_kit_has_no_references_to_cut_from(course: Course) -> None:
    """A student who finds the command reads why it cannot work."""
    unit = msgspec.structs.replace(course.units[0], hidden=None)
    kit = msgspec.structs.replace(course, units=(unit,))

    with pytest.raises(UsageError) as refused:
        stub_drift(kit)

    assert (
        "no references: stubs are cut from the folder solutions/, "
        f"and {course.root} has none; run this in the instructor's copy."
    ) == str(refused.value)
