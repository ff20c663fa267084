"""A mistake is read from its file and laid over the reference, edit by edit."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.mistakes import Mistake, load_mistake, splice
from grader.errors import CourseError

MISTAKE = '''\
"""the variance path is left out.

Moving one x[n] also moves the batch variance,
and with it every x_hat[m].
"""

EXERCISE = "6.3"
READ = "handout 3.1"


class BatchNorm:
    def backward(self, dout):
        return dout
'''

REFERENCE = '''\
"""Unit 6."""

import numpy as np

EPS = 1e-5  # small


# solution only
def _root(x):
    return np.sqrt(x)


class Layer:
    """One layer."""

    scale = 1.0

    @property
    def size(self):
        return 1

    def forward(self, x):
        # hole: 6.1 Layer.forward
        return x

    def backward(self, dout):
        return dout  # odd  spacing


def loss(x): return x
'''

HEAD = '"""wrong"""\nEXERCISE = "6.3"\n'

SPLICED = {
    "function": (
        "def loss(x):\n    return -x\n",
        "def loss(x): return x\n",
        "def loss(x):\n    return -x\n",
    ),
    "method": (
        "class Layer:\n    def backward(self, dout):\n        return -dout\n",
        "    def backward(self, dout):\n        return dout  # odd  spacing\n",
        "    def backward(self, dout):\n        return -dout\n",
    ),
    "decorated method": (
        "class Layer:\n    def size(self):\n        return 2\n",
        "    @property\n    def size(self):\n        return 1\n",
        "    def size(self):\n        return 2\n",
    ),
    "class attribute": (
        "class Layer:\n    scale = 2.0\n",
        "    scale = 1.0\n",
        "    scale = 2.0\n",
    ),
    "constant": ("EPS = 1.0\n", "EPS = 1e-5  # small\n", "EPS = 1.0\n"),
    "annotated constant": (
        "EPS: float = 1.0\n",
        "EPS = 1e-5  # small\n",
        "EPS: float = 1.0\n",
    ),
    "class by a function": (
        "def _root(x):\n    return x\n",
        "def _root(x):\n    return np.sqrt(x)\n",
        "def _root(x):\n    return x\n",
    ),
    "new function": (
        "EPS = 1.0\ndef extra():\n    return 1\n",
        "EPS = 1e-5  # small\n",
        "EPS = 1.0\n",
    ),
}


def refusal(source: str, tmp_path: Path) -> str:
    """Return the sentence that refuses a mistake file with this text."""
    path = tmp_path / "u06_batchnorm" / "mistakes" / "wrong.py"
    path.parent.mkdir(parents=True)
    path.write_text(source)
    with pytest.raises(CourseError) as refused:
        load_mistake(path)
    return str(refused.value)


def test_a_mistake_file_tells_its_exercise_and_what_a_student_reads(
    tmp_path: Path,
) -> None:
    """The docstring is the message, so it is taken apart and never rewritten."""
    path = tmp_path / "variance_path_left_out.py"
    path.write_text(MISTAKE)

    mistake = load_mistake(path)

    assert mistake == Mistake(
        name="variance_path_left_out",
        exercise="6.3",
        clause="the variance path is left out",
        sentence=(
            "Moving one x[n] also moves the batch variance, and with it every x_hat[m]."
        ),
        read="handout 3.1",
        source=MISTAKE,
    )


def test_a_mistake_may_have_nothing_to_add(tmp_path: Path) -> None:
    """Some clauses say it all."""
    path = tmp_path / "wrong.py"
    path.write_text(HEAD)

    mistake = load_mistake(path)

    assert (mistake.clause, mistake.sentence, mistake.read) == ("wrong", "", "")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (
            'EXERCISE = "6.3"\n',
            (
                "the file has no docstring; its first line must complete "
                '"This is exactly what comes out when ...".'
            ),
        ),
        (
            '"""wrong"""\n',
            (
                'the file needs a line such as EXERCISE = "6.3", '
                "the exercise that must lose points."
            ),
        ),
        (
            '"""wrong"""\nEXERCISE = 6.3\n',
            (
                'the file needs a line such as EXERCISE = "6.3", '
                "the exercise that must lose points."
            ),
        ),
        ('"""wrong"""\ndef (\n', "line 2 is not Python: invalid syntax."),
    ],
    ids=["no docstring", "no exercise", "exercise a number", "not Python"],
)
def test_an_incomplete_mistake_is_refused(
    tmp_path: Path, source: str, fault: str
) -> None:
    """Without these, neither the course proof nor a student can use it."""
    assert f"u06_batchnorm/mistakes/wrong.py: {fault}" == refusal(source, tmp_path)


def test_a_mistake_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The caller may name the file as its author knows it."""
    with pytest.raises(CourseError) as refused:
        load_mistake(tmp_path / "absent.py", "mistakes/absent.py")

    assert (
        "mistakes/absent.py: the file cannot be read: No such file or directory."
    ) == str(refused.value)


@pytest.mark.parametrize(("body", "ours", "theirs"), SPLICED.values(), ids=SPLICED)
def test_a_definition_takes_the_place_of_its_namesake(
    body: str, ours: str, theirs: str
) -> None:
    """Every other line of the reference stays as it is, byte for byte."""
    spliced = splice(REFERENCE, HEAD + body)

    assert spliced.startswith(REFERENCE.replace(ours, theirs).rstrip("\n"))


def test_new_names_are_added_at_the_end_of_their_level() -> None:
    """A wrong solution may need a part that the right one has not."""
    body = (
        "class Layer:\n    extra = 3\n\n    def help(self):\n        return 4\n\n\n"
        "def loss(x): return self_made(x)\n\n\n"
        "def self_made(x):\n    return 5\n\n\n"
        "class New:\n    pass\n"
    )

    spliced = splice(REFERENCE, HEAD + body)

    names: dict[str, object] = {}
    exec(compile(spliced, "spliced", "exec"), names)  # noqa: S102 - our own text above
    assert eval("(Layer.extra, Layer().help(), loss(0), New.__name__)", names) == (  # noqa: S307 - the same
        3,
        4,
        5,
        "New",
    )


def test_additions_to_the_last_class_stay_inside_it() -> None:
    """Both levels end in the same line there."""
    reference = "class A:\n    x = 1\n"
    body = "class A:\n    x = 2\n    y = 3\n\nz = 4\n"

    spliced = splice(reference, HEAD + body)

    expected = "class A:\n    x = 2\n    y = 3\nz = 4\n"
    assert ast.dump(ast.parse(expected)) == ast.dump(ast.parse(spliced))


def test_what_is_told_about_a_mistake_is_not_copied() -> None:
    """A submission made of it must look like a submission."""
    spliced = splice(REFERENCE, MISTAKE.replace("BatchNorm", "Layer"))

    assert '"""Unit 6."""' == ast.get_source_segment(
        spliced, ast.parse(spliced).body[0]
    )
    assert "EXERCISE" not in spliced
    assert "READ" not in spliced


def test_only_imports_that_the_reference_lacks_are_copied() -> None:
    """The wrong edit may need a module, and not the same one twice."""
    body = (
        "from __future__ import annotations\n"
        "import numpy as np\nimport math\nfrom typing import Final, cast\nEPS = 1.0\n"
    )

    spliced = splice(REFERENCE, HEAD + body)

    imports = "import numpy as np\nfrom typing import Final, cast\nimport math\n"
    assert (
        REFERENCE.replace("import numpy as np\n", imports).replace(
            "1e-5  # small", "1.0"
        )
        == spliced
    )


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ('"""Say."""\n\nA = 1\n', '"""Say."""\nimport math\n\nA = 2\n'),
        ("A = 1\n", "import math\nA = 2\n"),
    ],
    ids=["below the docstring", "at the top"],
)
def test_an_import_comes_first_in_a_reference_that_has_none(
    reference: str, expected: str
) -> None:
    """What is imported must be there before it is used."""
    assert expected == splice(reference, HEAD + "import math\nA = 2\n")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (
            "def unheard_of(): ...\n",
            (
                "it replaces nothing; at least one of its functions, methods "
                "or assignments must have a name of the reference."
            ),
        ),
        (
            "class Layer:\n    def unheard_of(self): ...\n",
            (
                "it replaces nothing; at least one of its functions, methods "
                "or assignments must have a name of the reference."
            ),
        ),
        (
            "print(1)\n",
            (
                "line 3 is neither a definition nor an assignment to a name; "
                "a mistake may hold nothing else."
            ),
        ),
        (
            "Layer.scale = 2\n",
            (
                "line 3 is neither a definition nor an assignment to a name; "
                "a mistake may hold nothing else."
            ),
        ),
        (
            "class Layer:\n    if True:\n        scale = 2\n",
            (
                "line 4 is neither a definition nor an assignment to a name; "
                "a mistake may hold nothing else."
            ),
        ),
        ("def (\n", "line 3 is not Python: invalid syntax."),
    ],
    ids=["new names", "new methods", "call", "attribute", "branch", "not Python"],
)
def test_a_mistake_that_cannot_be_laid_over_is_refused(body: str, fault: str) -> None:
    """A mistake without effect would be graded as a right solution."""
    with pytest.raises(CourseError) as refused:
        splice(REFERENCE, HEAD + body, "mistakes/wrong.py")

    assert f"mistakes/wrong.py: {fault}" == str(refused.value)


NAMES = st.sampled_from(["a", "b", "c", "d"])
VALUES = st.sampled_from(["1", "(2,\n    3)", '"""x\n  y"""', "[4]"])


@st.composite
def modules(draw: st.DrawFn) -> str:
    """Draw a module of assignments, functions and classes with distinct names."""
    functions = draw(st.lists(NAMES, unique=True))
    methods = draw(st.lists(NAMES, unique=True))
    blank = "\n" * draw(st.integers(0, 3))
    parts = [f"A = {draw(VALUES)}"]
    parts += [f"@decorated\ndef {name}(x):\n    return x" for name in functions]
    parts += ["class B:\n    y = 1"]
    parts += [f"    def {name}(self):\n        return 1  #  {name}" for name in methods]
    return f"{blank}\n".join(parts) + draw(st.sampled_from(["", "\n"]))


@given(module=modules())
def test_identical_definitions_change_nothing(module: str) -> None:
    """Laying a text over itself gives it back, whatever is in it."""
    assert module == splice(module, module)
