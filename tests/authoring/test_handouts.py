"""What a handout shows is what comes out."""

from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from grader.authoring.handouts import handout_findings
from grader.model import Unit

SESSION = """\
# Unit 6

```python
>>> import numpy as np
>>> from batchnorm import double
>>> double(np.array([1.0, 2.5]))
array([2., {last}])
```

Names carry on to the next block.

```python
>>> print(double(np.arange(3)))
[0 2 4]
```
"""


@pytest.fixture
def reference() -> ModuleType:
    """A reference with one function."""
    module = ModuleType("reference_u06_batchnorm")
    module.double = lambda x: 2 * x  # type: ignore[attr-defined]  # a module in short
    return module


@pytest.fixture
def handed_out(unit: Unit) -> Unit:
    """The unit, whose handout a test writes."""
    return msgspec.structs.replace(unit, hidden=unit.folder)


def write(unit: Unit, text: str) -> Path:
    """Write the unit's handout."""
    path = unit.folder / "README.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_right_examples_are_counted(handed_out: Unit, reference: ModuleType) -> None:
    """All blocks with >>> are one session, with the reference by its name."""
    write(handed_out, SESSION.format(last="5."))

    assert (4, ()) == handout_findings(handed_out, reference)


def test_a_wrong_number_is_named(handed_out: Unit, reference: ModuleType) -> None:
    """With file and line, what is printed and what comes out."""
    write(handed_out, SESSION.format(last="4."))

    count, findings = handout_findings(handed_out, reference)

    assert count == 4
    assert findings == (
        (
            "README.md, line 6: `double(np.array([1.0, 2.5]))` must give what is "
            "printed below it: expected array([2., 4.]), found array([2., 5.])."
        ),
    )


def test_an_example_that_raises_is_named(
    handed_out: Unit, reference: ModuleType
) -> None:
    """It is one finding, and the examples below it are run all the same."""
    write(handed_out, "```python\n>>> halve(3)\n1.5\n>>> 1 + 1\n2\n```\n")

    count, findings = handout_findings(handed_out, reference)

    assert count == 2
    assert findings == (
        (
            "README.md, line 2: `halve(3)` must give what is printed below it: "
            "expected 1.5, found NameError: name 'halve' is not defined."
        ),
    )


def test_an_example_may_leave_text_out(handed_out: Unit, reference: ModuleType) -> None:
    """Three dots stand for digits that differ between machines."""
    write(handed_out, "```python\n>>> 2 / 3\n0.666...\n```\n")

    assert (1, ()) == handout_findings(handed_out, reference)


def test_a_script_must_run_to_its_end(handed_out: Unit, reference: ModuleType) -> None:
    """A student saves it beside their file; it has no output to compare."""
    script = "from batchnorm import double\nprint(double(2))\nprint(dx)\n"
    write(handed_out, f"Text.\n\n```python\n{script}```\n")

    count, findings = handout_findings(handed_out, reference)

    assert count == 1
    assert findings == (
        (
            "README.md, line 6: the script must run to its end with the reference, "
            "found NameError: name 'dx' is not defined."
        ),
    )


def test_a_script_that_is_no_python_is_named(
    handed_out: Unit, reference: ModuleType
) -> None:
    """Pseudocode belongs into a block without a language."""
    write(handed_out, "```python\nfor each row:\n```\n")

    _, findings = handout_findings(handed_out, reference)

    assert findings == (
        (
            "README.md, line 2: the script must run to its end with the reference, "
            "found SyntaxError: invalid syntax (README.md:2, line 2)."
        ),
    )


def test_other_blocks_are_left_alone(handed_out: Unit, reference: ModuleType) -> None:
    """Formulas and shell commands are no Python."""
    write(handed_out, "```\nout = gamma * x\n```\n\n```sh\ngrader check u06\n```\n")

    assert (0, ()) == handout_findings(handed_out, reference)
