"""A mistake is laid over the reference edit by edit, and nothing else changes."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.catalog.mistakes import splice
from grader.errors import CourseError

REFERENCE = '''\
"""Unit 6."""

import numpy as np

EPS = 1e-5  # small
LOW, HIGH = 0, 1


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
    "pair of constants": (
        "LOW, HIGH = 2, 3\n",
        "LOW, HIGH = 0, 1\n",
        "LOW, HIGH = 2, 3\n",
    ),
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
    spliced = splice(REFERENCE, HEAD + 'READ = "handout"\n\nEPS = 1.0\n')

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

    imports = "import numpy as np\nimport math\nfrom typing import Final, cast\n"
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
