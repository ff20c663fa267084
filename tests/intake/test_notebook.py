"""A notebook's code cells become a module that Python can read."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import IntakeError
from grader.intake import take_in
from grader.intake.notebook import module_source
from grader.model import Unit

Write = Callable[..., Path]
HEAD = b"# cell 1 of a notebook that is graded for: BatchNorm\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A factory of notebooks with these code cells, in a folder of their own."""
    folder = tmp_path / "anna"
    folder.mkdir()

    def make(*cells: object, name: str = "batchnorm.ipynb") -> Path:
        path = folder / name
        found = [{"cell_type": "code", "source": cell} for cell in cells]
        path.write_text(json.dumps({"cells": found, "nbformat": 4}))
        return path

    return make


@pytest.fixture
def units(unit: Unit) -> tuple[Unit, Unit]:
    """Units 2 and 6."""
    return msgspec.structs.replace(unit, id="u02_layers", module="layers.py"), unit


def test_code_cells_become_the_module_in_order(
    tmp_path: Path, units: tuple[Unit, Unit]
) -> None:
    """A line keeps its place in the cell; text cells and outputs are left out."""
    cells = [
        {"cell_type": "markdown", "source": "# Unit 6"},
        {"cell_type": "code", "source": ["import numpy as np\n", "\n", "x = 1"]},
        {"cell_type": "raw", "source": "no code"},
        {"cell_type": "code", "source": "y = 2\n", "outputs": [{"text": "3"}]},
    ]
    path = tmp_path / "batchnorm.ipynb"
    path.write_text(json.dumps({"cells": cells}))

    submission = take_in(path, units)

    assert submission.modules == {
        "u06_batchnorm": HEAD + b"import numpy as np\n\nx = 1\n# cell 2\ny = 2\n\n"
    }
    assert submission.files[0].path == "batchnorm.ipynb"
    assert submission.ignored == ()


def test_a_notebook_of_any_name_is_for_the_only_unit_asked_for(
    write: Write, unit: Unit
) -> None:
    """Students rename files."""
    path = write("x = 1", name="Untitled (2).ipynb")

    submission = take_in(path, [unit])

    assert submission.modules == {"u06_batchnorm": HEAD + b"x = 1\n"}


def test_the_module_says_what_its_unit_asks_for(
    write: Write, unit: Unit, tmp_path: Path
) -> None:
    """Whoever imports it leaves out what that does not need; no line has moved."""
    folder = tmp_path / "u06_batchnorm"
    folder.mkdir()
    (folder / unit.module).write_text(
        "import numpy as np\n\nEPS = 1e-5\nN: int = 3\nEPS = 1e-8\n\n"
        "class BatchNorm:\n    def forward(self):\n        eps = EPS\n\n"
        "def helper():\n    return 1\n"
    )
    path = write("x = 1", "y = 2")

    submission = take_in(path, [msgspec.structs.replace(unit, folder=folder)])

    assert submission.modules["u06_batchnorm"].decode().split("\n") == [
        "# cell 1 of a notebook that is graded for: EPS, N, BatchNorm, helper",
        "x = 1",
        "# cell 2",
        "y = 2",
        "",
    ]


def test_a_stub_that_is_not_python_asks_for_nothing(
    write: Write, unit: Unit, tmp_path: Path
) -> None:
    """At a student's it is their own file."""
    (tmp_path / unit.module).write_text("def f(:")
    path = write("x = 1")

    submission = take_in(path, [msgspec.structs.replace(unit, folder=tmp_path)])

    assert submission.modules == {"u06_batchnorm": b"# cell 1\nx = 1\n"}


def test_a_cell_can_tell_which_units_the_notebook_is_for(
    write: Write, units: tuple[Unit, Unit]
) -> None:
    """Its first line names the module."""
    path = write("import x", "# grader: layers.py\ny = 1", name="hw.ipynb")

    submission = take_in(path, units)

    assert submission.modules == {
        "u02_layers": b"# cell 1\nimport x\n# cell 2\n# grader: layers.py\ny = 1\n"
    }


def test_a_notebook_for_no_unit_is_refused(
    write: Write, units: tuple[Unit, Unit]
) -> None:
    """Guessing the unit would score the wrong one."""
    path = write("x = 1\n# grader: layers.py", name="hw.ipynb")

    with pytest.raises(IntakeError) as caught:
        take_in(path, units)

    assert str(caught.value) == (
        "hw.ipynb: no cell tells that the notebook is for layers.py or batchnorm.py; "
        'begin one with "# grader: layers.py", or name the unit.'
    )


def test_a_notebook_in_a_folder_stands_in_for_the_module(
    write: Write, units: tuple[Unit, Unit]
) -> None:
    """Platforms put each student's files into a folder of its own."""
    path = write("x = 1")
    (path.parent / "data.csv").touch()

    submission = take_in(path.parent, units)

    assert submission.modules == {"u06_batchnorm": HEAD + b"x = 1\n"}


def test_the_module_comes_before_a_notebook_of_its_name(
    write: Write, unit: Unit
) -> None:
    """The file that the course hands out is the one to complete."""
    path = write("x = 1")
    (path.parent / "batchnorm.py").write_bytes(b"x = 2")

    submission = take_in(path.parent, [unit])

    assert submission.modules == {"u06_batchnorm": b"x = 2"}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("%matplotlib inline", "# %matplotlib inline", id="magic"),
        pytest.param("!pip install numpy", "# !pip install numpy", id="shell"),
        pytest.param("?np.dot", "# ?np.dot", id="help before"),
        pytest.param("np.dot??", "# np.dot??", id="help after"),
        pytest.param("files = !ls", "# files = !ls", id="assigned"),
        pytest.param("if x:\n  !ls", "if x:\n  pass  # !ls", id="in a block"),
        pytest.param("!ls \\\n  -l\nx=1", "# !ls \\\n#   -l\nx=1", id="two lines"),
        pytest.param("%%time\nx = 1", "# %%time\nx = 1", id="cell of Python"),
        pytest.param(
            "\n%%bash\nls\n  -l", "# \n# %%bash\n# ls\n#   -l", id="shell cell"
        ),
        pytest.param("x = (7\n% 3)", "x = (7\n% 3)", id="remainder in brackets"),
        pytest.param("x = 7 \\\n% 3", "x = 7 \\\n% 3", id="remainder continued"),
        pytest.param("'''\n!a\n'''", "'''\n!a\n'''", id="in a long string"),
        pytest.param('"""\\"""\n!a"""', '"""\\"""\n!a"""', id="after an escape"),
        pytest.param("'('\n!a", "'('\n# !a", id="bracket in a string"),
        pytest.param("'it\n!a", "'it\n# !a", id="after an open string"),
        pytest.param("x # '''\n!a", "x # '''\n# !a", id="quotes in a comment"),
        pytest.param(")\n!a", ")\n# !a", id="after a stray bracket"),
        pytest.param("x != y\nz = a % b", "x != y\nz = a % b", id="operators"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends"),
    ],
)
def test_what_only_ipython_understands_is_commented_out(
    cell: str, expected: str
) -> None:
    """No line moves, so that a traceback still points into the cell."""
    assert f"# cell 1\n{expected}\n" == module_source([cell]).decode()


STATEMENTS = [
    "x = 1",
    "if x:\n  y = [2\n% 2]",
    "x = (7\n% 3)",
    "x = 7 \\\n% 3",
    "'''\n!a\n% b\n'''",
    '"""\n\\"""\n?a\n"""',
    "x = {'(': \"'\"}",
    "# it's (",
    "",
]


@given(st.lists(st.sampled_from(STATEMENTS)).map("\n".join))
def test_python_is_left_as_it_is(cell: str) -> None:
    """A line that begins with a percent sign may be the second half of a sum."""
    source = module_source([cell]).decode()

    assert f"# cell 1\n{cell}\n" == source


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("{", "this is not a notebook, because it is not JSON", id="cut"),
        pytest.param(
            "[" * 100_000, "this is not a notebook, because it is not JSON", id="deep"
        ),
        pytest.param(
            "[]",
            "this is not a notebook of format 4, because it has no list of cells",
            id="a list",
        ),
        pytest.param(
            '{"worksheets": []}',
            "this is not a notebook of format 4, because it has no list of cells",
            id="format 3",
        ),
        pytest.param(
            '{"cells": [{"cell_type": "code"}]}',
            "cell 1 of the notebook has no text",
            id="cell without text",
        ),
        pytest.param(
            '{"cells": [{"cell_type": "raw"}, 7]}',
            "cell 2 of the notebook has no text",
            id="cell that is a number",
        ),
    ],
)
def test_a_file_that_is_no_notebook_is_refused(
    tmp_path: Path, unit: Unit, text: str, found: str
) -> None:
    """Half a download is common."""
    path = tmp_path / "batchnorm.ipynb"
    path.write_text(text)

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        f"batchnorm.ipynb: {found}; open it in Jupyter and save it again."
    )


def test_a_notebook_with_too_much_code_is_refused(write: Write, unit: Unit) -> None:
    """Pictures in it do not count, its code does."""
    path = write("#" * (1024 * 1024))

    with pytest.raises(IntakeError) as caught:
        take_in(path, [unit])

    assert str(caught.value) == (
        "batchnorm.ipynb: the code in batchnorm.ipynb has more than 1 MiB; keep data "
        "out of it."
    )


def test_half_a_character_does_not_stop_the_rest(write: Write, unit: Unit) -> None:
    """JSON can hold what no file can."""
    submission = take_in(write("x = '\ud800'"), [unit])

    assert submission.modules == {"u06_batchnorm": HEAD + b"x = '\\ud800'\n"}
