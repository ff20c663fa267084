"""`check` in a notebook says what `grader check` says, of the notebook's names."""

import re
import sys
import types
from pathlib import Path

import pytest

from grader.notebook import Checked, check
from tests.authoring.proving import copied

FORWARD = """\
class Scale:
    def __init__(self, gamma):
        self.params = {"gamma": gamma}
        self.grads = {"gamma": 0 * gamma}

    def forward(self, x, train=True):
        return self.params["gamma"] * x
"""
BACKWARD_OF_MEANS = """
    def backward(self, dout):
        self.grads["gamma"] = (dout * self.x).mean(axis=0)
        return dout * self.params["gamma"]
"""
RIGHT = """\
Checked Scale of your notebook (sha256 DIGEST)

u01  Scaling

1.1  Scale.forward                                         passed   16 of 16

16 of 16 points. Open checks carry 16 of 40 points here; the hidden checks
decide the other 24.

Next: check("1.2")"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The course of one unit, which is where the notebook runs."""
    root = copied(tmp_path)
    monkeypatch.chdir(root)
    return root


def ran(*cells: str) -> dict[str, object]:
    """Return the names of a notebook whose cells ran, with IPython's history."""
    names: dict[str, object] = {}
    for cell in cells:
        exec(compile(cell, "<cell>", "exec"), names)  # noqa: S102 - a notebook does
    return {**names, "In": ["", *cells]}


def without_digest(text: str) -> str:
    """Return a report in which the digest is a word."""
    return re.sub(r"sha256 [0-9a-f]{12}", "sha256 DIGEST", text)


def test_a_right_cell_passes(root: Path) -> None:
    """The report is that of `grader check`, and its next command is a cell's."""
    checked = check("1.1", ran(FORWARD), course=root)

    assert RIGHT == without_digest(str(checked))
    assert checked.is_passed


def test_what_the_notebook_does_not_define_is_said_to_be_the_files(root: Path) -> None:
    """A wrong function of the notebook must not seem to pass by the file's."""
    module = root / "assignments" / "u01_scale" / "scale.py"
    module.write_text(f"{FORWARD}\n\ndef shift(x):\n    return x\n")

    rest = without_digest(str(check("1.1", ran(FORWARD), course=root)))
    other = without_digest(str(check("1.1", ran("def shift(x): ..."), course=root)))

    assert rest.startswith(
        "Checked Scale of your notebook, and the rest of scale.py (sha256 DIGEST)\n\n"
    )
    assert other.startswith(
        "Checked shift of your notebook, and the rest of scale.py (sha256 DIGEST)\n"
        "Scale is not defined in your notebook; the file's was checked.\n\n"
    )


def test_several_names_of_an_exercise_may_be_the_files(root: Path) -> None:
    """Each is named."""
    folder = root / "assignments" / "u01_scale"
    manifest = (folder / "unit.toml").read_text()
    (folder / "unit.toml").write_text(manifest.replace("Scale.forward", "one, two"))
    (folder / "scale.py").write_text("def one(): ...\ndef two(): ...\ndef f(): ...\n")

    checked = check("1.1", ran("def f(): ..."), course=root)

    assert (
        "\none, two are not defined in your notebook; the file's were checked.\n"
    ) in checked.text


def test_a_wrong_cell_is_told_as_on_a_terminal(root: Path) -> None:
    """What was expected, what was found, and where."""
    checked = check("1.1", ran(FORWARD.replace("* x", "+ x")), course=root)

    assert not checked.is_passed
    assert "1.1  Scale.forward" in checked.text
    assert "grader check" not in checked.text


def test_a_notebook_tells_no_cause_before_its_day(root: Path) -> None:
    """It remembers no run, so it tells causes at once, but not those held back."""
    manifest = root / "assignments" / "course.toml"
    kept = FORWARD.replace("        return", "        self.x = x\n        return")
    wrong = ran(kept + BACKWARD_OF_MEANS)
    at_once = str(check("1.2", wrong, course=root))
    manifest.write_text(f'diagnosis = "after_due"\n{manifest.read_text()}')

    held = str(check("1.2", wrong, course=root))

    assert "It is half of the right gradient" in at_once
    assert "It is half of the right gradient" not in held
    assert "  Causes are told after the due date; u01 has none yet." in held


def test_a_crash_is_told_with_its_cell(root: Path) -> None:
    """No student knows the module that was made of the cells."""
    cell = FORWARD.replace("return self", "return 1 / 0 * self")

    checked = check("1.1", ran("y = 1", cell), course=root)

    assert "ZeroDivisionError at cell 2, line 7" in checked.text


def test_the_names_are_those_of_the_notebook_that_calls(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IPython's shell has names and history; the course is the nearest upwards."""
    (root / "notebooks").mkdir()
    monkeypatch.chdir(root / "notebooks")
    history = types.SimpleNamespace(input_hist_raw=["", f"%%time\n{FORWARD}"])
    shell = types.SimpleNamespace(user_ns=ran(FORWARD), history_manager=history)
    module = types.ModuleType("IPython")
    monkeypatch.setattr(module, "get_ipython", lambda: shell, raising=False)
    monkeypatch.setitem(sys.modules, "IPython", module)

    assert check("1.1").is_passed


def test_a_whole_unit_may_be_checked(root: Path) -> None:
    """Then every exercise has a row."""
    checked = check("u01", ran(FORWARD), course=root)

    assert not checked.is_passed
    assert "1.3  Leaves its input alone" in checked.text


@pytest.mark.parametrize(
    ("target", "names", "text"),
    [
        (
            "1.1",
            None,
            (
                "Error: your script defines nothing of scale.py; call the one that "
                "does, or check the file itself: grader check u01"
            ),
        ),
        (
            "1.1",
            {"In": ["", "x = 1"], "x": 1},
            (
                "Error: no cell of yours defines anything of scale.py; run the cell "
                "that does, or check the file itself: grader check u01"
            ),
        ),
        (
            ran,
            None,
            (
                "Error: an exercise or a unit was expected in quotes, such as "
                'check("1.1"); found the function ran.'
            ),
        ),
        (
            1.1,
            None,
            (
                "Error: an exercise or a unit was expected in quotes, such as "
                'check("1.1"); found the float 1.1.'
            ),
        ),
        (
            "1.9",
            {},
            "Error: no exercise '1.9': u01_scale has 1.1, 1.2 and 1.3.",
        ),
    ],
    ids=[
        "another script",
        "nothing defined",
        "a function",
        "a number",
        "no such exercise",
    ],
)
def test_what_cannot_be_checked_is_said_in_a_sentence(
    target: str,
    names: dict[str, object] | None,
    text: str,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cell that shows a traceback helps nobody."""
    script = types.ModuleType("__main__")
    script.__file__ = str(root / "other.py")
    (root / "other.py").write_text("x = 1")
    monkeypatch.setitem(sys.modules, "__main__", script)

    checked = check(target, names)

    assert (text, False) == (checked.text, checked.is_passed)


def test_a_page_shows_the_same_text() -> None:
    """Escaped, in the page's own colours, and with nothing from elsewhere."""
    row = "1.1  Scale.forward                      wrong   0 of 16"
    checked = Checked(f"{row}\n\n  x < y & z")

    assert f"{row}\n\n  x < y & z" == str(checked) == repr(checked)
    assert checked._repr_html_() == (
        '<pre style="white-space: pre-wrap; color: inherit; background: transparent; '
        'font-family: monospace; line-height: 1.3; margin: 0">1.1  Scale.forward      '
        "                <strong>wrong</strong>   0 of 16\n\n  x &lt; y &amp; z</pre>"
    )


def test_outside_a_course_the_call_that_names_one_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no option in a notebook."""
    monkeypatch.chdir(tmp_path)

    assert str(check("1.1", {})) == (
        "Error: no course found: expected a folder with assignments/course.toml at or "
        f"above {tmp_path}; start the notebook in a folder of the course, or say where "
        'the course is: check("1.1", course="...").'
    )
